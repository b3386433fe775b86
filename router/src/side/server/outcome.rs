//! What a query run ended with: the value for whoever reads it here, and what is sent of it.

use std::any::Any;
use std::fmt::{self, Debug, Formatter};
use std::sync::{Arc, OnceLock};

use limosa_dom::__private::push_integer;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::error::{AppError, CallError};
use crate::packed::sent_sum;
use crate::query::{Query, QueryFrame, Stamp};
use crate::side::server::boot::{next_stamp, tag};
use crate::side::server::packed::{Packed, PageTexts, push_string};

/// The end of one run. It is written as JSON when it is sent, and not before.
pub struct Outcome {
    key: String,
    stamp: Stamp,
    /// 200, or the status of the error.
    status: u16,
    is_value: bool,
    redirect: Option<String>,
    /// `Result<M::Value, M::Error>`, shared with the resources that show it.
    result: Arc<dyn Any + Send + Sync>,
    kind: Kind,
    packed: OnceLock<Option<Packed>>,
    frame: OnceLock<QueryFrame>,
}

/// What needs the types of the result.
#[derive(Clone, Copy)]
struct Kind {
    pack: fn(&Outcome) -> Option<Packed>,
    push_json: fn(&Outcome, &mut String) -> bool,
    to_frame: fn(&Outcome) -> QueryFrame,
}

/// What a query of this type ends with.
type Typed<M> = Result<<M as Query>::Value, <M as Query>::Error>;

impl Outcome {
    pub(super) fn of<M: Query>(key: String, stamp: Stamp, result: Typed<M>) -> Self {
        let error = result.as_ref().err();
        Self {
            key,
            stamp,
            status: error.map_or(200, AppError::status),
            is_value: error.is_none(),
            redirect: error
                .and_then(AppError::call)
                .and_then(CallError::location)
                .map(ToOwned::to_owned),
            result: Arc::new(result),
            kind: Kind {
                pack: pack::<M>,
                push_json: push_json::<M>,
                to_frame: frame_of::<M>,
            },
            packed: OnceLock::new(),
            frame: OnceLock::new(),
        }
    }

    /// The frame, as it is sent.
    #[must_use]
    pub fn frame(&self) -> &QueryFrame {
        self.frame.get_or_init(|| (self.kind.to_frame)(self))
    }

    /// Appends a line of a data block of the page, which refers to the texts that the page shows.
    pub fn push_line(&self, html: &mut String, page: &mut PageTexts<'_>) {
        match self.packed().filter(|_| !self.key.contains('<')) {
            Some(packed) => {
                for part in [
                    &self.key,
                    "\t",
                    &tag(packed.text()),
                    "\t",
                    self.stamp.as_str(),
                    "\t",
                ] {
                    html.push_str(part);
                }
                let sum = packed.push(html, page);
                html.push('\t');
                push_integer(html, false, sent_sum(sum).into());
            }
            None => html.push_str(&self.frame().to_data_block()),
        }
        html.push('\n');
    }

    /// The line of a stream, as that of [`Outcome::frame`]: `{"query":{..}}` with its end, without the value if the browser
    /// holds one with this tag.
    #[must_use]
    pub fn to_line(&self, held: Option<&str>) -> String {
        self.value_line(held).unwrap_or_else(|| {
            let frame = self.frame().clone();
            frame.unless_held(held).to_line()
        })
    }

    /// The line of a value that is written without `serde_json`.
    fn value_line(&self, held: Option<&str>) -> Option<String> {
        let packed = self.packed()?;
        let tag = tag(packed.text());
        let mut line = String::with_capacity(2 * packed.text().len() + 128);
        line.push_str("{\"query\":{\"key\":");
        push_string(&mut line, &self.key);
        if held == Some(&tag) {
            line.push_str(",\"unchanged\":true");
        } else {
            line.push_str(",\"value\":");
            if !(self.kind.push_json)(self, &mut line) {
                return None;
            }
        }
        for (name, text) in [("tag", tag.as_str()), ("stamp", self.stamp.as_str())] {
            for part in [",\"", name, "\":"] {
                line.push_str(part);
            }
            push_string(&mut line, text);
        }
        line.push_str("}}\n");
        Some(line)
    }

    /// The key that was read.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    fn packed(&self) -> Option<&Packed> {
        let packed = self.packed.get_or_init(|| (self.kind.pack)(self));
        packed.as_ref()
    }

    /// 200, or the status of the error.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether there is a value.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.is_value
    }

    /// Where the query sends the visitor instead of answering.
    #[must_use]
    pub fn redirect(&self) -> Option<&str> {
        self.redirect.as_deref()
    }

    /// The result itself, without a copy.
    pub(super) fn shared<M: Query>(&self) -> Arc<Typed<M>> {
        let result = Arc::clone(&self.result).downcast();
        result.unwrap_or_else(|_| Arc::new(Err(CallError::Internal.into())))
    }

    /// A result of the caller's own, read from the JSON.
    ///
    /// # Errors
    /// The error of the query, or an internal one if the JSON does not read back.
    pub fn decode<M: Query>(&self) -> Typed<M> {
        let frame = self.frame();
        if let Some(value) = &frame.value {
            return serde_json::from_str(value.get())
                .map_err(|cause| does_not_read_back(M::NAME, &cause).into());
        }
        let error = frame
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

impl Debug for Outcome {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outcome")
            .field("key", &self.key)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

fn pack<M: Query>(outcome: &Outcome) -> Option<Packed> {
    match &*outcome.shared::<M>() {
        Ok(value) => Packed::of(value),
        Err(_) => None,
    }
}

fn push_json<M: Query>(outcome: &Outcome, into: &mut String) -> bool {
    match &*outcome.shared::<M>() {
        Ok(value) => Packed::push_json(into, value),
        Err(_) => false,
    }
}

fn frame_of<M: Query>(outcome: &Outcome) -> QueryFrame {
    let frame = QueryFrame {
        stamp: Some(outcome.stamp.clone()),
        ..QueryFrame::new(outcome.key.as_str())
    };
    let of_error = |error: &M::Error| QueryFrame {
        error: raw(M::NAME, error),
        redirect: outcome.redirect.clone(),
        status: Some(error.status()),
        ..frame.clone()
    };
    match &*outcome.shared::<M>() {
        Ok(value) => match raw(M::NAME, value) {
            Some(json) => QueryFrame {
                // Of the same text as in a page.
                tag: Some(tag(outcome.packed().map_or(json.get(), Packed::text))),
                value: Some(json),
                ..frame
            },
            None => of_error(&CallError::Internal.into()),
        },
        Err(error) => of_error(error),
    }
}

/// The frame of a value that is known without reading it.
pub(super) fn frame_of_value<M: Query>(key: &str, value: &M::Value) -> Option<QueryFrame> {
    let json = raw(M::NAME, value)?;
    let packed = Packed::of(value);
    Some(QueryFrame {
        tag: Some(tag(packed.as_ref().map_or(json.get(), Packed::text))),
        value: Some(json),
        stamp: Some(next_stamp()),
        ..QueryFrame::new(key)
    })
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
