//! What a query run ended with, ready to be sent.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::error::{AppError, CallError};
use crate::query::{Query, QueryFrame, Stamp};
use crate::side::server::boot::tag;

/// The end of one run: the frame to send, and the status of its error.
#[derive(Debug)]
pub struct Outcome {
    frame: QueryFrame,
    status: u16,
}

impl Outcome {
    pub(super) fn of<M: Query>(
        key: &str,
        stamp: Stamp,
        result: Result<M::Value, M::Error>,
    ) -> Self {
        match result {
            Ok(value) => match raw(M::NAME, &value) {
                Some(json) => Self::of_value(key, stamp, json),
                None => Self::of_error(key, stamp, M::NAME, &M::Error::from(CallError::Internal)),
            },
            Err(error) => Self::of_error(key, stamp, M::NAME, &error),
        }
    }

    fn of_value(key: &str, stamp: Stamp, json: Box<RawValue>) -> Self {
        let tag = tag(json.get());
        let frame = QueryFrame {
            value: Some(json),
            tag: Some(tag),
            stamp: Some(stamp),
            ..QueryFrame::new(key)
        };
        Self { frame, status: 200 }
    }

    fn of_error<E: AppError>(key: &str, stamp: Stamp, name: &str, error: &E) -> Self {
        let status = error.status();
        let redirect = error
            .call()
            .and_then(CallError::location)
            .map(ToOwned::to_owned);
        let frame = QueryFrame {
            error: raw(name, error),
            redirect,
            stamp: Some(stamp),
            status: Some(status),
            ..QueryFrame::new(key)
        };
        Self { frame, status }
    }

    /// The frame, as it is sent.
    #[must_use]
    pub fn frame(&self) -> &QueryFrame {
        &self.frame
    }

    /// 200, or the status of the error.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether there is a value.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.frame.value.is_some()
    }

    /// The typed result, read from the JSON: server code sees exactly what the browser will see.
    ///
    /// # Errors
    /// The error of the query, or an internal one if the JSON does not read back.
    pub fn decode<M: Query>(&self) -> Result<M::Value, M::Error> {
        if let Some(value) = &self.frame.value {
            return serde_json::from_str(value.get())
                .map_err(|cause| does_not_read_back(M::NAME, &cause).into());
        }
        let error = self
            .frame
            .error
            .as_ref()
            .map(|json| serde_json::from_str(json.get()));
        Err(match error {
            Some(Ok(error)) => error,
            Some(Err(cause)) => does_not_read_back(M::NAME, &cause).into(),
            None => CallError::Internal.into(),
        })
    }
}

fn raw<T: Serialize>(name: &str, value: &T) -> Option<Box<RawValue>> {
    to_raw_value(value)
        .inspect_err(|cause| {
            tracing::error!("the query `{name}` gave a value that cannot be sent: {cause}")
        })
        .ok()
}

fn does_not_read_back(name: &str, cause: &serde_json::Error) -> CallError {
    tracing::error!("a value of the query `{name}` does not read back from its own JSON: {cause}");
    CallError::Internal
}
