//! `<Transition>`: content that stays until what replaces it is ready.

use crate::__private::required;
use crate::children::{Children, ViewFn};
use crate::component::{Given, Missing, Props};
use crate::side;
use crate::view::View;

/// Told whenever content begins or ceases to wait behind what is shown.
pub(crate) type Pending = Box<dyn Fn(bool)>;

/// As [`Transition`](crate::Suspense), but what it has once shown stays until what replaces it is ready.
///
/// `fallback` stands for the first content only. When a part inside changes after that and its new content waits for resources,
/// be it a closure, a `<Show>` or the page of an `<Outlet/>`, the old content stays on the page, alive, and `pending` is called
/// with `true`; once nothing waits the new one takes its place. On the server it is a `<Suspense>`.
///
/// ```
/// use limosa::prelude::*;
/// let (id, set_id) = signal(1);
/// let (is_pending, set_pending) = signal(false);
/// let view = view! {
///     <button on:click=move |_| set_id.update(|id| *id += 1) disabled=is_pending>"Next"</button>
///     <Transition fallback=|| "Loading…" pending=move |is_pending| set_pending.set(is_pending)>
///         {move || {
///             let id = id.get();
///             let name = resource(move || async move { Ok::<_, std::fmt::Error>(format!("Bird {id}")) });
///             view! { <p>{name.map(String::clone)}</p> }
///         }}
///     </Transition>
/// };
/// # drop(view);
/// ```
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Transition(props: TransitionProps) -> View {
    let TransitionProps {
        fallback,
        pending,
        children,
    } = props;
    View::build_with(move |builder| side::transition(builder, &fallback, pending, children))
}

/// The props of [`Transition`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct TransitionProps {
    fallback: ViewFn,
    pending: Option<Pending>,
    children: Children,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct TransitionBuilder<Inner> {
    fallback: ViewFn,
    pending: Option<Pending>,
    children: Inner,
}

impl Props for TransitionProps {
    type Builder = TransitionBuilder<Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        TransitionBuilder {
            fallback: ViewFn::default(),
            pending: None,
            children: Missing,
        }
    }
}

impl<Inner> TransitionBuilder<Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn fallback(self, fallback: impl Into<ViewFn>) -> Self {
        Self {
            fallback: fallback.into(),
            ..self
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn pending(self, pending: impl Fn(bool) + 'static) -> Self {
        Self {
            pending: Some(Box::new(pending)),
            ..self
        }
    }
}

impl TransitionBuilder<Missing> {
    #[doc(hidden)]
    pub fn children(self, children: Children) -> TransitionBuilder<Given<Children>> {
        TransitionBuilder {
            fallback: self.fallback,
            pending: self.pending,
            children: Given(children),
        }
    }
}

required!(
    NeedsChildren,
    "`<Transition>` needs children",
    "write `<Transition ..>…</Transition>`"
);

impl<Inner> TransitionBuilder<Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> TransitionProps
    where
        Inner: NeedsChildren<Children>,
    {
        TransitionProps {
            fallback: self.fallback,
            pending: self.pending,
            children: self.children.take(),
        }
    }
}
