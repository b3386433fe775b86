//! Seals on the server: made in server code, opened between the guards and the body of their action.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use limosa_router::CallError;
use limosa_router::server::RequestContext;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::action::Action;
use crate::bound::AsAction;
use crate::sealed::Sealed;

/// Seals and opens for one session. The server puts an `Arc<dyn Sealer>` among the extensions of every request.
pub trait Sealer: Send + Sync {
    /// Seals a text for a purpose.
    fn seal(&self, purpose: &str, plain: &[u8]) -> String;

    /// Opens what was sealed for the same purpose in the same session, if it is whole and not too old.
    fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>>;
}

thread_local! {
    static OPENING: RefCell<Option<Opening>> = const { RefCell::new(None) };
    static SEEN: Cell<bool> = const { Cell::new(false) };
}

struct Opening {
    sealer: Option<Arc<dyn Sealer>>,
    action: &'static str,
    is_broken: bool,
}

impl<T: Serialize> Sealed<T> {
    /// Seals a value for an action, in the session of the request at hand.
    ///
    /// # Errors
    /// [`CallError::Internal`] outside of a request of a server, and for what serde cannot write.
    pub fn new<Kind, A: AsAction<Kind>>(_: A, value: T) -> Result<Self, CallError> {
        let sealer = RequestContext::current().and_then(|request| sealer(&request));
        let Some((sealer, plain)) = sealer.zip(serde_json::to_vec(&value).ok()) else {
            tracing::error!(
                "a value for the action `{}` cannot be sealed here",
                A::Action::NAME
            );
            return Err(CallError::Internal);
        };
        Ok(Self {
            token: sealer.seal(A::Action::ID, &plain),
            open: Some(value),
        })
    }
}

/// Opens one seal; closed it stays where none are to be opened.
pub(crate) fn open_seal<T: DeserializeOwned>(token: &str) -> Result<Option<T>, ()> {
    SEEN.set(true);
    OPENING.with_borrow_mut(|opening| {
        let Some(opening) = opening else {
            return Ok(None);
        };
        let plain = opening
            .sealer
            .as_ref()
            .and_then(|sealer| sealer.open(opening.action, token));
        let value = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        opening.is_broken |= value.is_none();
        value.map(Some).ok_or(())
    })
}

/// Notes that there is a seal.
pub(crate) fn seal_seen() {
    SEEN.set(true);
}

/// Runs a closure, and says whether there was a seal in what it read or wrote.
pub(super) fn sees_seals<R>(run: impl FnOnce() -> R) -> (R, bool) {
    SEEN.set(false);
    let result = run();
    (result, SEEN.get())
}

/// Runs a closure that reads arguments, in which seals for the action are opened. An error if one does not open.
pub(super) fn opening<R>(
    request: &RequestContext,
    action: &'static str,
    read: impl FnOnce() -> R,
) -> Result<R, CallError> {
    let opening = Opening {
        sealer: sealer(request),
        action,
        is_broken: false,
    };
    let restore = Restore(OPENING.replace(Some(opening)));
    let result = read();
    let is_broken =
        OPENING.with_borrow(|opening| opening.as_ref().is_some_and(|opening| opening.is_broken));
    drop(restore);
    if is_broken {
        Err(CallError::Malformed)
    } else {
        Ok(result)
    }
}

fn sealer(request: &RequestContext) -> Option<Arc<dyn Sealer>> {
    request.parts().extensions.get::<Arc<dyn Sealer>>().cloned()
}

/// Puts back what was there, also when reading panics.
struct Restore(Option<Opening>);

impl Drop for Restore {
    fn drop(&mut self) {
        OPENING.replace(self.0.take());
    }
}
