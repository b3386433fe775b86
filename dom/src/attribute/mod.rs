//! Values of attributes: text, present or absent, fixed or reactive.

mod into;
mod spread;
mod takes;
mod toggle;

pub use into::IntoAttribute;
pub use spread::Attributes;
pub(crate) use spread::Spread;
pub use takes::TakesAttributes;
pub use toggle::{IntoToggle, Toggle};

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

/// The value of an attribute. Owned; made from what stands after `=` in `view!`.
#[derive(Default)]
pub enum TextValue {
    /// The attribute is left out.
    #[default]
    Absent,
    /// `true`: the attribute is there without a value; `false`: it is left out. In `aria-…` they are words.
    Bool(bool),
    /// This text.
    Text(Cow<'static, str>),
    /// What the closure gives, now and whenever what it reads has changed.
    Reactive(Box<dyn Fn() -> TextValue>),
}

impl TextValue {
    /// The value of an attribute of this name as text, `None` if it is to be left out; closures are called.
    pub(crate) fn resolve(self, name: &str) -> Option<Cow<'static, str>> {
        match self {
            Self::Absent => None,
            Self::Bool(value) if is_worded(name) => {
                Some(Cow::Borrowed(if value { "true" } else { "false" }))
            }
            Self::Bool(true) => Some(Cow::Borrowed("")),
            Self::Bool(false) => None,
            Self::Text(text) => Some(text),
            Self::Reactive(value) => value().resolve(name),
        }
    }

    /// As [`resolve`](Self::resolve), for one that is read again and again.
    pub(crate) fn read(&self, name: &str) -> Option<Cow<'static, str>> {
        match self {
            Self::Absent => None,
            Self::Bool(value) => Self::Bool(*value).resolve(name),
            Self::Text(text) => Some(text.clone()),
            Self::Reactive(value) => value().resolve(name),
        }
    }

    /// Makes the same value again and again.
    pub(crate) fn repeat(self) -> Box<dyn Fn() -> Self> {
        match self {
            Self::Reactive(value) => {
                let value = Rc::new(value);
                Box::new(move || {
                    let value = Rc::clone(&value);
                    Self::Reactive(Box::new(move || value()))
                })
            }
            Self::Text(text) => Box::new(move || Self::Text(text.clone())),
            Self::Bool(value) => Box::new(move || Self::Bool(value)),
            Self::Absent => Box::new(|| Self::Absent),
        }
    }

    /// Whether no closure has to be called for it.
    #[doc(hidden)]
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !matches!(self, Self::Reactive(_))
    }

    /// The value as plain text.
    pub(crate) fn into_text(self) -> Cow<'static, str> {
        match self {
            Self::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            other => other.resolve("").unwrap_or_default(),
        }
    }
}

/// Attributes whose `true` and `false` are words.
fn is_worded(name: &str) -> bool {
    name.starts_with("aria-")
        || matches!(
            name,
            "contenteditable" | "draggable" | "spellcheck" | "writingsuggestions"
        )
}

impl fmt::Debug for TextValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => formatter.write_str("Absent"),
            Self::Bool(value) => formatter.debug_tuple("Bool").field(value).finish(),
            Self::Text(text) => formatter.debug_tuple("Text").field(text).finish(),
            Self::Reactive(_) => formatter.write_str("Reactive"),
        }
    }
}
