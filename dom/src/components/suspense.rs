//! `<Suspense>`: something else while its content waits for resources.

use crate::__private::required;
use crate::children::{Children, ViewFn};
use crate::component::{Given, Missing, Props};
use crate::side;
use crate::view::View;

/// Shows `fallback` while a resource read below has no value yet.
///
/// The content is built once and kept. On the server it goes out late, or the page waits for it, as the mode says.
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Suspense(props: SuspenseProps) -> View {
    let SuspenseProps { fallback, children } = props;
    View::build_with(move |builder| side::suspense(builder, &fallback, children))
}

/// The props of [`Suspense`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct SuspenseProps {
    fallback: ViewFn,
    children: Children,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct SuspenseBuilder<Inner> {
    fallback: ViewFn,
    children: Inner,
}

impl Props for SuspenseProps {
    type Builder = SuspenseBuilder<Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        SuspenseBuilder {
            fallback: ViewFn::default(),
            children: Missing,
        }
    }
}

impl<Inner> SuspenseBuilder<Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn fallback(self, fallback: impl Into<ViewFn>) -> Self {
        Self {
            fallback: fallback.into(),
            ..self
        }
    }
}

impl SuspenseBuilder<Missing> {
    #[doc(hidden)]
    pub fn children(self, children: Children) -> SuspenseBuilder<Given<Children>> {
        SuspenseBuilder {
            fallback: self.fallback,
            children: Given(children),
        }
    }
}

required!(
    NeedsChildren,
    "`<Suspense>` needs children",
    "write `<Suspense ..>…</Suspense>`"
);

impl<Inner> SuspenseBuilder<Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> SuspenseProps
    where
        Inner: NeedsChildren<Children>,
    {
        SuspenseProps {
            fallback: self.fallback,
            children: self.children.take(),
        }
    }
}
