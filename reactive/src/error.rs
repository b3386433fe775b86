//! Errors that bubble through owners to the nearest boundary.

use std::cell::Cell;
use std::error::Error;
use std::rc::Rc;

use crate::context::{provide_context, use_context};
use crate::owner::on_cleanup;
use crate::signal::{ReadSignal, RwSignal};

thread_local! {
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// Which of the errors at a boundary: unique on its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorId(u64);

/// Collects the errors raised below an owner. `Copy`.
#[derive(Clone, Copy, Debug)]
pub struct ErrorBoundary {
    errors: RwSignal<Errors>,
}

type Errors = Vec<(ErrorId, Rc<dyn Error>)>;

impl ErrorBoundary {
    /// Makes a boundary and provides it to everything made under the current owner.
    #[track_caller]
    #[must_use]
    pub fn provide() -> Self {
        let errors = RwSignal::new(Vec::new());
        let boundary = Self { errors };
        provide_context(boundary);
        boundary
    }

    /// The errors that are there now, oldest first.
    #[must_use]
    pub fn errors(self) -> ReadSignal<Vec<(ErrorId, Rc<dyn Error>)>> {
        self.errors.read_only()
    }
}

/// Reports an error to the nearest boundary, until the current owner is cleaned up or runs again. False if there is no
/// boundary.
///
/// ```
/// use std::rc::Rc;
/// use limosa_reactive::{ErrorBoundary, Owner, raise};
/// let page = Owner::new_root();
/// let boundary = page.with(ErrorBoundary::provide);
/// let part = page.with(Owner::new);
/// assert!(part.with(|| raise(Rc::new(std::fmt::Error))));
/// assert_eq!(boundary.errors().with(Vec::len), 1);
/// part.dispose();
/// assert_eq!(boundary.errors().with(Vec::len), 0);
/// ```
#[track_caller]
#[allow(
    clippy::must_use_candidate,
    reason = "often there is nothing else to do"
)]
pub fn raise(error: Rc<dyn Error>) -> bool {
    let Some(boundary) = use_context::<ErrorBoundary>() else {
        return false;
    };
    let id = ErrorId(NEXT.replace(NEXT.get() + 1));
    boundary.errors.report(|errors| errors.push((id, error)));
    on_cleanup(move || {
        boundary
            .errors
            .report(|errors| errors.retain(|(found, _)| *found != id));
    });
    true
}
