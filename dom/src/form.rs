//! What forms with an action of Rust are made of; the actions crate fills it in.

use std::fmt;

use limosa_reactive::Owner;

use crate::attribute::TextValue;
use crate::view::View;

/// The action of a form: its address, what stands first in it, and what its children find around them.
pub struct FormAction {
    /// The address it posts to.
    pub url: TextValue,
    /// How it is sent, if not as most forms: `multipart/form-data` where files are among its fields.
    pub encoding: Option<&'static str>,
    /// Hidden inputs, the first children of the form.
    pub prelude: View,
    /// Runs inside the owner of the form's children: provides what they read from context.
    pub scope: Box<dyn Fn()>,
}

impl fmt::Debug for FormAction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FormAction")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// What a field of a form struct says about its input.
#[derive(Debug)]
pub struct FieldAttributes {
    /// Name, type, constraints and what tells of errors.
    pub attributes: Vec<(&'static str, TextValue)>,
    /// What it holds at first.
    pub value: Option<TextValue>,
}

/// The inside of a form, between its address and its children.
#[doc(hidden)]
pub struct FormScope {
    pub(crate) prelude: View,
    pub(crate) scope: Box<dyn Fn()>,
}

impl fmt::Debug for FormScope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FormScope")
    }
}

impl FormScope {
    /// The children of the form, below an owner of their own.
    #[must_use]
    pub fn children(self, children: impl FnOnce() -> View + 'static) -> View {
        View::build_with(move |builder| {
            Owner::new().with(|| {
                (self.scope)();
                let children = View::lazy(children);
                View::sequence(vec![self.prelude, children]).build(builder);
            });
        })
    }
}
