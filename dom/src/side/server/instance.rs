//! The holes of one root element on the server: each value is written after the static piece before it.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::slice;

use wasm_bindgen::JsCast;

use super::builder::{Builder, push_root, write_or_hold};
use super::escape;
use super::output::{End, Output};
use super::select;
use super::written::Written;
use crate::attribute::{Attributes, IntoAttribute, Spread, TextValue, Toggle};
use crate::bind::{self, Binding, Selection};
use crate::form::{FieldAttributes, FormAction, FormScope};
use crate::template::{Name, Template};
use crate::url;
use crate::view::View;

/// A handler of an event, which the server never calls.
#[derive(Debug, Clone)]
pub struct Handler(PhantomData<*mut ()>);

/// `on:`: checked here as well, and dropped.
#[doc(hidden)]
pub fn handler<E: JsCast, F: Fn(E) + 'static>(call: F) -> Handler {
    drop(call);
    Handler(PhantomData)
}

/// A root element that is being written.
pub struct Instance<'a> {
    out: &'a mut Output,
    /// What is static and not yet written.
    pieces: slice::Iter<'static, (&'static str, u32)>,
    /// Whether some of it is.
    is_begun: bool,
    /// Where it stands in the draft, if it does.
    written: Option<&'a mut Written>,
    /// Where the options of a select begin.
    options: End,
}

impl std::fmt::Debug for Instance<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Instance")
    }
}

impl<'a> Instance<'a> {
    pub(crate) fn new(out: &'a mut Output, template: &'static Template) -> Self {
        if template.hides_texts {
            out.texts.lose();
        }
        Self {
            out,
            pieces: template.pieces.iter(),
            is_begun: false,
            written: None,
            options: End::default(),
        }
    }

    /// An element that is written ahead.
    pub(super) fn in_draft(
        out: &'a mut Output,
        written: &'a mut Written,
        template: &'static Template,
    ) -> Self {
        Self {
            written: Some(written),
            ..Self::new(out, template)
        }
    }

    /// Writes the static HTML before a first child around that, if it stands right before this element: nothing is copied.
    #[inline(never)]
    fn go_around(&mut self, view: View) -> Option<View> {
        let Some(written) = self.written.take() else {
            return Some(view);
        };
        let first = match view.into_written() {
            Ok(first) if written.is_behind(&first) => first,
            Ok(first) => return Some(View::of_written(first)),
            Err(view) => return Some(view),
        };
        if let Some((piece, texts)) = self.pieces.next() {
            written.go_around(first, self.out, piece, *texts);
        }
        self.is_begun = true;
        self.out.ends_in_text = false;
        None
    }

    /// Writes the static HTML up to the next hole.
    fn advance(&mut self) {
        let Some((piece, texts)) = self.pieces.next() else {
            return;
        };
        self.out.texts.pass(*texts);
        if self.is_begun || !self.out.marks_roots {
            self.out.html.push_str(piece);
            self.is_begun |= !piece.is_empty();
        } else {
            self.begin_marked(piece);
        }
    }

    /// Writes the first piece of an element that belongs to a fallback.
    #[cold]
    fn begin_marked(&mut self, piece: &str) {
        if !piece.is_empty() {
            push_root(self.out, piece);
            self.out.marks_roots = false;
            self.is_begun = true;
        }
    }

    /// Writes what is left, past holes that nothing goes into.
    pub(crate) fn finish(mut self) {
        while !self.pieces.as_slice().is_empty() {
            self.advance();
        }
    }

    /// Writes a view as a child.
    pub fn child(&mut self, _index: u32, view: View) {
        let is_first = !self.is_begun && self.written.is_some();
        let view = if is_first {
            self.go_around(view)
        } else {
            Some(view)
        };
        let Some(view) = view else { return };
        self.advance();
        self.out.ends_in_text = false;
        view.build(&mut Builder::new(self.out));
    }

    /// Writes an attribute.
    pub fn attribute(&mut self, _index: u32, name: &'static Name, value: TextValue) {
        self.advance();
        write_attribute(self.out, name.text, value);
    }

    /// Writes an attribute that holds an address, unless it would run script.
    pub fn url(&mut self, index: u32, name: &'static Name, value: TextValue) {
        self.attribute(index, name, value);
    }

    /// Writes an attribute that is a live property in the browser.
    pub fn live(&mut self, index: u32, name: &'static Name, value: TextValue) {
        self.attribute(index, name, value);
    }

    /// A property of the browser's: nothing on the server.
    pub fn property(&mut self, _index: u32, _name: &'static Name, _value: TextValue) {}

    /// A handler: nothing on the server.
    pub fn event(&mut self, _index: u32, _name: &'static Name, _flags: u32, _handler: Handler) {}

    /// An element is never there on the server.
    pub(crate) fn with_element(&mut self, _index: u32, _call: Box<dyn FnOnce(web_sys::Element)>) {}

    /// Writes one class of several.
    pub fn class(&mut self, _index: u32, name: &'static Name, value: Toggle) {
        self.advance();
        let run = move || match &value {
            Toggle::Fixed(value) => *value,
            Toggle::Reactive(value) => value(),
        };
        write_or_hold(self.out, run, |out, present| {
            if present {
                out.html.push(' ');
                escape::push_attribute(&mut out.html, name.text);
            }
        });
    }

    /// Writes the classes that a value gives, beside those that are switched.
    pub fn class_value(&mut self, _index: u32, _name: &'static Name, value: TextValue) {
        self.advance();
        write_value(self.out, value, |out, text| {
            out.html.push(' ');
            escape::push_attribute(&mut out.html, text);
        });
    }

    /// Writes one property of the style.
    pub fn style(&mut self, _index: u32, name: &'static Name, value: TextValue) {
        self.advance();
        write_value(self.out, value, move |out, text| {
            // A `;` would end the property and begin another.
            if text.contains(';') || text.is_empty() {
                return;
            }
            escape::push_attribute(&mut out.html, name.text);
            out.html.push(':');
            escape::push_attribute(&mut out.html, text);
            out.html.push(';');
        });
    }

    /// Writes the text of an element that holds nothing but text.
    pub fn plain_text(&mut self, _index: u32, value: TextValue) {
        self.advance();
        write_value(self.out, value, |out, text| out.push_text(text));
    }

    /// Writes HTML as it is.
    pub fn inner_html(&mut self, _index: u32, value: TextValue) {
        self.advance();
        self.out.texts.lose();
        write_value(self.out, value, |out, html| out.html.push_str(html));
    }

    /// Writes attributes put together at run time.
    pub fn spread(&mut self, _index: u32, attributes: Attributes) {
        self.advance();
        write_spread(self.out, attributes);
    }

    /// Writes attributes one by one, in one hole, for a component whose elements are many.
    #[doc(hidden)]
    pub fn attributes(&mut self) -> AttributeWriter<'_> {
        self.advance();
        AttributeWriter(self.out)
    }

    /// Writes the address of a form; what goes inside it comes back.
    pub fn form_action(&mut self, _index: u32, action: FormAction) -> FormScope {
        self.advance();
        write_attribute(self.out, "action", action.url);
        write_attribute(self.out, "enctype", action.encoding.into_attribute());
        FormScope {
            prelude: action.prelude,
            scope: action.scope,
        }
    }

    /// Writes what a field's struct says about an input.
    pub fn field(&mut self, _index: u32, field: FieldAttributes) {
        self.advance();
        for (name, value) in field.attributes {
            write_attribute(self.out, name, value);
        }
        if let Some(value) = field.value {
            write_attribute(self.out, "value", value);
        }
    }

    /// As [`field`](Self::field), for a textarea, whose value is its text.
    pub fn text_field(&mut self, index: u32, field: FieldAttributes) -> TextValue {
        self.field(
            index,
            FieldAttributes {
                attributes: field.attributes,
                value: None,
            },
        );
        field.value.unwrap_or(TextValue::Absent)
    }

    /// As [`field`](Self::field), for a select, whose value is among its options.
    pub fn select_field(&mut self, index: u32, field: FieldAttributes) -> Selection {
        bind::selection(self.text_field(index, field))
    }

    /// Writes the value of a bound input.
    pub fn bind_value(&mut self, index: u32, binding: Binding<String>) {
        let value = move || TextValue::Text(Cow::Owned((binding.get)()));
        static VALUE: Name = Name::new("value");
        self.attribute(index, &VALUE, TextValue::Reactive(Box::new(value)));
    }

    /// Writes the text of a bound textarea.
    pub fn bind_text(&mut self, index: u32, binding: Binding<String>) {
        let value = move || TextValue::Text(Cow::Owned((binding.get)()));
        self.plain_text(index, TextValue::Reactive(Box::new(value)));
    }

    /// Writes the state of a bound checkbox or radio button.
    pub fn bind_flag(&mut self, index: u32, binding: Binding<bool>) {
        let value = move || TextValue::Bool((binding.get)());
        static CHECKED: Name = Name::new("checked");
        self.attribute(index, &CHECKED, TextValue::Reactive(Box::new(value)));
    }

    /// Before the options of a select: what follows is held against what is wanted.
    pub fn select_open(&mut self, _index: u32) {
        self.advance();
        self.options = self.out.end();
    }

    /// Behind the options: marks those that are wanted.
    pub fn select(&mut self, _index: u32, selection: Selection) {
        self.advance();
        let content = self.out.take_since(self.options);
        let wanted = selection.wanted;
        write_or_hold(self.out, wanted, |out, wanted: Option<Vec<String>>| {
            select::write_options(out, content, wanted);
        });
    }
}

/// Writes attributes put together at run time; those with names that would run script are left out.
pub(super) fn write_spread(out: &mut Output, attributes: Attributes) {
    for attribute in attributes.list {
        match attribute {
            Spread::Attribute(name, value) if url::is_safe_name(name) => {
                write_attribute(out, name, value)
            }
            Spread::Attribute(..) | Spread::Handler(..) => {}
        }
    }
}

/// Writes attributes under names that are known to be names of attributes.
#[doc(hidden)]
pub struct AttributeWriter<'a>(&'a mut Output);

impl std::fmt::Debug for AttributeWriter<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AttributeWriter")
    }
}

impl AttributeWriter<'_> {
    /// Writes an attribute that is there without a value.
    pub fn flag(&mut self, name: &'static str) {
        self.0.html.push(' ');
        self.0.html.push_str(name);
    }

    /// Writes a text.
    pub fn text(&mut self, name: &'static str, value: &str) {
        push_pair(&mut self.0.html, name, value);
    }

    /// Writes an address, unless it would run script.
    pub fn url(&mut self, name: &'static str, value: &str) {
        if !url::runs_script(value) {
            self.text(name, value);
        }
    }

    /// Writes what stood after `=`.
    pub fn value(&mut self, name: &'static str, value: TextValue) {
        write_attribute(self.0, name, value);
    }
}

/// Appends an attribute with the blank before it.
pub(crate) fn push_pair(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    if !value.is_empty() {
        html.push_str("=\"");
        escape::push_attribute(html, value);
        html.push('"');
    }
}

fn write_attribute(out: &mut Output, name: &'static str, value: TextValue) {
    let refuses = url::is_url(name);
    let write = move |out: &mut Output, value: Option<Cow<'static, str>>| {
        let Some(value) = value else { return };
        if refuses && url::runs_script(&value) {
            return;
        }
        push_pair(&mut out.html, name, &value);
    };
    match value {
        TextValue::Absent => {}
        TextValue::Reactive(value) => write_or_hold(out, move || value().resolve(name), write),
        fixed => write(out, fixed.resolve(name)),
    }
}

/// Writes a value as text; an absent one is not written.
fn write_value(
    out: &mut Output,
    value: TextValue,
    write: impl FnOnce(&mut Output, &str) + 'static,
) {
    match value {
        TextValue::Absent => {}
        TextValue::Reactive(value) => {
            write_or_hold(
                out,
                move || value().into_text(),
                |out, text| write(out, &text),
            );
        }
        fixed => write(out, &fixed.into_text()),
    }
}
