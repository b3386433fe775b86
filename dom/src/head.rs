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
    tag: &'static str,
    /// The first of them, fixed texts, say which element it is.
    attributes: Vec<(&'static str, TextValue)>,
    identifying: usize,
    text: Option<TextValue>,
}

/// An element with its values of the moment.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    pub(crate) tag: &'static str,
    pub(crate) attributes: Vec<(&'static str, Cow<'static, str>)>,
    /// How many of them a node that is there already must have to be taken for this one.
    #[allow(dead_code, reason = "only the browser finds nodes")]
    pub(crate) identifying: usize,
    pub(crate) text: Cow<'static, str>,
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

    /// Its parts with an identity each: attributes of `<html>` and `<body>` stand and fall one by one.
    pub(crate) fn split(self) -> Vec<Self> {
        if !is_root(self.tag) {
            return vec![self];
        }
        let single = |attribute| Self {
            attributes: vec![attribute],
            ..Self::new(self.tag)
        };
        self.attributes.into_iter().map(single).collect()
    }

    /// What must be equal for one to override the other; `None` if it stands for itself.
    pub(crate) fn identity(&self) -> Option<String> {
        let is_fixed = |value: &TextValue| !matches!(value, TextValue::Reactive(_));
        let is_whole = matches!(self.tag, "link" | "style");
        let counted = match self.tag {
            "meta" => self.identifying,
            _ if is_root(self.tag) || !is_whole => 0,
            _ if self.attributes.iter().all(|(_, value)| is_fixed(value))
                && self.text.iter().all(is_fixed) =>
            {
                self.attributes.len()
            }
            _ => return None,
        };
        let mut identity = String::from(self.tag);
        if is_root(self.tag) {
            let names = self.attributes.iter().map(|(name, _)| *name);
            names.for_each(|name| push_field(&mut identity, name));
        }
        for (name, value) in &self.attributes[..counted] {
            push_field(&mut identity, name);
            push_field(&mut identity, &value.read(name).unwrap_or_default());
        }
        if let Some(text) = self.text.as_ref().filter(|_| is_whole) {
            push_field(&mut identity, &text.read("").unwrap_or_default());
        }
        Some(identity)
    }

    /// Whether its values change.
    #[allow(dead_code, reason = "the server reads once")]
    pub(crate) fn is_reactive(&self) -> bool {
        let values = self.attributes.iter().map(|(_, value)| value);
        values
            .chain(&self.text)
            .any(|value| matches!(value, TextValue::Reactive(_)))
    }

    /// The values of the moment; `None` while what it is about is absent, as a title whose data is still on its way.
    pub(crate) fn read(&self) -> Option<Values> {
        let mut attributes = Vec::with_capacity(self.attributes.len());
        for (name, value) in &self.attributes {
            match value.read(name) {
                Some(value) if url::is_url(name) && url::runs_script(&value) => {}
                Some(value) => attributes.push((*name, value)),
                None if is_root(self.tag) || matches!(*name, "content" | "href") => return None,
                None => {}
            }
        }
        let text = match &self.text {
            Some(text) => text.read("")?,
            None => Cow::Borrowed(""),
        };
        let identifying = match self.tag {
            "link" | "style" => attributes.len(),
            _ => self.identifying,
        };
        Some(Values {
            tag: self.tag,
            attributes,
            identifying,
            text: if self.tag == "style" {
                unclosed(&text)
            } else {
                text
            },
        })
    }
}

/// Whether the element is always there and only lends its attributes.
pub(crate) fn is_root(tag: &str) -> bool {
    matches!(tag, "html" | "body")
}

/// What counts of all that is said under one identity.
pub(crate) fn effective<'v>(said: impl DoubleEndedIterator<Item = &'v Values>) -> Option<Values> {
    let mut said = said.rev();
    let mut last = said.next()?.clone();
    if let [("class", classes)] = last.attributes.as_mut_slice()
        && is_root(last.tag)
    {
        for (_, more) in said.flat_map(|values| &values.attributes) {
            *classes = Cow::Owned([more, " ", classes].concat());
        }
    }
    Some(last)
}

/// Appends a field behind a NUL, which none contains: an HTML parser would replace it too.
pub(crate) fn push_field(into: &mut String, field: &str) {
    into.push('\0');
    into.extend(field.chars().map(|character| match character {
        '\0' => char::REPLACEMENT_CHARACTER,
        other => other,
    }));
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
