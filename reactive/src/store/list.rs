//! Lists in stores: rows that follow their key, and items by position.

use std::any::Any;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::hash::Hash;
use std::ops::Deref;
use std::rc::Rc;

use super::Store;
use super::access::Item;
use super::parts::Items;
use super::tree::{Change, Tree};
use super::write::Session;
use crate::hash::{Table, hash};
use crate::keyed::{Plan, number, plan};
use crate::writing::gone;

/// What tells the rows of a list apart, whatever else changes in them.
///
/// `#[derive(Store)]` implements it for a struct with a field marked `#[store(key)]`. Keys should differ; of rows with the same
/// key each is a row of its own, in the order of the list.
pub trait Keyed: 'static {
    /// The type of the key.
    type Key: Clone + Eq + Hash + 'static;

    /// The key of this row.
    fn key(&self) -> &Self::Key;
}

/// The keys of a list, as they were when its rows were last found.
pub(super) trait Index: Any {
    /// Compares them with those of the list now, and takes these over; `None` if they are the same.
    fn compare(&self, list: &dyn Any) -> Option<Compared>;
    /// Whether the row at a position still has the key it had.
    fn has(&self, list: &dyn Any, position: usize) -> bool;
}

pub(super) struct Compared {
    /// How many rows there were.
    pub(super) length: usize,
    pub(super) plan: Plan,
    /// The keys of before, to be dropped where the app's code may run.
    pub(super) keys: Box<dyn Any>,
}

struct KeyIndex<T: Keyed> {
    keys: RefCell<Vec<T::Key>>,
    /// Positions by key; made when somebody looks for a key.
    table: RefCell<Option<Table>>,
}

impl<T: Keyed> Index for KeyIndex<T> {
    fn compare(&self, list: &dyn Any) -> Option<Compared> {
        let rows = list.downcast_ref::<Vec<T>>()?;
        let old = self.keys.borrow();
        let same =
            old.len() == rows.len() && old.iter().zip(rows).all(|(old, row)| old == row.key());
        if same {
            return None;
        }
        let new = keys_of(rows);
        let (length, plan) = (old.len(), plan(&old, &new));
        drop(old);
        let keys = Box::new(self.keys.replace(new));
        self.table.take();
        Some(Compared { length, plan, keys })
    }

    fn has(&self, list: &dyn Any, position: usize) -> bool {
        let row = list
            .downcast_ref::<Vec<T>>()
            .and_then(|rows| rows.get(position));
        row.is_some_and(|row| self.keys.borrow().get(position) == Some(row.key()))
    }
}

impl<T: Keyed> KeyIndex<T> {
    /// The position of the first row with a key.
    fn find(&self, key: &T::Key) -> Option<usize> {
        let keys = self.keys.borrow();
        let mut table = self.table.borrow_mut();
        let table = table.get_or_insert_with(|| {
            let mut table = Table::for_length(keys.len());
            for (position, key) in keys.iter().enumerate() {
                table.add(hash(key), number(position));
            }
            table
        });
        let found = table.find(hash(key), |position| keys[position as usize] == *key);
        found.map(|position| position as usize)
    }
}

fn keys_of<T: Keyed>(rows: &[T]) -> Vec<T::Key> {
    rows.iter().map(|row| row.key().clone()).collect()
}

impl<T: 'static> Store<Vec<T>> {
    /// How many items there are; subscribes to that number alone. None if it is gone.
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn len(self) -> usize {
        self.form(Vec::len)
    }

    /// Whether there are no items; subscribes to their number alone.
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// A handle of the item at a position, whatever item that is; does not subscribe. It is as if disposed while the list is
    /// shorter.
    ///
    /// ```
    /// use limosa_reactive::Store;
    /// let names = Store::new(vec!["ruff", "knot"]);
    /// let second = names.at(1);
    /// names.set(vec!["reeve", "stint", "snipe"]);
    /// assert_eq!(second.get(), "stint");
    /// ```
    #[must_use]
    pub fn at(self, index: usize) -> Store<T> {
        self.item(Items::Positions, index)
    }

    fn item(self, items: Items, index: usize) -> Store<T> {
        let access = const { &Item::<T>::new() };
        self.below(|parts, list| parts.item(list, items, index, access))
    }
}

impl<T: Keyed> Store<Vec<T>> {
    /// A handle of each row, in the order of the list; subscribes to the order of the keys alone.
    ///
    /// A handle follows its row wherever the list moves it, and is as if disposed when its key is gone: its readers are not told
    /// then, those of the order are.
    ///
    /// # Panics
    /// If it is disposed or gone.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn rows(self) -> Vec<Store<T>> {
        let length = self.indexed(|index| index.keys.borrow().len());
        let rows = 0..length;
        rows.map(|index| self.item(Items::Rows, index)).collect()
    }

    /// The keys in their order; subscribes to them alone.
    ///
    /// # Panics
    /// If it is disposed or gone.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn keys(self) -> Vec<T::Key> {
        self.indexed(|index| index.keys.borrow().clone())
    }

    /// A handle of the first row with a key; subscribes to the order of the keys alone.
    ///
    /// # Panics
    /// If it is disposed or gone.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn row(self, key: &T::Key) -> Option<Store<T>> {
        let found = self.indexed(|index| index.find(key));
        found.map(|position| self.item(Items::Rows, position))
    }

    /// Adds, removes and moves rows. Readers of rows that stay are left alone, as rows cannot be changed in it; returns what
    /// the closure returns. One pass over the keys if anybody has asked for rows.
    ///
    /// # Panics
    /// If it is disposed or gone; otherwise as for [`set`](Self::set).
    #[track_caller]
    pub fn arrange<R>(self, arrange: impl FnOnce(&mut Arrangement<'_, T>) -> R) -> R {
        let arranged = self.try_arrange(arrange);
        arranged.unwrap_or_else(|| gone(self))
    }

    /// As [`arrange`](Self::arrange), but `None` if it is disposed or gone.
    ///
    /// # Panics
    /// As for [`set`](Self::set).
    #[track_caller]
    pub fn try_arrange<R>(self, arrange: impl FnOnce(&mut Arrangement<'_, T>) -> R) -> Option<R> {
        Session::run(self.tree()?, |session| {
            session.note(Change::Rearranged(self.part()));
            session.change(self.part(), |rows| arrange(&mut Arrangement(rows)))
        })
    }

    #[track_caller]
    fn indexed<R>(self, read: impl FnOnce(&KeyIndex<T>) -> R) -> R {
        let Some(tree) = self.tree() else { gone(self) };
        tree.settle();
        tree.track_order(self.part());
        let Some(index) = index_of::<T>(&tree, self) else {
            gone(self)
        };
        read(&index)
    }
}

/// The index of a list, made when it is first asked for.
#[track_caller]
fn index_of<T: Keyed>(tree: &Rc<Tree>, list: Store<Vec<T>>) -> Option<Rc<KeyIndex<T>>> {
    let known = tree.with_parts(|parts| parts.get(list.part())?.index());
    let index = match known {
        Some(index) => index,
        None => {
            let keys = list.try_with_untracked(|rows| keys_of(rows))?;
            let index: Rc<dyn Index> = Rc::new(KeyIndex::<T> {
                keys: RefCell::new(keys),
                table: RefCell::default(),
            });
            tree.with_parts(|parts| {
                let part = parts.get_mut(list.part())?;
                part.more().index = Some(Rc::clone(&index));
                Some(index)
            })?
        }
    };
    let index: Rc<dyn Any> = index;
    index.downcast().ok()
}

/// The rows of a list, to be added, removed and moved, and read as a slice, but not changed.
#[derive(Debug)]
pub struct Arrangement<'a, T>(&'a mut Vec<T>);

impl<T> Deref for Arrangement<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0
    }
}

impl<T> Extend<T> for Arrangement<'_, T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, rows: I) {
        self.0.extend(rows);
    }
}

impl<T> Arrangement<'_, T> {
    /// Adds a row at the end.
    pub fn push(&mut self, row: T) {
        self.0.push(row);
    }

    /// Adds a row at a position.
    ///
    /// # Panics
    /// If the list is shorter.
    pub fn insert(&mut self, index: usize, row: T) {
        self.0.insert(index, row);
    }

    /// Takes out the row at a position.
    ///
    /// # Panics
    /// If there is none.
    pub fn remove(&mut self, index: usize) -> T {
        self.0.remove(index)
    }

    /// Keeps the rows that a closure says yes to.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }

    /// Exchanges two rows.
    ///
    /// # Panics
    /// If there is no row at one of the positions.
    pub fn swap(&mut self, first: usize, second: usize) {
        self.0.swap(first, second);
    }

    /// Reverses the order.
    pub fn reverse(&mut self) {
        self.0.reverse();
    }

    /// Sorts the rows; equal ones keep their order.
    pub fn sort_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering) {
        self.0.sort_by(compare);
    }

    /// Keeps the first rows.
    pub fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Takes out all rows.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
