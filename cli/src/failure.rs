//! Why a command did not succeed.

use std::fmt::Display;

/// The end of a command that failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// One message for the terminal.
    Message(String),
    /// What went wrong has been printed already, by cargo for instance.
    Shown,
}

/// What every step of a command gives.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure that is told in one message.
    pub(crate) fn message(text: impl Into<String>) -> Self {
        Self::Message(text.into())
    }
}

/// Turns the error of a library into a failure that says what was tried.
pub(crate) trait OrFail<T> {
    /// `could not <what>: <cause>`.
    fn or_fail(self, what: impl FnOnce() -> String) -> Outcome<T>;
}

impl<T, E: Display> OrFail<T> for Result<T, E> {
    fn or_fail(self, what: impl FnOnce() -> String) -> Outcome<T> {
        self.map_err(|cause| Failure::Message(format!("could not {}: {cause:#}", what())))
    }
}
