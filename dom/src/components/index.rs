//! `<Index>`: a list whose rows belong to their places.

use std::fmt;
use std::ops::Deref;

use limosa_reactive::Memo;

use crate::__private::required;
use crate::attribute::{IntoAttribute, TextValue};
use crate::component::{Given, Missing, Props};
use crate::side;
use crate::view::{IntoView, View};

/// Shows one row per place of a list: the first row stays the first whatever the list brings, and only its item changes.
///
/// For lists without keys, as of numbers and texts, whose rows are edited in place; rows that move with their item are those
/// of [`For`](crate::For). What `let:` names is a [`Place`], which reads as its item. On both sides; a change costs
/// one comparison per item, and nothing is built but rows for places that are new.
///
/// ```
/// use limosa::prelude::*;
/// let names = RwSignal::new(vec!["ruff", "knot"]);
/// let view = view! {
///     <ol>
///         <Index each=move || names.get() let:name>
///             <li on:click=move |_| names.update(|names| { names.remove(name.index()); })>{name}</li>
///         </Index>
///     </ol>
/// };
/// # drop(view);
/// ```
#[allow(non_snake_case, reason = "components are named like types")]
#[must_use]
pub fn Index<T: Clone + PartialEq + 'static>(props: IndexProps<T>) -> View {
    let IndexProps { each, children } = props;
    View::lazy(move || {
        let items = Memo::with_comparison(move |_| each(), |_, _| true);
        let length = Memo::new(move || items.with(Vec::len));
        let row = move |index| children(place(items, index));
        let places = move || (0..length.get()).collect();
        View::build_with(move |builder| {
            side::keyed(
                builder,
                Box::new(places),
                Box::new(|index| *index),
                Box::new(row),
            );
        })
    })
}

fn place<T: Clone + PartialEq + 'static>(items: Memo<Vec<T>>, index: usize) -> Place<T> {
    // A row whose place is gone keeps its last item until it is taken away.
    let item = Memo::with_previous(move |last: Option<&T>| {
        items.with(|items| {
            let item = items.get(index).or(last);
            item.cloned().expect("a row is made while it has an item")
        })
    });
    Place { item, index }
}

/// A place of a list in [`Index`]: a memo of the item that stands there now. `Copy`; goes with its row.
pub struct Place<T> {
    item: Memo<T>,
    index: usize,
}

impl<T> Place<T> {
    /// The number of the place, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }
}

impl<T> Clone for Place<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Place<T> {}

impl<T> Deref for Place<T> {
    type Target = Memo<T>;

    fn deref(&self) -> &Memo<T> {
        &self.item
    }
}

impl<T> fmt::Debug for Place<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Place")
    }
}

impl<T: IntoView + Clone + 'static> IntoView for Place<T> {
    fn into_view(self) -> View {
        self.item.into_view()
    }
}

impl<T: IntoAttribute + Clone + 'static> IntoAttribute for Place<T> {
    fn into_attribute(self) -> TextValue {
        self.item.into_attribute()
    }
}

/// The props of [`Index`].
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct IndexProps<T> {
    each: Box<dyn Fn() -> Vec<T>>,
    children: Box<dyn Fn(Place<T>) -> View>,
}

#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "props hold closures")]
pub struct IndexBuilder<T, Each, Rows> {
    each: Each,
    children: Rows,
    kind: std::marker::PhantomData<fn() -> T>,
}

type Each<T> = Given<Box<dyn Fn() -> Vec<T>>>;
type Rows<T> = Given<Box<dyn Fn(Place<T>) -> View>>;

impl<T: 'static> Props for IndexProps<T> {
    type Builder = IndexBuilder<T, Missing, Missing>;
    const HAS_OWNER: bool = false;

    fn builder() -> Self::Builder {
        IndexBuilder {
            each: Missing,
            children: Missing,
            kind: std::marker::PhantomData,
        }
    }
}

impl<T: 'static, Rows> IndexBuilder<T, Missing, Rows> {
    #[doc(hidden)]
    pub fn each<I>(self, each: impl Fn() -> I + 'static) -> IndexBuilder<T, Each<T>, Rows>
    where
        I: IntoIterator<Item = T>,
    {
        let each = move || each().into_iter().collect();
        IndexBuilder {
            each: Given(Box::new(each)),
            children: self.children,
            kind: self.kind,
        }
    }
}

impl<T: 'static, Each> IndexBuilder<T, Each, Missing> {
    #[doc(hidden)]
    pub fn children<V: IntoView>(
        self,
        children: impl Fn(Place<T>) -> V + 'static,
    ) -> IndexBuilder<T, Each, Rows<T>> {
        let children = move |place| children(place).into_view();
        IndexBuilder {
            each: self.each,
            children: Given(Box::new(children)),
            kind: self.kind,
        }
    }
}

required!(
    NeedsEach,
    "`<Index>` needs the prop `each`",
    "add `each=move || …` here"
);
required!(
    NeedsRows,
    "`<Index>` needs rows",
    "write `<Index .. let:item>…</Index>`"
);

impl<T: 'static, Each, Rows> IndexBuilder<T, Each, Rows> {
    #[doc(hidden)]
    #[must_use]
    pub fn build(self) -> IndexProps<T>
    where
        Each: NeedsEach<Box<dyn Fn() -> Vec<T>>>,
        Rows: NeedsRows<Box<dyn Fn(Place<T>) -> View>>,
    {
        IndexProps {
            each: self.each.take(),
            children: self.children.take(),
        }
    }
}
