//! Elements without `view!`: made by a function call, under a name that may be known at run time only.

use std::borrow::Cow;

use limosa_reactive::host;

use crate::attribute::{Attributes, IntoAttribute, IntoToggle};
use crate::side;
use crate::view::{IntoView, View};

/// An element that is put together by calls: what `view!` writes, without its checks. Owned; used once.
#[derive(Debug)]
pub struct Element {
    tag: Cow<'static, str>,
    attributes: Attributes,
    children: Vec<View>,
}

/// Starts an HTML element; on both sides. `view!` is faster, as its static parts are cloned in one piece.
///
/// The name may come from data: a name that is none, and one of the elements that hold no ordinary children (`<script>`,
/// `<style>`, `<textarea>` and their like), is left out, with a warning in debug builds, and its children stand in its place.
///
/// ```
/// use limosa_dom::{IntoView, element};
/// use limosa_reactive::signal;
/// let (count, set_count) = signal(0);
/// let view = element("button")
///     .attribute("type", "button")
///     .class("busy", move || count.get() > 3)
///     .on("click", move |_: web_sys::MouseEvent| set_count.update(|count| *count += 1))
///     .child("Clicked ")
///     .child(count)
///     .into_view();
/// # drop(view);
/// ```
#[must_use]
pub fn element(tag: impl Into<Cow<'static, str>>) -> Element {
    Element {
        tag: tag.into(),
        attributes: Attributes::new(),
        children: Vec::new(),
    }
}

impl Element {
    /// Adds an attribute, as [`Attributes::attribute`] does.
    #[must_use]
    pub fn attribute(mut self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.attributes = self.attributes.attribute(name, value);
        self
    }

    /// Adds a class that comes and goes.
    #[must_use]
    pub fn class(mut self, name: &'static str, value: impl IntoToggle) -> Self {
        self.attributes = self.attributes.class(name, value);
        self
    }

    /// Adds a handler of an event of this name.
    #[must_use]
    pub fn on<E: wasm_bindgen::JsCast + 'static>(
        mut self,
        event: &'static str,
        call: impl Fn(E) + 'static,
    ) -> Self {
        self.attributes = self.attributes.on(event, call);
        self
    }

    /// Adds several attributes and handlers.
    #[must_use]
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = self.attributes.and(attributes);
        self
    }

    /// Adds a child behind those that are there.
    #[must_use]
    pub fn child(mut self, child: impl IntoView) -> Self {
        self.children.push(child.into_view());
        self
    }
}

impl IntoView for Element {
    fn into_view(self) -> View {
        let Self {
            tag,
            attributes,
            children,
        } = self;
        View::build_with(move |builder| {
            let children = View::sequence(children);
            if is_ordinary(&tag) {
                side::element(builder, &tag, attributes, children);
            } else {
                warn(&tag);
                children.build(builder);
            }
        })
    }
}

fn warn(tag: &str) {
    if cfg!(debug_assertions) {
        host::warn(
            &[
                "limosa: an element `<",
                tag,
                ">` cannot be made at run time",
            ]
            .concat(),
        );
    }
}

/// Whether this is the name of an element whose children are parsed as those of any other.
fn is_ordinary(tag: &str) -> bool {
    let is_name = tag.starts_with(|first: char| first.is_ascii_lowercase())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    is_name
        && !matches!(
            tag,
            "html"
                | "head"
                | "body"
                | "script"
                | "style"
                | "title"
                | "textarea"
                | "template"
                | "iframe"
                | "noembed"
                | "noframes"
                | "noscript"
                | "plaintext"
                | "xmp"
                | "svg"
                | "math"
                | "frameset"
        )
}

/// Whether elements of this name hold nothing and have no closing tag.
pub(crate) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::is_ordinary;

    #[test]
    fn names_that_would_break_out_are_none() {
        for tag in [
            "", "a b", "a>", "Div", "1a", "a/", "script", "style", "-a", "ä",
        ] {
            assert!(!is_ordinary(tag), "{tag:?}");
        }
        assert!(is_ordinary("h1") && is_ordinary("my-element") && is_ordinary("br"));
    }
}
