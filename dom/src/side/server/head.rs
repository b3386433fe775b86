//! What components say about the head of the page: in the shell, or with the late content it came with.

use std::rc::Rc;

use super::builder::{Builder, write_or_hold};
use super::escape;
use super::instance::push_pair;
use super::late::nonce_attribute;
use super::output::Session;
use super::render::Shell;
use crate::head::{HeadElement, Values, effective};

/// An element with its identity, if it has one.
pub(crate) struct Said {
    identity: Option<String>,
    values: Values,
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
