//! JSON in the browser: a reader and a writer of few bytes, and the engine's own numbers.

use serde::{Deserialize, Serialize};

use crate::json;
use crate::side::browser::bridge;

/// Reads a JSON text.
pub(crate) fn from_json<'t, T: Deserialize<'t>>(text: &'t str) -> Option<T> {
    json::read(text).ok()
}

/// Writes a value as JSON.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    json::write(value).ok()
}

/// The number that a JSON text is.
pub(crate) fn number(text: &str) -> f64 {
    bridge::number(text)
}
