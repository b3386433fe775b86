//! JSON objects as form entries, for callers that post JSON.

use std::fmt::{self, Formatter};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

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
/// Bounded by `most` entries with names of `longest` bytes, because nesting repeats the outer name for every inner one. Read
/// as it stands: what makes no entry takes no memory.
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
        is_too_large: false,
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Value {
        reading: &mut reading,
        name: None,
    };
    let read = value.deserialize(&mut json).and_then(|()| json.end());
    match read {
        Ok(()) => Ok(reading.entries),
        Err(_) if reading.is_too_large => Err(JsonRefusal::TooLarge),
        Err(_) => Err(JsonRefusal::Malformed),
    }
}

struct Reading {
    entries: FormEntries,
    left: usize,
    longest: usize,
    is_too_large: bool,
}

impl Reading {
    fn too_large<E: Error>(&mut self) -> E {
        self.is_too_large = true;
        E::custom("too large")
    }
}

/// One value, and what it is called; the whole text has no name.
struct Value<'r> {
    reading: &'r mut Reading,
    name: Option<&'r str>,
}

impl Value<'_> {
    fn text<E: Error>(self, text: &str) -> Result<(), E> {
        let name = self.name.ok_or_else(|| E::custom("no object"))?;
        if name.contains('\0') || text.contains('\0') {
            return Err(E::custom("a null"));
        }
        let Some(left) = self.reading.left.checked_sub(1) else {
            return Err(self.reading.too_large());
        };
        self.reading.left = left;
        self.reading.entries.push_text(name, text);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    /// Recursion is bounded: `serde_json` reads no deeper than 128 levels.
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the fields of a form")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, is_checked: bool) -> Result<(), E> {
        self.text(if is_checked { "on" } else { "false" })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.text(&number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.text(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        let number = Number::from_f64(number).ok_or_else(|| E::custom("no number"))?;
        self.text(&number.to_string())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        let name = self.name.ok_or_else(|| A::Error::custom("no object"))?;
        loop {
            let reading = &mut *self.reading;
            let name = Some(name);
            if values.next_element_seed(Value { reading, name })?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(inner) = fields.next_key::<String>()? {
            let outer = self.name.map_or(0, |name| name.len() + 1);
            if outer + inner.len() > self.reading.longest {
                return Err(self.reading.too_large());
            }
            let name = match self.name {
                Some(outer) => [outer, ".", &inner].concat(),
                None => inner,
            };
            let (reading, name) = (&mut *self.reading, Some(name.as_str()));
            fields.next_value_seed(Value { reading, name })?;
        }
        Ok(())
    }
}
