//! Errors that are logged where they happen and told to nobody else.

use std::fmt::Display;
use std::panic::Location;

use crate::side;

/// The mark that something failed and was logged; carries nothing, so nothing of it can leak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Internal(());

impl Internal {
    /// Logs a cause with the place of the caller and keeps nothing of it.
    #[track_caller]
    #[must_use]
    pub fn log(cause: &dyn Display) -> Self {
        side::log_internal(cause, Location::caller());
        Self(())
    }
}

/// Turns any error into [`Internal`].
pub trait InternalExt<T> {
    /// Logs the error with the place of this call and forgets it.
    ///
    /// As the last expression of a `#[query]` or `#[action]` body it becomes the error of the function by itself;
    /// elsewhere `?` converts it.
    ///
    /// ```
    /// use limosa_router::{CallError, InternalExt};
    ///
    /// fn parse(text: &str) -> Result<u32, CallError> {
    ///     Ok(text.parse::<u32>().internal()?)
    /// }
    /// assert_eq!(parse("x"), Err(CallError::Internal));
    /// ```
    ///
    /// # Errors
    /// [`Internal`] in place of the error there was.
    fn internal(self) -> Result<T, Internal>;
}

impl<T, E: Display> InternalExt<T> for Result<T, E> {
    #[track_caller]
    fn internal(self) -> Result<T, Internal> {
        match self {
            Ok(value) => Ok(value),
            Err(cause) => Err(Internal::log(&cause)),
        }
    }
}
