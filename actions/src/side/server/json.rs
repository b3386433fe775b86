//! JSON objects as form entries, for callers that post JSON.

use serde_json::Value;

use crate::form::FormEntries;

/// Why a JSON text is not taken for a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonRefusal {
    /// It is no JSON object, or holds what no form sends.
    Malformed,
    /// More fields, or longer names, than allowed.
    TooLarge,
}

/// The entries of a JSON object: arrays repeat a name, objects nest as `outer.inner`. Server only.
///
/// Bounded by `most` entries with names of `longest` bytes, because nesting repeats the outer name for every inner one.
///
/// # Errors
///
/// What is no object, and what has too much in it.
pub fn entries_of_json(
    text: &str,
    most: usize,
    longest: usize,
) -> Result<FormEntries, JsonRefusal> {
    let mut reading = Reading {
        entries: FormEntries::new(),
        left: most,
        longest,
    };
    match serde_json::from_str(text).map_err(|_| JsonRefusal::Malformed)? {
        Value::Null => {}
        Value::Object(object) => {
            for (name, value) in object {
                reading.push(name, value)?;
            }
        }
        _ => return Err(JsonRefusal::Malformed),
    }
    Ok(reading.entries)
}

struct Reading {
    entries: FormEntries,
    left: usize,
    longest: usize,
}

impl Reading {
    /// Recursion is bounded: `serde_json` reads no deeper than 128 levels.
    fn push(&mut self, name: String, value: Value) -> Result<(), JsonRefusal> {
        if name.len() > self.longest {
            return Err(JsonRefusal::TooLarge);
        }
        match value {
            Value::Null => Ok(()),
            Value::Bool(checked) => self.text(name, if checked { "on" } else { "false" }),
            Value::Number(number) => self.text(name, &number.to_string()),
            Value::String(text) => self.text(name, &text),
            Value::Array(values) => values
                .into_iter()
                .try_for_each(|value| self.push(name.clone(), value)),
            Value::Object(object) => object
                .into_iter()
                .try_for_each(|(inner, value)| self.push([&name, ".", &inner].concat(), value)),
        }
    }

    fn text(&mut self, name: String, text: &str) -> Result<(), JsonRefusal> {
        self.left = self.left.checked_sub(1).ok_or(JsonRefusal::TooLarge)?;
        if name.contains('\0') || text.contains('\0') {
            return Err(JsonRefusal::Malformed);
        }
        self.entries.push_text(name, text);
        Ok(())
    }
}
