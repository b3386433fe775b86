//! What components say about the head of the page: in the shell, or with the late content it came with.

use std::borrow::Cow;
use std::rc::Rc;

use super::builder::{Builder, write_or_hold};
use super::escape;
use super::instance::push_pair;
use super::late::nonce_attribute;
use super::output::Session;
use super::render::Shell;
use crate::attribute::TextValue;
use crate::head::{HeadElement, is_root};

/// An element with its values of the moment.
#[derive(Debug, Clone)]
struct Values {
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    text: Cow<'static, str>,
}

/// An element with its identity, if it has one.
pub(crate) struct Said {
    identity: Option<String>,
    values: Values,
}

impl HeadElement {
    /// Its parts with an identity each: attributes of `<html>` and `<body>` stand and fall one by one.
    fn split(self) -> Vec<Self> {
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
    fn identity(&self) -> Option<String> {
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

    /// The values of the moment; `None` while what it is about is absent.
    fn read(&self) -> Option<Values> {
        let mut attributes = Vec::with_capacity(self.attributes.len());
        let text =
            self.read_each(|name, value| attributes.extend(value.map(|value| (name, value))))?;
        let tag = self.tag;
        let is_said = !is_root(tag) || !attributes.is_empty();
        is_said.then_some(Values {
            tag,
            attributes,
            text,
        })
    }
}

/// What counts of all that is said under one identity.
fn effective<'v>(said: impl DoubleEndedIterator<Item = &'v Values>) -> Option<Values> {
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
fn push_field(into: &mut String, field: &str) {
    into.push('\0');
    into.extend(field.chars().map(|character| match character {
        '\0' => char::REPLACEMENT_CHARACTER,
        other => other,
    }));
}

/// Notes what a component says, once its values are there.
pub(crate) fn head(builder: &mut Builder<'_>, element: HeadElement) {
    for part in element.split() {
        let identity = part.identity();
        let read = move || part.read();
        write_or_hold(builder.out, read, move |out, values| {
            if let Some(values) = values {
                out.say(Said { identity, values });
            }
        });
    }
}

/// Writes the head of the shell and the attributes of the elements around it.
pub(crate) fn write_shell(shell: &mut Shell, said: Vec<Said>, nonce: Option<&str>) {
    for values in prevailing(said) {
        match values.tag {
            "html" => push_attributes(&mut shell.html_attributes, &values),
            "body" => push_attributes(&mut shell.body_attributes, &values),
            _ => push_element(&mut shell.head, &values, nonce),
        }
        let is_viewport = |(name, value): &(_, _)| *name == "name" && value == "viewport";
        shell.has_viewport |= values.tag == "meta" && values.attributes.iter().any(is_viewport);
    }
}

/// What is said when the head is out: titles and what the content needs to look right. It is in effect where it stands, and
/// a script takes it to the head; the rest is left to the browser's side.
pub(crate) fn late_head(said: Vec<Said>, session: &Rc<Session>) -> String {
    let nonce = session.options.nonce.as_deref();
    let mut html = String::new();
    for values in prevailing(said) {
        if matches!(values.tag, "title" | "link" | "style") {
            push_element(&mut html, &values, nonce);
        }
    }
    if html.is_empty() {
        return html;
    }
    let (number, nonce) = (session.next_number(), nonce_attribute(nonce));
    let script = include_str!("late_head.js").trim_ascii_end();
    format!("<div id=\"L:{number}\" hidden>{html}</div><script{nonce}>{script}</script>")
}

/// What counts under each identity, where it was said first.
fn prevailing(said: Vec<Said>) -> impl Iterator<Item = Values> {
    let mut groups: Vec<(Option<String>, Vec<Values>)> = Vec::new();
    for Said { identity, values } in said {
        let same = groups
            .iter_mut()
            .find(|(known, _)| known.is_some() && *known == identity);
        match same {
            Some((_, group)) => group.push(values),
            None => groups.push((identity, vec![values])),
        }
    }
    groups
        .into_iter()
        .filter_map(|(_, group)| effective(group.iter()))
}

fn push_element(html: &mut String, values: &Values, nonce: Option<&str>) {
    html.push('<');
    html.push_str(values.tag);
    push_attributes(html, values);
    if values.tag == "style" {
        html.push_str(&nonce_attribute(nonce));
    }
    html.push('>');
    match values.tag {
        "style" => html.push_str(&values.text),
        "title" => escape::push_text(html, &values.text),
        _ => return,
    }
    html.push_str("</");
    html.push_str(values.tag);
    html.push('>');
}

fn push_attributes(html: &mut String, values: &Values) {
    for (name, value) in &values.attributes {
        push_pair(html, name, value);
    }
}
