//! What rendering or queries ask of the response: status, redirect, headers.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderName, HeaderValue};

use crate::query::{KeyPattern, QueryFrame};

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
    /// Values of queries that are known without reading them.
    pub values: Vec<QueryFrame>,
    /// Keys to be read and sent along.
    pub refresh: Vec<String>,
    /// What was changed, if it was said.
    pub touched: Option<Vec<KeyPattern>>,
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

    /// Sends a value of a query along; the last one for a key counts.
    pub fn value(&self, frame: QueryFrame) {
        let mut asked = self.lock();
        asked.values.retain(|other| other.key != frame.key);
        asked.values.push(frame);
    }

    /// Reads a query after the action and sends its value along.
    pub fn refresh(&self, key: impl Into<String>) {
        self.lock().refresh.push(key.into());
    }

    /// Notes what was changed.
    pub fn touch(&self, patterns: Vec<KeyPattern>) {
        let mut asked = self.lock();
        asked.touched.get_or_insert_default().extend(patterns);
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
