//! One query's answer as it travels: a line of a stream, or a data block of a page.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::query::Stamp;
use crate::wire::{present_json, to_json};

/// The answer of one query. Parts that are absent are not sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct QueryFrame {
    /// The whole key: id and arguments.
    pub key: String,
    /// The value, as JSON.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present_json"
    )]
    pub value: Option<Box<RawValue>>,
    /// The error of the query, as JSON of its error type.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present_json"
    )]
    pub error: Option<Box<RawValue>>,
    /// Where the query sends the visitor instead of answering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// The value is the one the browser said it holds.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unchanged: bool,
    /// The query took longer than its budget: the browser asks for it itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub later: bool,
    /// Hash of the value's JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// When the read began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
    /// HTTP status of an error, for the page that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

impl QueryFrame {
    /// A frame with nothing but its key.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            ..Self::default()
        }
    }

    /// The frame that leaves a query to the browser.
    #[must_use]
    pub fn later(key: impl Into<String>) -> Self {
        Self {
            later: true,
            ..Self::new(key)
        }
    }

    /// The frame in place of this one for a browser that holds `tag`: without the value if it is the same.
    #[must_use]
    pub fn unless_held(self, tag: Option<&str>) -> Self {
        if self.value.is_some() && self.tag.is_some() && self.tag.as_deref() == tag {
            Self {
                value: None,
                unchanged: true,
                ..self
            }
        } else {
            self
        }
    }

    /// The frame as one line of a stream, with its line end: `{"query":{..}}`.
    #[must_use]
    pub fn to_line(&self) -> String {
        let mut line = Line { query: self }.to_json();
        line.push('\n');
        line
    }

    /// The frame as the content of a data block in HTML: `{"query":{..}}` without a `<` that could end the element.
    #[must_use]
    pub fn to_data_block(&self) -> String {
        Line { query: self }.to_json().replace('<', "\\u003c")
    }
}

#[derive(Serialize)]
struct Line<'a> {
    query: &'a QueryFrame,
}

impl Line<'_> {
    fn to_json(&self) -> String {
        to_json(self).expect("strings, flags and raw JSON always serialise")
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}
