//! `<ErrorBoundary>`: something else while there are errors below.

use std::rc::Rc;

use limosa_reactive::{CaughtError, ErrorId, ReadSignal};

use crate::__private::required;
use crate::children::Children;
use crate::component::{Given, Missing, Props};
use crate::side;
use crate::view::{IntoView, View};

/// The errors below a boundary, oldest first.
pub(crate) type Errors = ReadSignal<Vec<(ErrorId, CaughtError)>>;

/// What a boundary shows for its errors.
pub(crate) type ErrorView = Rc<dyn Fn(Errors) -> View>;

/// Shows `fallback`, a closure that gets the errors, while there are any below; else its children.
///
/// `<ErrorBoundary fallback=|errors| view! { <p>{move || errors.with(Vec::len)}" errors"</p> }>..</ErrorBoundary>`
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn ErrorBoundary(props: ErrorBoundaryProps) -> View {
    let ErrorBoundaryProps { fallback, children } = props;
    View::build_with(move |builder| side::error_boundary(builder, fallback, children))
}

/// The props of [`ErrorBoundary`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ErrorBoundaryProps {
    fallback: ErrorView,
    children: Children,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ErrorBoundaryBuilder<Fallback, Inner> {
    fallback: Fallback,
    children: Inner,
}

impl Props for ErrorBoundaryProps {
    type Builder = ErrorBoundaryBuilder<Missing, Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        ErrorBoundaryBuilder {
            fallback: Missing,
            children: Missing,
        }
    }
}

impl<Inner> ErrorBoundaryBuilder<Missing, Inner> {
    #[doc(hidden)]
    pub fn fallback<V: IntoView>(
        self,
        fallback: impl Fn(Errors) -> V + 'static,
    ) -> ErrorBoundaryBuilder<Given<ErrorView>, Inner> {
        let fallback: ErrorView = Rc::new(move |errors| fallback(errors).into_view());
        ErrorBoundaryBuilder {
            fallback: Given(fallback),
            children: self.children,
        }
    }
}

impl<Fallback> ErrorBoundaryBuilder<Fallback, Missing> {
    #[doc(hidden)]
    pub fn children(self, children: Children) -> ErrorBoundaryBuilder<Fallback, Given<Children>> {
        ErrorBoundaryBuilder {
            fallback: self.fallback,
            children: Given(children),
        }
    }
}

required!(
    NeedsFallback,
    "`<ErrorBoundary>` needs the prop `fallback`",
    "add `fallback=|errors| …` here"
);
required!(
    NeedsChildren,
    "`<ErrorBoundary>` needs children",
    "write `<ErrorBoundary ..>…</ErrorBoundary>`"
);

impl<Fallback, Inner> ErrorBoundaryBuilder<Fallback, Inner> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> ErrorBoundaryProps
    where
        Fallback: NeedsFallback<ErrorView>,
        Inner: NeedsChildren<Children>,
    {
        ErrorBoundaryProps {
            fallback: self.fallback.take(),
            children: self.children.take(),
        }
    }
}
