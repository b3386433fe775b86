//! Errors that bubble through owners to the nearest boundary.

use std::any::Any;
use std::cell::Cell;
use std::error::Error;
use std::fmt;
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

type Errors = Vec<(ErrorId, CaughtError)>;

/// An error that a boundary has caught, whatever its type: what it says, and itself for who knows its type. A clone is the same
/// error.
///
/// ```
/// use limosa_reactive::CaughtError;
/// let caught = CaughtError::new(std::fmt::Error);
/// assert_eq!(caught.to_string(), std::fmt::Error.to_string());
/// assert!(caught.downcast_ref::<std::fmt::Error>().is_some());
/// ```
#[derive(Clone)]
pub struct CaughtError(Rc<dyn Caught>);

/// What is needed of an error that has lost its type. A `dyn Error` would bring how its type is formatted for debugging into every
/// browser program.
trait Caught {
    fn say(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn as_any(&self) -> &dyn Any;
}

impl<E: Error + 'static> Caught for E {
    fn say(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CaughtError {
    /// Keeps an error without its type.
    #[must_use]
    pub fn new(error: impl Error + 'static) -> Self {
        Self(Rc::new(error))
    }

    /// The error itself if it is of this type, also if it was raised again as a [`CaughtError`].
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        let error = self.0.as_any();
        let again = || error.downcast_ref::<Self>()?.downcast_ref::<E>();
        error.downcast_ref().or_else(again)
    }
}

impl fmt::Display for CaughtError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.say(formatter)
    }
}

impl fmt::Debug for CaughtError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.say(formatter)
    }
}

impl Error for CaughtError {}

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
    pub fn errors(self) -> ReadSignal<Vec<(ErrorId, CaughtError)>> {
        self.errors.read_only()
    }
}

/// Reports an error to the nearest boundary, until the current owner is cleaned up or runs again. False if there is no
/// boundary.
///
/// ```
/// use limosa_reactive::{ErrorBoundary, Owner, raise};
/// let page = Owner::new_root();
/// let boundary = page.with(ErrorBoundary::provide);
/// let part = page.with(Owner::new);
/// assert!(part.with(|| raise(std::fmt::Error)));
/// assert_eq!(boundary.errors().with(Vec::len), 1);
/// part.dispose();
/// assert_eq!(boundary.errors().with(Vec::len), 0);
/// ```
#[track_caller]
#[allow(
    clippy::must_use_candidate,
    reason = "often there is nothing else to do"
)]
pub fn raise(error: impl Error + 'static) -> bool {
    report(CaughtError::new(error))
}

#[track_caller]
fn report(error: CaughtError) -> bool {
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
