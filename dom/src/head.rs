//! What components say about the document around the page: its title, its head, the attributes of `<html>` and `<body>`.
//!
//! Everything said has an identity. Of all that is said under one the last counts, so a page overrides its layout and what
//! the layout said holds again when the page goes; only classes add up.

use std::borrow::Cow;

use crate::attribute::{Attributes, Spread, TextValue};
use crate::url;

/// One element of the head, or attributes of `<html>` or `<body>`, as a component describes it.
#[derive(Debug)]
pub(crate) struct HeadElement {
    pub(crate) tag: &'static str,
    /// The first of them, fixed texts, say which element it is.
    pub(crate) attributes: Vec<(&'static str, TextValue)>,
    pub(crate) identifying: usize,
    pub(crate) text: Option<TextValue>,
}

impl HeadElement {
    pub(crate) fn new(tag: &'static str) -> Self {
        Self {
            tag,
            attributes: Vec::new(),
            identifying: 0,
            text: None,
        }
    }

    /// Adds an attribute that says which element it is.
    pub(crate) fn identify(&mut self, name: &'static str, value: Cow<'static, str>) {
        let attribute = (name, TextValue::Text(value));
        self.attributes.insert(self.identifying, attribute);
        self.identifying += 1;
    }

    pub(crate) fn attribute(&mut self, name: &'static str, value: TextValue) {
        if url::is_safe_name(name) {
            self.attributes.push((name, value));
        }
    }

    pub(crate) fn spread(&mut self, attributes: Attributes) {
        for attribute in attributes.list {
            if let Spread::Attribute(name, value) = attribute {
                self.attribute(name, value);
            }
        }
    }

    pub(crate) fn set_text(&mut self, text: TextValue) {
        self.text = Some(text);
    }

    /// Whether its values change.
    #[allow(dead_code, reason = "the server reads once")]
    pub(crate) fn is_reactive(&self) -> bool {
        let values = self.attributes.iter().map(|(_, value)| value);
        values
            .chain(&self.text)
            .any(|value| matches!(value, TextValue::Reactive(_)))
    }

    /// Reads the values of the moment: the attributes one by one, then the text. `None` while what it is about is absent, as a
    /// title whose data is still on its way.
    pub(crate) fn read_each(
        &self,
        mut put: impl FnMut(&'static str, Option<Cow<'static, str>>),
    ) -> Option<Cow<'static, str>> {
        let mut is_there = true;
        for (name, value) in &self.attributes {
            let value = value.read(name);
            is_there &=
                value.is_some() || is_root(self.tag) || !matches!(*name, "content" | "href");
            let runs_script = |value: &Cow<'_, str>| url::is_url(name) && url::runs_script(value);
            if !value.as_ref().is_some_and(runs_script) {
                put(name, value);
            }
        }
        let text = match &self.text {
            Some(text) => text.read("")?,
            None => Cow::Borrowed(""),
        };
        is_there.then(|| {
            if self.tag == "style" {
                unclosed(&text)
            } else {
                text
            }
        })
    }
}

/// Whether the element is always there and only lends its attributes.
pub(crate) fn is_root(tag: &str) -> bool {
    matches!(tag, "html" | "body")
}

/// A style sheet cannot be escaped, but what would end its element can be written differently.
fn unclosed(text: &str) -> Cow<'static, str> {
    let mut parts = text.split('<');
    let mut open = String::from(parts.next().unwrap_or_default());
    for part in parts {
        open.push('<');
        open.push_str(if part.starts_with('/') { "\\" } else { "" });
        open.push_str(part);
    }
    Cow::Owned(open)
}
