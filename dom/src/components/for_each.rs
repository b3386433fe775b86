//! `<For>`: a keyed list.

use std::hash::Hash;

use crate::__private::required;
use crate::component::{Given, Missing, Props};
use crate::side;
use crate::view::{IntoView, View};

/// Shows one row per item. A row belongs to its key: it is built once, moves with its item, and goes with it.
///
/// `<For each=move || todos.get() key=|todo| todo.id let:todo><li>{todo.text}</li></For>`; rows also come from a closure,
/// `children=|todo| view! { .. }`. Rows do not change with their item: what changes in them is a signal.
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn For<T: 'static, K: Hash + Eq + 'static>(props: ForProps<T, K>) -> View {
    let ForProps {
        each,
        key,
        children,
    } = props;
    View::build_with(move |builder| side::keyed(builder, each, key, children))
}

/// The props of [`For`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ForProps<T, K> {
    each: Box<dyn Fn() -> Vec<T>>,
    key: Box<dyn Fn(&T) -> K>,
    children: Box<dyn Fn(T) -> View>,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct ForBuilder<T, K, Each, Key, Rows> {
    each: Each,
    key: Key,
    children: Rows,
    kind: std::marker::PhantomData<fn() -> (T, K)>,
}

type Each<T> = Given<Box<dyn Fn() -> Vec<T>>>;
type Key<T, K> = Given<Box<dyn Fn(&T) -> K>>;
type Rows<T> = Given<Box<dyn Fn(T) -> View>>;

impl<T: 'static, K: 'static> Props for ForProps<T, K> {
    type Builder = ForBuilder<T, K, Missing, Missing, Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        ForBuilder {
            each: Missing,
            key: Missing,
            children: Missing,
            kind: std::marker::PhantomData,
        }
    }
}

impl<T: 'static, K: 'static, Key, Rows> ForBuilder<T, K, Missing, Key, Rows> {
    #[doc(hidden)]
    pub fn each<I>(self, each: impl Fn() -> I + 'static) -> ForBuilder<T, K, Each<T>, Key, Rows>
    where
        I: IntoIterator<Item = T>,
    {
        let each = move || each().into_iter().collect();
        ForBuilder {
            each: Given(Box::new(each)),
            key: self.key,
            children: self.children,
            kind: self.kind,
        }
    }
}

impl<T: 'static, K: 'static, Each, Rows> ForBuilder<T, K, Each, Missing, Rows> {
    #[doc(hidden)]
    pub fn key(self, key: impl Fn(&T) -> K + 'static) -> ForBuilder<T, K, Each, Key<T, K>, Rows> {
        ForBuilder {
            each: self.each,
            key: Given(Box::new(key)),
            children: self.children,
            kind: self.kind,
        }
    }
}

impl<T: 'static, K: 'static, Each, Key> ForBuilder<T, K, Each, Key, Missing> {
    #[doc(hidden)]
    pub fn children<V: IntoView>(
        self,
        children: impl Fn(T) -> V + 'static,
    ) -> ForBuilder<T, K, Each, Key, Rows<T>> {
        let children = move |item| children(item).into_view();
        ForBuilder {
            each: self.each,
            key: self.key,
            children: Given(Box::new(children)),
            kind: self.kind,
        }
    }
}

required!(
    NeedsEach,
    "`<For>` needs the prop `each`",
    "add `each=move || …` here"
);
required!(
    NeedsKey,
    "`<For>` needs the prop `key`",
    "add `key=|item| item.id` here"
);
required!(
    NeedsRows,
    "`<For>` needs rows",
    "write `<For .. let:item>…</For>`"
);

impl<T: 'static, K: 'static, Each, Key, Rows> ForBuilder<T, K, Each, Key, Rows> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> ForProps<T, K>
    where
        Each: NeedsEach<Box<dyn Fn() -> Vec<T>>>,
        Key: NeedsKey<Box<dyn Fn(&T) -> K>>,
        Rows: NeedsRows<Box<dyn Fn(T) -> View>>,
    {
        ForProps {
            each: self.each.take(),
            key: self.key.take(),
            children: self.children.take(),
        }
    }
}
