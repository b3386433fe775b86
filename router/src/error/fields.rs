//! Messages beside form fields.

use std::fmt::{self, Formatter};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Messages by field name, in the order in which they were added. Owned; an object on the wire.
///
/// ```
/// use limosa_router::FieldErrors;
///
/// let mut errors = FieldErrors::new();
/// errors.add("name", "must not be empty");
/// assert_eq!(errors.get("name"), ["must not be empty"]);
/// assert!(errors.get("price").is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors {
    fields: Vec<(String, Vec<String>)>,
}

impl FieldErrors {
    /// No messages.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One message for one field, which is a `Field` of a form struct or a name.
    #[must_use]
    pub fn of(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(field, message);
        errors
    }

    /// Adds a message to a field, after those it has.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let (field, message) = (field.into(), message.into());
        match self.fields.iter_mut().find(|(name, _)| *name == field) {
            Some((_, messages)) => messages.push(message),
            None => self.fields.push((field, vec![message])),
        }
    }

    /// The messages of a field; none if it has none.
    #[must_use]
    pub fn get(&self, field: &str) -> &[String] {
        self.fields
            .iter()
            .find(|(name, _)| name == field)
            .map_or(&[], |(_, messages)| messages)
    }

    /// Whether no field has a message.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Fields with their messages, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.fields
            .iter()
            .map(|(name, messages)| (name.as_str(), messages.as_slice()))
    }

    /// Takes over all messages of another, after the own ones.
    pub fn merge(&mut self, other: Self) {
        for (field, messages) in other.fields {
            for message in messages {
                self.add(field.clone(), message);
            }
        }
    }

    /// Ends a check: the value if there are no messages.
    ///
    /// # Errors
    /// These messages, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl<F: Into<String>, M: Into<String>> From<(F, M)> for FieldErrors {
    fn from((field, message): (F, M)) -> Self {
        Self::of(field, message)
    }
}

impl<F: Into<String>, M: Into<String>> FromIterator<(F, M)> for FieldErrors {
    fn from_iter<I: IntoIterator<Item = (F, M)>>(messages: I) -> Self {
        let mut errors = Self::new();
        for (field, message) in messages {
            errors.add(field, message);
        }
        errors
    }
}

impl Serialize for FieldErrors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for FieldErrors {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = FieldErrors;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of field names with lists of messages")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FieldErrors, A::Error> {
        let mut errors = FieldErrors::new();
        while let Some((field, messages)) = map.next_entry::<String, Vec<String>>()? {
            for message in messages {
                errors.add(field.clone(), message);
            }
        }
        Ok(errors)
    }
}
