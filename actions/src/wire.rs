//! What an action and its flight look like on the wire, written once for both sides.

use limosa_router::wire::{ACTION_PATH, from_json, present_json, to_json};
use limosa_router::{AppError, CallError, FieldErrors, QueryFrame, Stale, Stamp};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// How long the browser holds a reply back for the data that comes with it, in milliseconds.
pub const REPLY_HOLD: i32 = 50;

/// Name of the entry that carries how the call before ended, as JSON, to an action that asks for it.
pub const PREVIOUS_FIELD: &str = "_limosa_previous";

/// What must not stand bare in a query of a URL or in a header.
const QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'\'')
    .add(b'\\');

/// What must not stand bare in a header; what is not ASCII never does.
const HEADER: &AsciiSet = &CONTROLS.add(b'%');

/// One line of the stream that answers a scripted submission.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    /// How the action ended; the first line.
    Reply(ReplyFrame),
    /// The answer of one query.
    Query(QueryFrame),
    /// Nothing follows.
    Done(bool),
}

/// Header by which the browser's debug build asks for a [`ReportLine`].
pub const REPORT_HEADER: &str = "limosa-report";

/// What a debug build of the server tells a debug build of the app, in a line before the last.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportLine {
    /// Which queries were sent, which not, and why.
    pub report: String,
}

impl ReportLine {
    /// The line with its end.
    #[must_use]
    pub fn text(report: String) -> String {
        let mut text = to_json(&Self { report }).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// How an action ended. Parts that are absent are not sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ReplyFrame {
    /// The value, as JSON.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present_json"
    )]
    pub value: Option<Box<RawValue>>,
    /// Where the visitor goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// What is stale besides the keys of the flight; absent or null for everything.
    #[serde(default, skip_serializing_if = "is_everything")]
    pub stale: Stale,
    /// The keys whose answers follow; before the flight is planned, those that the action asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Messages of refused fields.
    #[serde(default, skip_serializing_if = "FieldErrors::is_empty")]
    pub invalid: FieldErrors,
    /// The error, as JSON of the error type.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present_json"
    )]
    pub error: Option<Box<RawValue>>,
    /// The failure of the call itself, where the error type is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallError>,
    /// When the action had done its work: what is read later has it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
    /// Status of an action that did not succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

impl ReplyFrame {
    /// Whether the action did what it was asked.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.status.is_none()
    }

    /// The value; `None` if there is none, or one of another build that does not read back.
    #[must_use]
    pub fn value_as<T: DeserializeOwned>(&self) -> Option<T> {
        from_json(self.value.as_ref()?.get())
    }

    /// The error, whichever plane it came on.
    #[must_use]
    pub fn error_as<E: AppError>(&self) -> E {
        let sent = self.error.as_ref().and_then(|error| from_json(error.get()));
        sent.unwrap_or_else(|| match &self.call {
            Some(call) => call.clone().into(),
            None if self.invalid.is_empty() => CallError::Malformed.into(),
            None => E::invalid(self.invalid.clone()),
        })
    }

    /// The end of a call whose form was refused before it was sent.
    #[must_use]
    pub fn refused(fields: FieldErrors) -> Self {
        Self {
            invalid: fields,
            status: Some(422),
            ..Self::default()
        }
    }

    /// The end of a call that got no answer, or one that could not be read.
    #[must_use]
    pub fn failed(call: CallError) -> Self {
        Self {
            status: Some(call.status()),
            call: Some(call),
            ..Self::default()
        }
    }
}

impl Line {
    /// The line with its end.
    ///
    /// # Panics
    /// Never: texts, flags and raw JSON always serialise.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = to_json(self).expect("texts, flags and raw JSON always serialise");
        text.push('\n');
        text
    }
}

/// The URL a form posts to: the action, the page the form is on, and the bound arguments.
#[must_use]
pub fn action_url(id: &str, page: &str, bound: Option<&str>) -> String {
    // Room for what is encoded in most.
    let most = page.len() + 3 * bound.map_or(0, str::len) + 16;
    let mut url = String::with_capacity(ACTION_PATH.len() + id.len() + most);
    for part in [ACTION_PATH, id, "?p="] {
        url.push_str(part);
    }
    url.extend(utf8_percent_encode(page, QUERY));
    if let Some(bound) = bound.filter(|bound| *bound != "[]") {
        url.push_str("&a=");
        url.extend(utf8_percent_encode(bound, QUERY));
    }
    url
}

/// Reads what [`action_url`] wrote, from path and search: id, page, bound arguments.
#[must_use]
pub fn parse_action_url(url: &str) -> Option<(String, String, String)> {
    let rest = url.strip_prefix(ACTION_PATH)?;
    let (id, search) = rest.split_once('?').unwrap_or((rest, ""));
    let part = |name: &str| {
        let found = search.split('&').find_map(|pair| pair.strip_prefix(name));
        let text = percent_encoding::percent_decode_str(found.unwrap_or_default());
        text.decode_utf8().map(|text| text.into_owned()).ok()
    };
    Some((id.to_owned(), part("p=")?, part("a=")?))
}

/// Text as a header may carry it: percent-encoded ASCII.
#[must_use]
pub fn header_text(text: &str) -> String {
    utf8_percent_encode(text, HEADER).to_string()
}

/// Reads what [`header_text`] wrote; `None` if it is no UTF-8.
#[must_use]
pub fn parse_header_text(text: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .ok()?;
    Some(decoded.into_owned())
}

fn is_everything(stale: &Stale) -> bool {
    matches!(stale, Stale::Mounted)
}
