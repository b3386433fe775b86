//! Components as functions: how `view!` finds the props of one and calls it.

use std::any::type_name;
use std::panic::Location;

use crate::side;
use crate::view::{IntoView, View};

/// A function that can be a tag: without arguments, or with one struct of props.
pub trait Component<P> {
    /// Whether what it makes and provides is its own.
    const HAS_OWNER: bool;

    /// Whether it makes nothing when it is called, so that it may be called where the view stands.
    const IS_LAZY: bool;

    /// Calls it.
    fn call(self, props: P) -> View;
}

impl<F, V> Component<NoProps> for F
where
    F: FnOnce() -> V,
    V: IntoView,
{
    const HAS_OWNER: bool = true;
    const IS_LAZY: bool = false;

    fn call(self, _: NoProps) -> View {
        self().into_view()
    }
}

impl<F, P, V> Component<P> for F
where
    F: FnOnce(P) -> V,
    P: Props,
    V: IntoView,
{
    const HAS_OWNER: bool = P::HAS_OWNER;
    const IS_LAZY: bool = P::IS_LAZY;

    fn call(self, props: P) -> View {
        self(props).into_view()
    }
}

/// A struct of props with a builder; `#[component]` writes it.
pub trait Props {
    /// Has one setter per prop, and `build` once all that are required are given.
    type Builder;

    /// Whether the component has an owner of its own. One that provides no context and makes nothing needs none.
    const HAS_OWNER: bool = true;

    /// Whether the component itself makes and reads nothing, only the view it returns does.
    const IS_LAZY: bool = false;

    /// Starts with nothing given.
    fn builder() -> Self::Builder;
}

/// Where the builder of a component's props comes from.
#[doc(hidden)]
pub trait Start {
    type Builder;
    fn start() -> Self::Builder;
}

impl<P: Props> Start for P {
    type Builder = P::Builder;

    fn start() -> P::Builder {
        P::builder()
    }
}

/// The props of a component that has none.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct NoProps;

impl NoProps {
    /// Nothing is missing.
    #[must_use]
    pub fn build(self) -> Self {
        self
    }
}

impl Start for NoProps {
    type Builder = Self;

    fn start() -> Self {
        Self
    }
}

/// Starts the props of a component.
#[doc(hidden)]
#[must_use]
pub fn component_builder<P: Start>(_: &impl Component<P>) -> P::Builder {
    P::start()
}

/// A component as a view: its body runs when the view is built, below an owner of its own.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub fn component<P: 'static, C: Component<P> + 'static>(component: C, props: P) -> View {
    if C::IS_LAZY {
        return component.call(props);
    }
    let call = move || component.call(props);
    let view = if C::HAS_OWNER {
        View::owned(call)
    } else {
        View::lazy(call)
    };
    if !cfg!(debug_assertions) {
        return view;
    }
    let (name, place) = (type_name::<C>(), Location::caller());
    View::build_with(move |builder| side::component(builder, name, place, view))
}

/// A trait that a required prop has once it is given, so that the error about a missing one names it.
#[doc(hidden)]
#[macro_export]
macro_rules! __limosa_required {
    ($name:ident, $message:literal, $label:literal) => {
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = $message, label = $label)]
        pub trait $name<T> {
            fn take(self) -> T;
        }

        impl<T> $name<T> for $crate::__private::Given<T> {
            fn take(self) -> T {
                self.0
            }
        }
    };
}

/// A required prop that has not been given.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Missing;

/// A required prop that has been given.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<T>(pub T);
