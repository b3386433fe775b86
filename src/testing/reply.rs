//! The answer to a scripted call, frame by frame.

use http::{HeaderMap, StatusCode};
use limosa_actions::wire::ReplyFrame;
use serde_json::Value;

/// What a script got: the frames of the stream, in their order. Owned.
#[derive(Debug, Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    frames: Vec<Value>,
}

impl Reply {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, text: &str) -> Self {
        let frames = text.lines().map(|line| match serde_json::from_str(line) {
            Ok(frame) => frame,
            Err(wrong) => panic!("a line of the stream is no JSON ({wrong}): {line}"),
        });
        Self {
            status,
            headers,
            frames: frames.collect(),
        }
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header of the response, if it is there and text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All frames.
    #[must_use]
    pub fn frames(&self) -> &[Value] {
        &self.frames
    }

    /// The first frame's content: how the action ended; `Null` where it is missing.
    #[must_use]
    pub fn reply(&self) -> &Value {
        self.frames
            .first()
            .map_or(&Value::Null, |frame| &frame["reply"])
    }

    pub(super) fn frame(&self) -> ReplyFrame {
        let text = self.reply().to_string();
        serde_json::from_str(&text).expect("the first frame is a reply")
    }

    /// The value of the action.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.reply()["value"]
    }

    /// Where the visitor is sent.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.reply()["location"].as_str()
    }

    /// The frames of queries.
    pub fn queries(&self) -> impl Iterator<Item = &Value> {
        self.frames
            .iter()
            .map(|frame| &frame["query"])
            .filter(|query| !query.is_null())
    }

    /// What a debug build tells of the flight: which queries were sent, which were not, and why.
    #[must_use]
    pub fn report(&self) -> Option<&str> {
        self.frames
            .iter()
            .find_map(|frame| frame["report"].as_str())
    }

    /// The values of queries whose value has this field, such as `"reviews"`, or all values where `field` is empty.
    #[must_use]
    pub fn values_with(&self, field: &str) -> Vec<&Value> {
        let values = self
            .queries()
            .map(|query| &query["value"])
            .filter(|value| !value.is_null());
        values
            .filter(|value| field.is_empty() || value.get(field).is_some())
            .collect()
    }

    /// Whether the stream came to its end.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| frame["done"] == Value::Bool(true))
    }
}
