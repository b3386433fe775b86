//! Patches: a new value takes the place of an old one, and only what differs is told.

use std::fmt;
use std::marker::PhantomData;

use super::list::Keyed;
use super::parts::{Items, PartId};
use super::tree::Change;
use super::write::Session;
use crate::keyed::plan;

/// A value that can be patched part by part: `#[derive(Store)]` implements it.
pub trait Storable: Sized + 'static {
    /// Takes over what differs in `new`.
    #[doc(hidden)]
    fn patch(&mut self, new: Self, at: Patch<'_>);

    /// Takes over what differs in a list: by position, unless rows have keys.
    #[doc(hidden)]
    fn patch_list(list: &mut Vec<Self>, new: Vec<Self>, at: Patch<'_>) {
        if list.len() != new.len() {
            at.rearranged();
        }
        list.truncate(new.len());
        let length = list.len();
        for (index, new) in new.into_iter().enumerate() {
            if index < length {
                list[index].patch(new, at.item(Items::Positions, index));
            } else {
                list.push(new);
            }
        }
    }
}

/// Where a patch is: the part of the store, or the part that is nearest if nobody has a handle of that one.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Patch<'a> {
    session: &'a Session,
    nearest: PartId,
    is_exact: bool,
}

impl fmt::Debug for Patch<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Patch")
    }
}

impl<'a> Patch<'a> {
    pub(super) fn new(session: &'a Session, part: PartId) -> Self {
        Self {
            session,
            nearest: part,
            is_exact: true,
        }
    }

    /// A field, by its number.
    #[doc(hidden)]
    #[must_use]
    pub fn field(self, field: usize) -> Self {
        let tree = self.session.tree();
        self.below(|| tree.with_parts(|parts| parts.find_field(self.nearest, field)))
    }

    fn item(self, items: Items, index: usize) -> Self {
        let tree = self.session.tree();
        self.below(|| tree.with_parts(|parts| parts.find_item(self.nearest, items, index)))
    }

    fn below(self, find: impl FnOnce() -> Option<PartId>) -> Self {
        match Some(find).filter(|_| self.is_exact).and_then(|find| find()) {
            Some(part) => Self::new(self.session, part),
            None => Self {
                is_exact: false,
                ..self
            },
        }
    }

    /// Notes that the value here is another one.
    #[doc(hidden)]
    pub fn replaced(self) {
        self.session.note(if self.is_exact {
            Change::Replaced(self.nearest)
        } else {
            Change::Inside(self.nearest)
        });
    }

    fn rearranged(self) {
        self.session.note(if self.is_exact {
            Change::Rearranged(self.nearest)
        } else {
            Change::Inside(self.nearest)
        });
    }
}

/// Patches the rows of a list by key: rows keep their identity wherever they are now. What `#[derive(Store)]` calls for a
/// struct with a key.
#[doc(hidden)]
pub fn patch_rows<T: Storable + Keyed>(list: &mut Vec<T>, new: Vec<T>, at: Patch<'_>) {
    let keys = |rows: &[T]| -> Vec<T::Key> { rows.iter().map(|row| row.key().clone()).collect() };
    let plan = plan(&keys(list), &keys(&new));
    if plan.prefix < list.len().max(new.len()) {
        at.rearranged();
    }
    let length = list.len();
    let middle = plan.prefix..plan.prefix + plan.sources.len();
    let source = |index: usize| match index {
        index if index < middle.start => Some(index),
        index if index < middle.end => plan.sources[index - middle.start].map(|at| at as usize),
        index => Some(index + length - middle.end - plan.suffix),
    };
    let mut order: Vec<Row<T>> = Vec::with_capacity(new.len());
    for (index, new) in new.into_iter().enumerate() {
        order.push(match source(index) {
            // Where it is: if a comparison panics the list is still whole.
            Some(source) => {
                list[source].patch(new, at.item(Items::Rows, source));
                Row::Old(source)
            }
            None => Row::New(new),
        });
    }
    let mut old: Vec<Option<T>> = std::mem::take(list).into_iter().map(Some).collect();
    list.extend(order.into_iter().filter_map(|row| match row {
        Row::Old(source) => old[source].take(),
        Row::New(row) => Some(row),
    }));
}

enum Row<T> {
    Old(usize),
    New(T),
}

impl<T: Storable> Storable for Vec<T> {
    fn patch(&mut self, new: Self, at: Patch<'_>) {
        T::patch_list(self, new, at);
    }
}

impl<T: Storable> Storable for Option<T> {
    fn patch(&mut self, new: Self, at: Patch<'_>) {
        match (&mut *self, new) {
            (Some(old), Some(new)) => old.patch(new, at.field(0)),
            (None, None) => {}
            (old, new) => {
                *old = new;
                at.replaced();
            }
        }
    }
}

/// How a field is patched. `#[derive(Store)]` asks by methods that the compiler finds in this order: part by part if its type is
/// [`Storable`], else by comparison, else it counts as changed.
#[doc(hidden)]
pub struct Way<T>(PhantomData<T>);

impl<T> fmt::Debug for Way<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Way")
    }
}

#[doc(hidden)]
#[must_use]
pub fn way_of<T>(_: &T) -> Way<T> {
    Way(PhantomData)
}

#[doc(hidden)]
pub trait PartByPart<T> {
    fn patch_field(&self, old: &mut T, new: T, at: Patch<'_>);
}

impl<T: Storable> PartByPart<T> for &&Way<T> {
    fn patch_field(&self, old: &mut T, new: T, at: Patch<'_>) {
        old.patch(new, at);
    }
}

#[doc(hidden)]
pub trait ByComparison<T> {
    fn patch_field(&self, old: &mut T, new: T, at: Patch<'_>);
}

impl<T: PartialEq> ByComparison<T> for &Way<T> {
    fn patch_field(&self, old: &mut T, new: T, at: Patch<'_>) {
        if *old != new {
            *old = new;
            at.replaced();
        }
    }
}

#[doc(hidden)]
pub trait Always<T> {
    fn patch_field(&self, old: &mut T, new: T, at: Patch<'_>);
}

impl<T> Always<T> for Way<T> {
    fn patch_field(&self, old: &mut T, new: T, at: Patch<'_>) {
        *old = new;
        at.replaced();
    }
}
