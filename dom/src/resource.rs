//! Resources in views: `item.map(|value| view)` waits in the nearest `<Suspense>`, errors go to the nearest `<ErrorBoundary>`.

use std::error::Error;
use std::hash::Hash;

use limosa_reactive::keyed::map_keyed;
use limosa_reactive::{Memo, Resource, raise};

use crate::attribute::{IntoAttribute, TextValue};
use crate::view::{IntoView, View};

/// Views of resources.
pub trait ResourceView<T, E> {
    /// What `view` makes of the value. Until there is one the nearest `<Suspense>` waits; an error goes to the nearest
    /// `<ErrorBoundary>`.
    fn map<V, F: Fn(&T) -> V + 'static>(self, view: F) -> Mapped<T, E, F>;

    /// The rows of a list in the value, reconciled by key: a row is a memo, the same one as long as the key is there, and tells
    /// its readers only when its own item has changed. For `<For>`, whose rows then stay in the page while their values change:
    ///
    /// ```
    /// use limosa::prelude::*;
    ///
    /// #[derive(Clone, PartialEq, Serialize, Deserialize)]
    /// pub struct Bird { id: u32, name: String }
    ///
    /// #[query]
    /// pub async fn birds() -> Result<Vec<Bird>, CallError> {
    ///     Ok(vec![Bird { id: 1, name: "Godwit".to_owned() }])
    /// }
    ///
    /// #[component]
    /// fn Birds() -> impl IntoView {
    ///     let rows = resource(birds).rows(Clone::clone, |bird| bird.id);
    ///     view! {
    ///         <ul>
    ///             <For each=rows key=|bird| *bird let:bird>
    ///                 <li>{move || bird.with(|bird| bird.name.clone())}</li>
    ///             </For>
    ///         </ul>
    ///     }
    /// }
    /// ```
    ///
    /// Until there is a value the nearest `<Suspense>` waits; an error goes to the nearest `<ErrorBoundary>`. What it made belongs to
    /// the current owner; a change costs one pass over the keys and one comparison per row.
    fn rows<I, K>(
        self,
        list: impl Fn(&T) -> Vec<I> + 'static,
        key: impl Fn(&I) -> K + 'static,
    ) -> impl Fn() -> Vec<Memo<I>> + Copy + 'static
    where
        I: Clone + PartialEq + 'static,
        K: Hash + Eq + 'static,
        E: Error + Clone;
}

impl<T: 'static, E: 'static> ResourceView<T, E> for Resource<T, E> {
    fn map<V, F: Fn(&T) -> V + 'static>(self, view: F) -> Mapped<T, E, F> {
        Mapped {
            resource: self,
            view,
        }
    }

    fn rows<I, K>(
        self,
        list: impl Fn(&T) -> Vec<I> + 'static,
        key: impl Fn(&I) -> K + 'static,
    ) -> impl Fn() -> Vec<Memo<I>> + Copy + 'static
    where
        I: Clone + PartialEq + 'static,
        K: Hash + Eq + 'static,
        E: Error + Clone,
    {
        let items = move || read(self, &list).unwrap_or_default();
        let rows = map_keyed(items, key, |item, _| item);
        move || {
            // Whoever reads the rows waits for the value, not only the first of them.
            self.shared();
            rows.get()
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

/// What a closure makes of the value; an error goes to the nearest `<ErrorBoundary>`.
fn read<T, E, V>(resource: Resource<T, E>, view: impl Fn(&T) -> V) -> Option<V>
where
    T: 'static,
    E: Error + Clone + 'static,
{
    match &*resource.shared()? {
        Ok(value) => Some(view(value)),
        Err(error) => {
            raise(error.clone());
            None
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
        (move || read(self.resource, &self.view)).into_view()
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
        (move || read(self.resource, &self.view)).into_attribute()
    }
}
