//! Components that take attributes of elements.

use super::{Attributes, IntoAttribute, IntoToggle};

/// A component that takes attributes of its element beside its props: names with a dash, `attr:`, `class:` and `{..spread}`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a component takes props only; elements take this",
    label = "neither `prefix:`, a dash nor `{{..}}` can stand here",
    note = "a prop has the name of a function's argument; `<Html>`, `<Body>`, `<Meta>`, `<Link>`, `<Style>` and `<Dynamic>` also \
            take `data-…`, `attr:…`, `class:…` and `{{..attributes}}`"
)]
pub trait TakesAttributes: Sized {
    /// Adds attributes to those that are there.
    #[must_use]
    fn with_spread(self, attributes: Attributes) -> Self;

    /// Adds an attribute.
    #[must_use]
    fn with_attribute(self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.with_spread(Attributes::new().attribute(name, value))
    }

    /// Adds a class that comes and goes.
    #[must_use]
    fn with_class(self, name: &'static str, value: impl IntoToggle) -> Self {
        self.with_spread(Attributes::new().class(name, value))
    }
}
