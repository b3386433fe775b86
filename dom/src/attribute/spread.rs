//! Attributes that are put together at run time and spread over an element with `{..attributes}`.

use super::{IntoAttribute, TextValue};
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
