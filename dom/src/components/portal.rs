//! `<Portal>`: children that stand elsewhere in the document.

use crate::__private::required;
use crate::children::Children;
use crate::component::{Given, Missing, Props};
use crate::side;
use crate::view::View;

/// Where a portal leads; called in the browser only.
pub(crate) type Target = Box<dyn FnOnce() -> Option<web_sys::Element>>;

/// Shows its children at the end of another element, in a `<div>` of their own: of the one that `to` gives, else of `<body>`.
///
/// They see the contexts of where the portal stands, go with it, and their events go on to the elements around it. In the browser
/// only: the server writes nothing of them, so what has to be read without script does not belong here.
///
/// ```
/// use limosa::prelude::*;
/// let is_open = RwSignal::new(false);
/// let view = view! {
///     <Show when=move || is_open.get()>
///         <Portal><dialog open>"Are you sure?"</dialog></Portal>
///     </Show>
/// };
/// # drop(view);
/// ```
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Portal(props: PortalProps) -> View {
    let PortalProps { to, children } = props;
    View::build_with(move |builder| side::portal(builder, to, children))
}

/// The props of [`Portal`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct PortalProps {
    to: Option<Target>,
    children: Children,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct PortalBuilder<Inner> {
    to: Option<Target>,
    children: Inner,
}

impl Props for PortalProps {
    type Builder = PortalBuilder<Missing>;

    fn builder() -> Self::Builder {
        PortalBuilder {
            to: None,
            children: Missing,
        }
    }
}

impl<Inner> PortalBuilder<Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn to(self, to: impl FnOnce() -> Option<web_sys::Element> + 'static) -> Self {
        Self {
            to: Some(Box::new(to)),
            ..self
        }
    }
}

impl PortalBuilder<Missing> {
    #[doc(hidden)]
    pub fn children(self, children: Children) -> PortalBuilder<Given<Children>> {
        PortalBuilder {
            to: self.to,
            children: Given(children),
        }
    }
}

required!(
    NeedsChildren,
    "`<Portal>` needs children",
    "write `<Portal>…</Portal>`"
);

impl<Inner> PortalBuilder<Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> PortalProps
    where
        Inner: NeedsChildren<Children>,
    {
        PortalProps {
            to: self.to,
            children: self.children.take(),
        }
    }
}
