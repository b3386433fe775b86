//! How an action ended, without its types: what is answered, stored for replays, and shown without script.

use http::{HeaderName, HeaderValue};
use limosa_router::server::Asked;
use limosa_router::{AppError, CallError, FieldErrors, QueryFrame, Stale};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::action::Action;
use crate::reply::Reply;
use crate::wire::ReplyFrame;

/// How an action ended. Owned; serialisable, so that a retried submission gets the same answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawOutcome {
    /// 200 on success, also with a redirect; else the status of the error.
    pub status: u16,
    /// The reply as it is sent; the flight adds its keys.
    pub reply: ReplyFrame,
    headers: Vec<(String, String)>,
    /// Values of queries that the action gave without reading them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) values: Vec<QueryFrame>,
}

impl RawOutcome {
    /// Whether the action did what it was asked.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.reply.succeeded()
    }

    /// Where the visitor goes.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.reply.location.as_deref()
    }

    /// Headers that the action set. What is no header is left out and logged.
    #[must_use]
    pub fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        let parse = |(name, value): &(String, String)| {
            let header = HeaderName::try_from(name)
                .ok()
                .zip(HeaderValue::try_from(value).ok());
            if header.is_none() {
                tracing::error!("an action set the header `{name}`, which cannot be sent");
            }
            header
        };
        self.headers.iter().filter_map(parse).collect()
    }

    /// The cookies among the headers.
    #[must_use]
    pub fn set_cookies(&self) -> Vec<HeaderValue> {
        let headers = self.headers().into_iter();
        headers
            .filter(|(name, _)| *name == http::header::SET_COOKIE)
            .map(|(_, value)| value)
            .collect()
    }

    /// Adds what the body asked for beside its reply: headers; after success also values, queries to be read, and what it
    /// touched.
    pub fn adopt(&mut self, asked: Asked) {
        for (name, value) in &asked.headers {
            self.push_header(name, value);
        }
        if !self.succeeded() {
            return;
        }
        self.values = asked.values;
        self.reply.keys.extend(asked.refresh);
        if let Some(touched) = asked.touched {
            self.reply.stale = match std::mem::take(&mut self.reply.stale) {
                Stale::Mounted => Stale::Keys(touched),
                Stale::Keys(named) => Stale::Keys([named, touched].concat()),
            };
        }
    }

    /// Adds a header that the server sets for the action, such as the cookie of a session that it changed.
    pub fn push_header(&mut self, name: &HeaderName, value: &HeaderValue) {
        match value.to_str() {
            Ok(value) => self.headers.push((name.to_string(), value.to_owned())),
            Err(_) => tracing::error!("the header `{name}` has a value that is no text"),
        }
    }

    /// The end of a call that failed before its action was known or could run.
    #[must_use]
    pub fn refused(error: CallError) -> Self {
        let status = error.status();
        let location = error.location().map(ToOwned::to_owned);
        let reply = ReplyFrame {
            call: Some(error),
            location,
            status: Some(status),
            ..ReplyFrame::default()
        };
        Self::failed(status, reply)
    }

    /// The end of an action that answers so; `None`, and a line in the log with the name, if its value cannot be written.
    #[must_use]
    pub fn of_reply<T: Serialize>(name: &str, reply: &Reply<T>) -> Option<Self> {
        let value = match &reply.value {
            Some(value) => Some(raw(name, value)?),
            None => None,
        };
        let frame = ReplyFrame {
            value,
            location: reply.location.clone(),
            stale: reply.stale.clone(),
            keys: reply.refresh.clone(),
            ..ReplyFrame::default()
        };
        Some(Self {
            status: 200,
            reply: frame,
            headers: reply.headers.clone(),
            values: Vec::new(),
        })
    }

    fn failed(status: u16, reply: ReplyFrame) -> Self {
        Self {
            status,
            reply,
            headers: Vec::new(),
            values: Vec::new(),
        }
    }
}

/// The outcome of a body that has run.
pub(super) fn of_result<M: Action>(result: Result<Reply<M::Value>, M::Error>) -> RawOutcome {
    match result {
        Ok(reply) => of_reply::<M>(&reply),
        Err(error) => of_error::<M>(&error),
    }
}

/// The outcome of a form that was refused.
pub(super) fn of_fields<M: Action>(fields: FieldErrors) -> RawOutcome {
    let error = refused_fields::<M>(fields.clone());
    let mut outcome = of_error::<M>(&error);
    outcome.status = 422;
    outcome.reply.status = Some(422);
    outcome.reply.invalid = fields;
    outcome
}

/// The error of an action whose form was refused.
pub(super) fn refused_fields<M: Action>(fields: FieldErrors) -> M::Error {
    M::Error::invalid(fields)
}

pub(super) fn of_error<M: Action>(error: &M::Error) -> RawOutcome {
    let status = error.status();
    let reply = ReplyFrame {
        invalid: error.fields().cloned().unwrap_or_default(),
        error: raw(M::NAME, error),
        location: error
            .call()
            .and_then(CallError::location)
            .map(ToOwned::to_owned),
        status: Some(status),
        ..ReplyFrame::default()
    };
    RawOutcome::failed(status, reply)
}

fn of_reply<M: Action>(reply: &Reply<M::Value>) -> RawOutcome {
    RawOutcome::of_reply(M::NAME, reply).unwrap_or_else(|| RawOutcome::refused(CallError::Internal))
}

fn raw<T: Serialize>(name: &str, value: &T) -> Option<Box<RawValue>> {
    to_raw_value(value)
        .inspect_err(|cause| {
            tracing::error!("the action `{name}` gave a value that cannot be sent: {cause}")
        })
        .ok()
}
