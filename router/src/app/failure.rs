//! Statuses of errors that have bubbled up without their types.

use std::any::TypeId;
use std::cell::RefCell;

use limosa_reactive::CaughtError;

use crate::error::AppError;

type StatusOf = fn(&CaughtError) -> Option<u16>;

thread_local! {
    static KNOWN: RefCell<Vec<(TypeId, StatusOf)>> = const { RefCell::new(Vec::new()) };
}

/// Makes the status of an error type known; queries do it when they are first read.
pub(crate) fn note_error_type<E: AppError>() {
    KNOWN.with_borrow_mut(|known| {
        if known.iter().all(|(id, _)| *id != TypeId::of::<E>()) {
            known.push((TypeId::of::<E>(), |error| {
                error.downcast_ref::<E>().map(AppError::status)
            }));
        }
    });
}

/// The status of an error; 500 if it is none of a query.
pub(crate) fn status_of(error: &CaughtError) -> u16 {
    KNOWN
        .with_borrow(|known| known.iter().find_map(|(_, status)| status(error)))
        .unwrap_or(500)
}
