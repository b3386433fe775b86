//! Stores: nested values of which each part is tracked for itself.

mod access;
mod list;
mod option;
mod parts;
mod patch;
mod tree;
mod write;

pub use access::Field;
pub use list::{Arrangement, Keyed};
pub use patch::{Always, ByComparison, PartByPart, Patch, Storable, Way, patch_rows, way_of};

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::rc::Rc;

use self::access::Access;
use self::parts::{PartId, Parts};
use self::tree::{Change, Opened, Tree};
use self::write::Session;
use crate::graph::{Kind, NodeId};
use crate::handle::{Handle, Readable, Refused, reading_methods};
use crate::place::Place;
use crate::writing::{Writable, lost, writing_methods};

/// A value, or a part of one, of which every part is tracked for itself. `Copy`; the same on both sides.
///
/// `#[derive(Store)]` on a struct gives the handle of its store a method per field, on an enum one per variant and field of a
/// variant. Each gives a `Store` of that part, so that a component can take `Store<Product>` whether that is all there is or a row of a list:
///
/// | of | there is |
/// |---|---|
/// | everything | `get`, `with`, `set`, `update`, `patch` and their twins |
/// | a struct | its fields: `store.name()` |
/// | an enum | `store.is_circle()`, `store.circle_radius()` |
/// | `Option` | [`is_some`](Store::is_some), [`some`](Store::some) |
/// | `Vec` | [`len`](Store::len), [`at`](Store::at); with a key: [`rows`](Store::rows), [`row`](Store::row), [`arrange`](Store::arrange) |
///
/// **Who is told of what.** A read of a part subscribes to that part. A write to a part tells the readers of the part, of everything below it
/// and of everything it belongs to, and no others: a reader of the name does not hear of the stock. [`patch`](Self::patch) tells only those
/// of what differs. Writes flush as those of signals do.
///
/// **What goes.** The row of a key that is gone, the inside of an `Option` that is `None`, the fields of another variant are as if disposed:
/// `get` panics, `try_get` gives `None`, writes do nothing. Their readers are not told, the readers of the order, of `is_some` or of the variant are.
///
/// **Cost.** One value, and two nodes for the store; a node for each part that somebody subscribes to, none for others. A part is found by
/// its way from the whole. The value is one cell: no part can be written while a closure reads another.
///
/// ```
/// use limosa_reactive::{Effect, Store, StoredValue};
/// let list = Store::new(vec![1, 2]);
/// let (first, second) = (list.at(0), list.at(1));
/// let seen = StoredValue::new(vec![]);
/// Effect::new(move || seen.update(|seen| seen.push(first.get())));
/// second.set(7);
/// first.update(|first| *first += 10);
/// assert_eq!(seen.get(), [1, 11]);
/// assert_eq!(list.get(), [11, 7]);
/// ```
pub struct Store<T> {
    tree: Handle<Rc<Tree>>,
    part: PartId,
    class: PhantomData<*mut T>,
}

impl<T: 'static> Store<T> {
    /// Makes a store that belongs to the current owner.
    #[track_caller]
    #[must_use]
    pub fn new(value: T) -> Self {
        let (tree, part) = Tree::plant(Box::new(value), Place::here());
        Self::of(tree, part)
    }

    /// Takes over what differs in a new value, and tells only the readers of that.
    ///
    /// Structs are compared field by field, enums too if the variant is the same, lists of rows with a key by that key, so that rows
    /// keep their handles wherever they are now, other lists by position. What cannot be taken apart is compared, or counts as changed if it cannot be
    /// compared either. Does nothing if it is disposed or gone, and warns in debug builds.
    ///
    /// # Panics
    /// As for [`set`](Self::set).
    #[track_caller]
    pub fn patch(self, new: T)
    where
        T: Storable,
    {
        if self.try_patch(new).is_none() {
            lost(self);
        }
    }

    /// As [`patch`](Self::patch), but `None` if it is disposed or gone.
    ///
    /// # Panics
    /// As for [`set`](Self::set).
    #[track_caller]
    pub fn try_patch(self, new: T) -> Option<()>
    where
        T: Storable,
    {
        Session::run(self.tree()?, |session| {
            let at = Patch::new(session, self.part);
            session.change(self.part, |value: &mut T| value.patch(new, at))
        })
    }

    reading_methods!();
    writing_methods!();

    /// Whether the store is disposed, or this part of it is gone.
    #[must_use]
    pub fn is_disposed(self) -> bool {
        self.try_with_untracked(|_| ()).is_none()
    }

    /// Disposes the store with all its parts before its owner is; does nothing the second time.
    pub fn dispose(self) {
        self.tree.dispose();
    }

    /// A field. What `#[derive(Store)]` calls.
    #[doc(hidden)]
    #[must_use]
    pub fn field<P: 'static>(self, field: usize, access: &'static Field<T, P>) -> Store<P> {
        let access: &'static dyn Access = access;
        self.below(|parts, part| parts.field(part, field, access))
    }

    /// Another part of the same store.
    fn below<P: 'static>(self, find: impl FnOnce(&mut Parts, PartId) -> PartId) -> Store<P> {
        let found = self
            .tree()
            .map(|tree| tree.with_parts(|parts| find(parts, self.part)));
        Store::of(self.tree, found.unwrap_or_default())
    }

    fn of(tree: Handle<Rc<Tree>>, part: PartId) -> Self {
        Self {
            tree,
            part,
            class: PhantomData,
        }
    }

    fn part(self) -> PartId {
        self.part
    }

    /// The store, if it is not disposed.
    fn tree(self) -> Option<Rc<Tree>> {
        let tree = self.tree.read(false).ok()?;
        Some(Rc::clone(&tree))
    }
}

impl<T: 'static> Readable for Store<T> {
    type Value = T;
    type Guard = Opened<T>;
    const KIND: Kind = Kind::Store;

    fn node(self) -> NodeId {
        self.tree.id()
    }

    fn open(self, track: bool) -> Result<Opened<T>, Refused> {
        let tree = self.tree().ok_or(Refused::Gone)?;
        if track {
            tree.track(self.part);
        }
        tree.open(self.part)
    }
}

impl<T: 'static> Writable for Store<T> {
    type Value = T;
    const KIND: Kind = Kind::Store;

    fn node(self) -> NodeId {
        self.tree.id()
    }

    #[track_caller]
    fn replace(self, value: T) -> Option<T> {
        let Some(tree) = self.tree() else {
            return Some(value);
        };
        let mut value = Some(value);
        let old = Session::run(tree, |session| {
            session.note(Change::Replaced(self.part));
            session.change(self.part, |place| {
                let value = value.take()?;
                Some(std::mem::replace(place, value))
            })
        });
        drop(old);
        value
    }

    #[track_caller]
    fn change<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        Session::run(self.tree()?, |session| {
            session.note(Change::Replaced(self.part));
            session.change(self.part, change)
        })
    }

    fn differs(self, value: &T) -> bool
    where
        T: PartialEq,
    {
        self.try_with_untracked(|old| old != value).unwrap_or(true)
    }

    #[track_caller]
    fn tell(self) {
        if let Some(tree) = self.tree() {
            Session::run(tree, |session| session.note(Change::Replaced(self.part)));
        }
    }
}

impl<T> Clone for Store<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Store<T> {}

impl<T: 'static> PartialEq for Store<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.tree.id(), self.part) == (other.tree.id(), other.part)
    }
}

impl<T: 'static> Eq for Store<T> {}

impl<T: 'static> Hash for Store<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tree.id().number().hash(state);
        self.part.hash(state);
    }
}

impl<T> fmt::Debug for Store<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Store")
    }
}
