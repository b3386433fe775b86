//! `<Show>`: one view or another.

use limosa_reactive::Memo;

use crate::__private::required;
use crate::children::{ChildrenFn, ViewFn};
use crate::component::{Given, Missing, Props};
use crate::view::View;

/// Shows its children while `when` is true, else `fallback`; both are built anew only when that changes.
///
/// `<Show when=move || count.get() > 3 fallback=|| "few">"many"</Show>` (in braces if `when` has a `>` in it).
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Show(props: ShowProps) -> View {
    let ShowProps {
        when,
        fallback,
        children,
    } = props;
    let when = Memo::new(when);
    View::block(move || {
        if when.get() {
            children()
        } else {
            fallback.view()
        }
    })
}

/// The props of [`Show`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ShowProps {
    when: Box<dyn Fn() -> bool>,
    fallback: ViewFn,
    children: ChildrenFn,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ShowBuilder<When, Inner> {
    when: When,
    fallback: ViewFn,
    children: Inner,
}

impl Props for ShowProps {
    type Builder = ShowBuilder<Missing, Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        ShowBuilder {
            when: Missing,
            fallback: ViewFn::default(),
            children: Missing,
        }
    }
}

type When = Given<Box<dyn Fn() -> bool>>;

impl<Inner> ShowBuilder<Missing, Inner> {
    #[doc(hidden)]
    pub fn when(self, when: impl Fn() -> bool + 'static) -> ShowBuilder<When, Inner> {
        ShowBuilder {
            when: Given(Box::new(when)),
            fallback: self.fallback,
            children: self.children,
        }
    }
}

impl<When> ShowBuilder<When, Missing> {
    #[doc(hidden)]
    pub fn children(self, children: ChildrenFn) -> ShowBuilder<When, Given<ChildrenFn>> {
        ShowBuilder {
            when: self.when,
            fallback: self.fallback,
            children: Given(children),
        }
    }
}

impl<When, Inner> ShowBuilder<When, Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn fallback(self, fallback: impl Into<ViewFn>) -> Self {
        Self {
            fallback: fallback.into(),
            ..self
        }
    }
}

required!(
    NeedsWhen,
    "`<Show>` needs the prop `when`",
    "add `when=…` here"
);
required!(
    NeedsChildren,
    "`<Show>` needs children",
    "write `<Show ..>…</Show>`"
);

impl<When, Inner> ShowBuilder<When, Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> ShowProps
    where
        When: NeedsWhen<Box<dyn Fn() -> bool>>,
        Inner: NeedsChildren<ChildrenFn>,
    {
        ShowProps {
            when: self.when.take(),
            fallback: self.fallback,
            children: self.children.take(),
        }
    }
}
