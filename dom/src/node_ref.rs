//! A handle on a real element of the page.

use std::marker::PhantomData;

use limosa_reactive::RwSignal;
use wasm_bindgen::JsCast;

use crate::side;

/// The element that `node_ref=` names. `Copy`; empty on the server and before the element is there.
pub struct NodeRef<E> {
    element: RwSignal<Option<web_sys::Element>>,
    kind: PhantomData<fn() -> E>,
}

impl<E: JsCast> NodeRef<E> {
    /// Refers to nothing yet.
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        Self {
            element: RwSignal::new(None),
            kind: PhantomData,
        }
    }

    /// The element, if it is there; subscribes to its coming and going.
    #[track_caller]
    #[must_use]
    pub fn get(self) -> Option<E> {
        side::flush();
        self.element
            .get()
            .and_then(|element| element.dyn_into().ok())
    }

    /// The element, if it is there.
    #[track_caller]
    #[must_use]
    pub fn get_untracked(self) -> Option<E> {
        side::flush();
        self.element
            .get_untracked()
            .and_then(|element| element.dyn_into().ok())
    }
}

impl<E: JsCast> Default for NodeRef<E> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E> std::fmt::Debug for NodeRef<E> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NodeRef")
    }
}

/// A node reference without its type.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct AnyNodeRef(RwSignal<Option<web_sys::Element>>);

/// `node_ref=`.
#[doc(hidden)]
#[must_use]
pub fn node_ref<E>(reference: NodeRef<E>) -> AnyNodeRef {
    AnyNodeRef(reference.element)
}

impl side::Instance<'_> {
    /// Fills a reference with the element, and empties it when the element goes.
    #[doc(hidden)]
    pub fn node_ref(&mut self, index: u32, reference: AnyNodeRef) {
        let AnyNodeRef(signal) = reference;
        self.with_element(
            index,
            Box::new(move |element| {
                signal.set(Some(element));
                limosa_reactive::on_cleanup(move || {
                    signal.try_set(None);
                });
            }),
        );
    }
}
