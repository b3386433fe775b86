//! What stands between the tags of a component.

use std::rc::Rc;

use crate::view::View;

/// Children that are shown once. Owned; call it to get the view.
pub type Children = Box<dyn FnOnce() -> View>;

/// Children that may be shown any number of times. Cheap to clone.
pub type ChildrenFn = Rc<dyn Fn() -> View>;

/// Children of a component that shows them exactly once: made where the component stands, like those of an element.
#[doc(hidden)]
#[derive(Debug)]
pub struct Content(pub View);

impl<F: FnOnce() -> View> ToChildren<F> for Content {
    fn to_children(children: F) -> Self {
        Self(children())
    }
}

/// A view as a prop, for a fallback for example: made from any closure that gives a view. Cheap to clone.
#[derive(Clone)]
pub struct ViewFn(Rc<dyn Fn() -> View>);

impl ViewFn {
    /// Makes the view anew.
    #[must_use]
    pub fn view(&self) -> View {
        (self.0)()
    }
}

impl std::fmt::Debug for ViewFn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ViewFn")
    }
}

impl Default for ViewFn {
    fn default() -> Self {
        Self(Rc::new(View::empty))
    }
}

impl<F, V> From<F> for ViewFn
where
    F: Fn() -> V + 'static,
    V: crate::IntoView,
{
    fn from(function: F) -> Self {
        Self(Rc::new(move || function().into_view()))
    }
}

/// How `view!` turns what stands between two tags into the type the component asks for.
pub trait ToChildren<F> {
    /// Wraps the closure.
    fn to_children(children: F) -> Self;
}

impl<F: FnOnce() -> View + 'static> ToChildren<F> for Children {
    fn to_children(children: F) -> Self {
        Box::new(children)
    }
}

impl<F: Fn() -> View + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(children: F) -> Self {
        Rc::new(children)
    }
}

impl<F: Fn() -> View + 'static> ToChildren<F> for ViewFn {
    fn to_children(children: F) -> Self {
        Self(Rc::new(children))
    }
}
