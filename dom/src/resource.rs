//! Resources in views: `item.map(|value| view)` waits in the nearest `<Suspense>`, errors go to the nearest `<ErrorBoundary>`.

use std::error::Error;
use std::rc::Rc;

use limosa_reactive::{Resource, raise};

use crate::attribute::{IntoAttribute, TextValue};
use crate::view::{IntoView, View};

/// Views of resources.
pub trait ResourceView<T, E> {
    /// What `view` makes of the value. Until there is one the nearest `<Suspense>` waits; an error goes to the nearest
    /// `<ErrorBoundary>`.
    fn map<V, F: Fn(&T) -> V + 'static>(self, view: F) -> Mapped<T, E, F>;
}

impl<T: 'static, E: 'static> ResourceView<T, E> for Resource<T, E> {
    fn map<V, F: Fn(&T) -> V + 'static>(self, view: F) -> Mapped<T, E, F> {
        Mapped {
            resource: self,
            view,
        }
    }
}

/// A view of a resource's value; also the value of an attribute, if it is one.
pub struct Mapped<T, E, F> {
    resource: Resource<T, E>,
    view: F,
}

impl<T, E, F> std::fmt::Debug for Mapped<T, E, F> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Mapped")
    }
}

impl<T, E, F> Mapped<T, E, F>
where
    T: 'static,
    E: Error + Clone + 'static,
{
    fn read<V>(&self) -> Option<V>
    where
        F: Fn(&T) -> V,
    {
        match &*self.resource.shared()? {
            Ok(value) => Some((self.view)(value)),
            Err(error) => {
                raise(Rc::new(error.clone()));
                None
            }
        }
    }
}

impl<T, E, F, V> IntoView for Mapped<T, E, F>
where
    T: 'static,
    E: Error + Clone + 'static,
    F: Fn(&T) -> V + 'static,
    V: IntoView + 'static,
{
    fn into_view(self) -> View {
        (move || self.read()).into_view()
    }
}

impl<T, E, F, V> IntoAttribute for Mapped<T, E, F>
where
    T: 'static,
    E: Error + Clone + 'static,
    F: Fn(&T) -> V + 'static,
    V: IntoAttribute + 'static,
{
    fn into_attribute(self) -> TextValue {
        (move || self.read()).into_attribute()
    }
}
