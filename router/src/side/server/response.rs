//! What rendering or queries ask of the response: status, redirect, headers.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderName, HeaderValue};

/// Wishes for the response, in the request's context. Shared by all that work on the request.
#[derive(Debug, Default)]
pub struct ResponseParts {
    asked: Mutex<Asked>,
}

/// What was asked of the response.
#[derive(Debug, Default, Clone)]
pub struct Asked {
    /// The status; none is 200.
    pub status: Option<u16>,
    /// Where to go instead.
    pub redirect: Option<String>,
    /// Headers to append.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl ResponseParts {
    /// Sets the status, unless one was set before: the first error counts.
    pub fn set_status(&self, status: u16) {
        self.lock().status.get_or_insert(status);
    }

    /// Sends the visitor elsewhere; the first one counts.
    pub fn redirect(&self, to: impl Into<String>) {
        self.lock().redirect.get_or_insert(to.into());
    }

    /// Adds a header, beside others of its name.
    pub fn append_header(&self, name: HeaderName, value: HeaderValue) {
        self.lock().headers.push((name, value));
    }

    /// Takes out what was asked so far.
    #[must_use]
    pub fn take(&self) -> Asked {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
