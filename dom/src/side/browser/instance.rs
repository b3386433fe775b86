//! The holes of one root element in the browser: its nodes have the numbers from `first` on.

use std::borrow::Cow;
use std::marker::PhantomData;

use limosa_reactive::RenderEffect;
use wasm_bindgen::JsCast;

use super::builder::{Builder, Place};
use super::events::Handler;
use super::ops::{self, Id};
use super::{bind as controls, glue, hydration, region};
use crate::attribute::{Attributes, Spread, TextValue, Toggle};
use crate::bind::{self, Binding, Selection};
use crate::form::{FieldAttributes, FormAction, FormScope};
use crate::template::Name;
use crate::url;
use crate::view::View;

/// A root element that is being built.
pub struct Instance<'a> {
    first: Id,
    hydration: Option<Step>,
    lifetime: PhantomData<&'a ()>,
}

/// How far the walk over the server's nodes has come.
#[derive(Clone, Copy)]
struct Step(u32);

impl Step {
    /// It stands at a child hole whose content the server wrote.
    fn is_at_content(self) -> bool {
        self.0 & 1 != 0
    }

    /// It stands at a child hole of a part that had to be built anew.
    fn is_at_hole(self) -> bool {
        self.0 & 2 != 0
    }

    /// Something had to be built anew, so attributes have to be written.
    fn has_repaired(self) -> bool {
        self.0 & 4 != 0
    }
}

impl std::fmt::Debug for Instance<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Instance")
    }
}

impl Instance<'_> {
    pub(super) fn new(first: Id) -> Self {
        Self {
            first,
            hydration: None,
            lifetime: PhantomData,
        }
    }

    pub(super) fn hydrating(first: Id, step: u32) -> Self {
        Self {
            hydration: Some(Step(step)),
            ..Self::new(first)
        }
    }

    /// Whether the element has its attributes already.
    fn is_written(&self) -> bool {
        self.hydration.is_some_and(|step| !step.has_repaired())
    }

    /// Builds a view as a child.
    pub fn child(&mut self, index: u32, view: View) {
        let id = self.first + index;
        let Some(step) = self.hydration else {
            return view.build(&mut Builder::hole(id));
        };
        if step.is_at_hole() {
            view.build(&mut Builder::hole(id));
            ops::flush();
        } else if step.is_at_content() {
            view.build(&mut Builder::new(Place::Hydrate, None));
        }
        self.hydration = Some(Step(hydration::resume()));
    }

    /// Sets an attribute.
    pub fn attribute(&mut self, index: u32, name: &'static Name, value: TextValue) {
        let id = self.first + index;
        self.write(value, name.text, move |value| {
            ops::set_attribute(id, name, value)
        });
    }

    /// Sets an attribute that holds an address, unless it would run script.
    pub fn url(&mut self, index: u32, name: &'static Name, value: TextValue) {
        let id = self.first + index;
        self.write(value, name.text, move |value| {
            ops::set_attribute(id, name, value.filter(|value| !url::runs_script(value)));
        });
    }

    /// Sets a live property, whose first value is an attribute of the server's.
    pub fn live(&mut self, index: u32, name: &'static Name, value: TextValue) {
        let id = self.first + index;
        if name.text == "value" {
            self.write(value, name.text, move |value| {
                ops::set_property(id, name, value.unwrap_or_default())
            });
        } else {
            self.write(value, name.text, move |value| {
                ops::set_flag(id, name, value.is_some())
            });
        }
    }

    /// Sets a property; the server knows nothing of it.
    pub fn property(&mut self, index: u32, name: &'static Name, value: TextValue) {
        let id = self.first + index;
        if let TextValue::Reactive(value) = value {
            RenderEffect::new(move || set_property(id, name, value()));
        } else {
            set_property(id, name, value);
        }
    }

    /// Writes a value now, unless the server has, and whenever it changes.
    fn write(&self, value: TextValue, name: &'static str, write: impl Fn(Option<&str>) + 'static) {
        write_value(self.is_written(), value, name, Box::new(write));
    }

    /// Adds a handler.
    pub fn event(&mut self, index: u32, name: &'static Name, flags: u32, handler: Handler) {
        let number = region::keep(handler);
        ops::listen(self.first + index, name, number, flags);
    }

    /// Calls back with the real element.
    pub(crate) fn with_element(&mut self, index: u32, call: Box<dyn FnOnce(web_sys::Element)>) {
        ops::flush();
        call(glue::node(self.first + index).unchecked_into());
    }

    /// Switches one class.
    pub fn class(&mut self, index: u32, name: &'static Name, value: Toggle) {
        let id = self.first + index;
        let mut shown = self.is_written();
        match value {
            Toggle::Fixed(true) if !shown => ops::toggle_class(id, name, true),
            Toggle::Fixed(_) => {}
            Toggle::Reactive(value) => {
                let mut before = None;
                RenderEffect::new(move || {
                    let now = value();
                    let unchanged = before == Some(now) || (before.is_none() && (shown || !now));
                    shown = false;
                    before = Some(now);
                    if !unchanged {
                        ops::toggle_class(id, name, now);
                    }
                });
            }
        }
    }

    /// Sets the classes that a value gives, beside those that are switched.
    pub fn class_value(&mut self, index: u32, _name: &'static Name, value: TextValue) {
        let id = self.first + index;
        let written = self.is_written();
        let mut before: Option<Cow<'static, str>> = None;
        let mut set = move |now: Cow<'static, str>| {
            if before.is_some() || !written {
                let old = before.take().unwrap_or_default();
                old.split_ascii_whitespace()
                    .for_each(|class| ops::toggle_named_class(id, class, false));
                now.split_ascii_whitespace()
                    .for_each(|class| ops::toggle_named_class(id, class, true));
            }
            before = Some(now);
        };
        match value {
            TextValue::Reactive(value) => {
                RenderEffect::new(move || set(value().into_text()));
            }
            fixed => set(fixed.into_text()),
        }
    }

    /// Sets one property of the style.
    pub fn style(&mut self, index: u32, name: &'static Name, value: TextValue) {
        let id = self.first + index;
        self.write(value, name.text, move |value| {
            ops::set_style(id, name, value.unwrap_or_default())
        });
    }

    /// Sets the text of an element that holds nothing but text.
    pub fn plain_text(&mut self, index: u32, value: TextValue) {
        static VALUE: Name = Name::new("value");
        static TEXT: Name = Name::new("textContent");
        let id = self.first + index;
        self.write(value, "", move |value| {
            let value = value.unwrap_or_default();
            // A textarea shows its value; a title has none, for which this is a property without meaning.
            ops::set_property(id, &TEXT, value);
            ops::set_property(id, &VALUE, value);
        });
    }

    /// Sets HTML as it is.
    pub fn inner_html(&mut self, index: u32, value: TextValue) {
        let id = self.first + index;
        self.write(value, "", move |html| {
            ops::set_html(id, html.unwrap_or_default())
        });
    }

    /// Sets attributes and handlers put together at run time.
    pub fn spread(&mut self, index: u32, attributes: Attributes) {
        let id = self.first + index;
        for attribute in attributes.list {
            match attribute {
                Spread::Attribute(name, value) if url::is_safe_name(name) => {
                    self.named(id, name, value)
                }
                Spread::Attribute(..) => {}
                Spread::Handler(name, handler) => {
                    let number = region::keep(handler);
                    ops::listen_named(id, name, number);
                }
            }
        }
    }

    fn named(&self, id: Id, name: &'static str, value: TextValue) {
        let refuses = url::is_url(name);
        self.write(value, name, move |value| {
            let value = value.filter(|value| !refuses || !url::runs_script(value));
            ops::set_named_attribute(id, name, value);
        });
    }

    /// Sets the address of a form; what goes inside it comes back.
    pub fn form_action(&mut self, index: u32, action: FormAction) -> FormScope {
        self.named(self.first + index, "action", action.url);
        if let Some(encoding) = action.encoding {
            let encoding = TextValue::Text(encoding.into());
            self.named(self.first + index, "enctype", encoding);
        }
        FormScope {
            prelude: action.prelude,
            scope: action.scope,
        }
    }

    /// Sets what a field's struct says about an input.
    pub fn field(&mut self, index: u32, field: FieldAttributes) {
        static VALUE: Name = Name::new("value");
        self.field_attributes(index, field.attributes);
        if let Some(value) = field.value {
            self.live(index, &VALUE, value);
        }
    }

    fn field_attributes(&mut self, index: u32, attributes: Vec<(&'static str, TextValue)>) {
        for (name, value) in attributes {
            self.named(self.first + index, name, value);
        }
    }

    /// As [`field`](Self::field), for a textarea, whose value is its text.
    pub fn text_field(&mut self, index: u32, field: FieldAttributes) -> TextValue {
        self.field_attributes(index, field.attributes);
        field.value.unwrap_or(TextValue::Absent)
    }

    /// As [`field`](Self::field), for a select, whose value is among its options.
    pub fn select_field(&mut self, index: u32, field: FieldAttributes) -> Selection {
        bind::selection(self.text_field(index, field))
    }

    /// Keeps an input or a textarea and a signal equal.
    pub fn bind_value(&mut self, index: u32, binding: Binding<String>) {
        controls::value(self, self.first + index, binding);
    }

    /// As [`bind_value`](Self::bind_value): only the server writes the text of a textarea elsewhere.
    pub fn bind_text(&mut self, index: u32, binding: Binding<String>) {
        controls::value(self, self.first + index, binding);
    }

    /// Keeps a checkbox or a radio button and a signal equal.
    pub fn bind_flag(&mut self, index: u32, binding: Binding<bool>) {
        controls::flag(self, self.first + index, binding);
    }

    /// The number of a node.
    pub(super) fn id(&self, index: u32) -> Id {
        self.first + index
    }

    /// Whether the element was there before this side came.
    pub(super) fn is_hydrated(&self) -> bool {
        self.is_written()
    }
}

/// Writes a value, or takes it away.
type Write = Box<dyn Fn(Option<&str>)>;

/// The part of `write` that does not depend on what writes.
fn write_value(written: bool, value: TextValue, name: &'static str, write: Write) {
    match value {
        TextValue::Reactive(value) => {
            let mut written = written;
            RenderEffect::new(move || {
                let value = value().resolve(name);
                if !std::mem::take(&mut written) {
                    write(value.as_deref());
                }
            });
        }
        fixed => {
            if let Some(value) = fixed.resolve(name).filter(|_| !written) {
                write(Some(&value));
            }
        }
    }
}

fn set_property(id: Id, name: &'static Name, value: TextValue) {
    match value {
        TextValue::Bool(value) => ops::set_flag(id, name, value),
        other => ops::set_property(id, name, &other.into_text()),
    }
}
