//! Attributes that are put together at run time and spread over an element with `{..attributes}`.

use std::borrow::Cow;

use super::{IntoAttribute, IntoToggle, TextValue, Toggle};
use crate::side::{Handler, handler};

/// Attributes and handlers for `{..attributes}`. Owned; used once.
///
/// ```
/// use limosa_dom::Attributes;
/// let attributes = Attributes::new().attribute("title", "Hello").attribute("hidden", true);
/// # drop(attributes);
/// ```
#[derive(Debug, Default)]
pub struct Attributes {
    pub(crate) list: Vec<Spread>,
}

/// One of them.
#[derive(Debug)]
pub(crate) enum Spread {
    Attribute(&'static str, TextValue),
    #[allow(dead_code, reason = "the server drops handlers")]
    Handler(&'static str, Handler),
}

impl Attributes {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute. Names that are no attribute names, and `on…`, are left out when it is built.
    #[must_use]
    pub fn attribute(mut self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.list
            .push(Spread::Attribute(name, value.into_attribute()));
        self
    }

    /// Adds a class that comes and goes, beside others.
    ///
    /// ```
    /// use limosa_dom::Attributes;
    /// let attributes = Attributes::new().attribute("class", "card").class("open", move || true);
    /// # drop(attributes);
    /// ```
    #[must_use]
    pub fn class(mut self, name: &'static str, value: impl IntoToggle) -> Self {
        self.add(Spread::Attribute("class", named(name, value.into_toggle())));
        self
    }

    /// Adds others behind these; classes add up.
    #[must_use]
    pub(crate) fn and(mut self, others: Self) -> Self {
        others.list.into_iter().for_each(|one| self.add(one));
        self
    }

    fn add(&mut self, one: Spread) {
        let is_class = |one: &Spread| matches!(one, Spread::Attribute("class", _));
        let known = self.list.iter_mut().find(|known| is_class(known));
        match (known, one) {
            (Some(Spread::Attribute(_, classes)), Spread::Attribute("class", more)) => {
                *classes = joined(std::mem::take(classes), more);
            }
            (_, one) => self.list.push(one),
        }
    }

    /// Makes the same attributes and handlers again and again.
    pub(crate) fn repeat(self) -> impl Fn() -> Self {
        let again = |one| match one {
            Spread::Attribute(name, value) => {
                let value = value.repeat();
                Box::new(move || Spread::Attribute(name, value())) as Box<dyn Fn() -> Spread>
            }
            Spread::Handler(name, handler) => {
                Box::new(move || Spread::Handler(name, handler.clone()))
            }
        };
        let all: Vec<_> = self.list.into_iter().map(again).collect();
        move || Self {
            list: all.iter().map(|again| again()).collect(),
        }
    }

    /// Adds a handler of an event of this name.
    #[must_use]
    pub fn on<E: wasm_bindgen::JsCast + 'static>(
        mut self,
        event: &'static str,
        call: impl Fn(E) + 'static,
    ) -> Self {
        self.list.push(Spread::Handler(event, handler(call)));
        self
    }
}

/// A class as the value of an attribute.
fn named(name: &'static str, toggle: Toggle) -> TextValue {
    let value = move |is_on: bool| {
        if is_on {
            TextValue::Text(Cow::Borrowed(name))
        } else {
            TextValue::Absent
        }
    };
    match toggle {
        Toggle::Fixed(is_on) => value(is_on),
        Toggle::Reactive(is_on) => TextValue::Reactive(Box::new(move || value(is_on()))),
    }
}

/// Two lists of classes as one.
fn joined(first: TextValue, second: TextValue) -> TextValue {
    TextValue::Reactive(Box::new(move || {
        let first = first.read("class").unwrap_or_default();
        match second.read("class") {
            Some(second) => TextValue::Text(Cow::Owned([&first, " ", &second].concat())),
            None => TextValue::Text(first),
        }
    }))
}
