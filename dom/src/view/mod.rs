//! Views: what is to be shown, type-erased, built later and in document order.

mod into;

pub use into::IntoView;

use std::borrow::Cow;
use std::fmt;

use limosa_reactive::Owner;

use crate::side::{self, Builder, Instance, Written};
use crate::template::Template;

/// Something that can be shown. Owned; used once. Nothing exists before it is mounted, hydrated or written.
pub struct View(Repr);

/// A closure that gives the text shown at a place, again and again.
pub(crate) type TextFn = Box<dyn Fn(&mut String)>;

enum Repr {
    Empty,
    Text(Cow<'static, str>),
    ReactiveText(TextFn),
    Template(&'static Template),
    Element(&'static Template, Box<dyn FnOnce(&mut Instance<'_>)>),
    Block(Box<dyn Fn() -> View>),
    Lazy(Box<dyn FnOnce() -> View>),
    Owned(Box<dyn FnOnce() -> View>),
    Build(Box<dyn FnOnce(&mut Builder<'_>)>),
    Written(Written),
    Sequence(Vec<View>),
}

impl View {
    /// Nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self(Repr::Empty)
    }

    /// A text that does not change.
    #[must_use]
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self(Repr::Text(text.into()))
    }

    /// A text that changes with what `write` reads; it appends to the string it is given.
    #[must_use]
    pub fn reactive_text(write: impl Fn(&mut String) + 'static) -> Self {
        Self(Repr::ReactiveText(Box::new(write)))
    }

    /// A part of the page that is built anew whenever what `view` reads has changed.
    #[must_use]
    pub fn block(view: impl Fn() -> Self + 'static) -> Self {
        Self(Repr::Block(Box::new(view)))
    }

    /// A view that is made when its turn comes.
    #[must_use]
    pub fn lazy(view: impl FnOnce() -> Self + 'static) -> Self {
        Self(Repr::Lazy(Box::new(view)))
    }

    /// A view that is made when its turn comes, below an owner of its own: what it provides is seen inside it only.
    #[must_use]
    pub fn owned(view: impl FnOnce() -> Self + 'static) -> Self {
        Self(Repr::Owned(Box::new(view)))
    }

    /// Views one after the other.
    #[must_use]
    pub fn sequence(views: Vec<Self>) -> Self {
        Self(Repr::Sequence(views))
    }

    /// A root element without holes.
    #[doc(hidden)]
    #[must_use]
    pub fn template(template: &'static Template) -> Self {
        Self(Repr::Template(template))
    }

    /// A root element and the closure that fills its holes.
    #[doc(hidden)]
    #[must_use]
    pub fn element(
        template: &'static Template,
        fill: impl FnOnce(&mut Instance<'_>) + 'static,
    ) -> Self {
        Self(Repr::Element(template, Box::new(fill)))
    }

    /// As [`element`](Self::element); written at once, without a box, if all that its closure writes `is_plain`.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub fn element_of(
        template: &'static Template,
        is_plain: bool,
        fill: impl FnOnce(&mut Instance<'_>) + 'static,
    ) -> Self {
        if !(side::WRITES_AT_ONCE && is_plain) {
            return Self::element(template, fill);
        }
        match side::write_at_once(template, fill) {
            Ok(written) => Self(Repr::Written(written)),
            Err(fill) => Self::element(template, fill),
        }
    }

    /// Whether it is there already: it asks nothing and nobody when it is built.
    #[doc(hidden)]
    #[must_use]
    pub fn is_plain(&self) -> bool {
        match &self.0 {
            Repr::Empty | Repr::Text(_) | Repr::Template(_) | Repr::Written(_) => true,
            Repr::Sequence(views) => views.iter().all(Self::is_plain),
            _ => false,
        }
    }

    /// What stands in the draft of the server's, if that is all of it.
    #[allow(dead_code, reason = "nothing is written ahead in the browser")]
    pub(crate) fn into_written(self) -> Result<Written, Self> {
        match self.0 {
            Repr::Written(written) => Ok(written),
            other => Err(Self(other)),
        }
    }

    /// As it was before [`into_written`](Self::into_written).
    #[allow(dead_code, reason = "nothing is written ahead in the browser")]
    pub(crate) fn of_written(written: Written) -> Self {
        Self(Repr::Written(written))
    }

    /// What only the builder can do.
    pub(crate) fn build_with(build: impl FnOnce(&mut Builder<'_>) + 'static) -> Self {
        Self(Repr::Build(Box::new(build)))
    }

    /// Builds it at the builder's place.
    pub(crate) fn build(self, builder: &mut Builder<'_>) {
        match self.0 {
            Repr::Empty => {}
            Repr::Text(text) => builder.text(&text),
            Repr::ReactiveText(write) => builder.reactive_text(write),
            Repr::Template(template) => builder.template(template),
            Repr::Element(template, fill) => builder.element(template, fill),
            Repr::Block(view) => builder.block(view),
            Repr::Lazy(view) => view().build(builder),
            Repr::Owned(view) => Owner::new().with(|| view().build(builder)),
            Repr::Build(build) => build(builder),
            Repr::Written(written) => builder.written(written),
            Repr::Sequence(views) => builder.sequence(views),
        }
    }
}

impl Default for View {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for View {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("View")
    }
}
