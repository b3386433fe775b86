//! JSON objects as form entries, for callers that post JSON.

use serde_json::Value;

use crate::form::FormEntries;

/// The entries of a JSON object: arrays repeat a name, objects nest as `outer.inner`. `None` if it is no object.
pub(super) fn entries_of_json(text: &str) -> Option<FormEntries> {
    let mut entries = FormEntries::new();
    match serde_json::from_str(text).ok()? {
        Value::Null => {}
        Value::Object(object) => {
            for (name, value) in object {
                push(name, value, &mut entries);
            }
        }
        _ => return None,
    }
    Some(entries)
}

/// Recursion is bounded: `serde_json` reads no deeper than 128 levels.
fn push(name: String, value: Value, entries: &mut FormEntries) {
    match value {
        Value::Null => {}
        Value::Bool(checked) => entries.push_text(name, if checked { "on" } else { "false" }),
        Value::Number(number) => entries.push_text(name, &number.to_string()),
        Value::String(text) => entries.push_text(name, &text),
        Value::Array(values) => {
            for value in values {
                push(name.clone(), value, entries);
            }
        }
        Value::Object(object) => {
            for (inner, value) in object {
                push([&name, ".", &inner].concat(), value, entries);
            }
        }
    }
}
