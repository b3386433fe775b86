//! Writes: a part is changed, rows are found again, and then readers are told.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::parts::{Part, PartId};
use super::tree::{Change, Tree};
use crate::graph::{Kind, NodeId};
use crate::handle::Refused;
use crate::report;
use crate::runtime::{Batch, runtime};
use crate::trigger::Trigger;
use crate::writing::allow_write;

/// A write that is under way. Its readers are told when it ends, also by a panic.
pub(super) struct Session {
    tree: Rc<Tree>,
    changes: RefCell<Vec<Change>>,
    is_finished: Cell<bool>,
}

impl Session {
    /// Runs a write: effects wait until it has returned.
    #[track_caller]
    pub(super) fn run<R>(tree: Rc<Tree>, write: impl FnOnce(&Self) -> R) -> R {
        allow_write(tree.id());
        tree.settle();
        let batch = Batch::open();
        let session = Self {
            tree,
            changes: RefCell::default(),
            is_finished: Cell::new(false),
        };
        let result = write(&session);
        session.finish();
        batch.close();
        result
    }

    /// Opens a part and passes it on; `None` if it is gone.
    #[track_caller]
    pub(super) fn change<T: 'static, R>(
        &self,
        part: PartId,
        change: impl FnOnce(&mut T) -> R,
    ) -> Option<R> {
        let mut value = match self.tree.value().write() {
            Ok(value) => value,
            Err(Refused::Gone) => return None,
            Err(Refused::Busy) => report::conflict(self.tree.id(), Kind::Store),
        };
        let whole: &mut dyn Any = &mut **value;
        let opened = self.tree.with_parts(|parts| parts.open_mut(part, whole));
        let Some(value) = opened.and_then(|opened| opened.downcast_mut()) else {
            // It is not there: nothing changes.
            self.changes.take();
            return None;
        };
        Some(change(value))
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Remembers whom to tell.
    pub(super) fn note(&self, change: Change) {
        self.changes.borrow_mut().push(change);
    }

    fn finish(self) {
        let changes = self.changes.borrow().clone();
        let found = self.tree.find_rows(&changes);
        self.is_finished.set(true);
        drop(self);
        found.tell();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if !self.is_finished.get() {
            self.tree.is_unsettled.set(true);
        }
        self.tree.tell(&self.changes.borrow());
    }
}

impl Change {
    fn part(&self) -> PartId {
        let (Self::Replaced(id) | Self::Inside(id) | Self::Rearranged(id)) = self;
        *id
    }
}

/// What came of finding rows again.
#[derive(Default)]
struct Found {
    /// The signals of orders that changed.
    orders: Vec<NodeId>,
    /// What belonged to rows whose key is gone.
    gone: Vec<NodeId>,
    /// Keys of before, dropped where the app's code may run.
    keys: Vec<Box<dyn Any>>,
}

impl Found {
    fn tell(self) {
        let batch = Batch::open();
        self.orders.iter().for_each(|id| runtime().changed(*id));
        runtime().dispose_all(self.gone.into_iter());
        drop(self.keys);
        batch.close();
    }
}

/// Says on drop that rows have to be found again.
struct Unsettled<'a>(&'a Tree);

impl Drop for Unsettled<'_> {
    fn drop(&mut self) {
        self.0.is_unsettled.set(true);
    }
}

impl Tree {
    /// Finds all rows again if a panic has cut a write short.
    pub(super) fn settle(&self) {
        if self.is_unsettled.get() {
            let root = self.with_parts(|parts| parts.root());
            self.find_rows(&[Change::Replaced(root)]).tell();
        }
    }

    /// The lists whose rows may be elsewhere after some changes: those that were written, and those above where the key of the row that
    /// leads to the change is another one.
    fn lists_at(&self, changes: &[Change]) -> Vec<PartId> {
        let Ok(whole) = self.value().read(false) else {
            return Vec::new();
        };
        let mut lists = Vec::new();
        let mut above = Vec::new();
        self.with_parts(|parts| {
            for change in changes {
                let mut at = change.part();
                if let Change::Replaced(_) = change {
                    parts.visit(at, Some(&**whole), &mut |id, part| {
                        lists.extend(part.index().map(|_| id));
                    });
                } else {
                    lists.extend(parts.get(at).and_then(Part::index).map(|_| at));
                }
                while let Some(row) = parts.get(at) {
                    let index = parts.get(row.parent).and_then(Part::index);
                    above.extend(index.map(|index| (row.parent, row.index, index)));
                    at = row.parent;
                }
            }
        });
        for (list, row, index) in above {
            let rows = self.with_parts(|parts| parts.open(list, &**whole));
            lists.extend(rows.filter(|rows| !index.has(*rows, row)).map(|_| list));
        }
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// Compares the keys of lists with those of before: rows follow theirs, and those whose key is gone are taken out.
    fn find_rows(&self, changes: &[Change]) -> Found {
        let mut found = Found::default();
        let unsettled = Unsettled(self);
        self.is_unsettled.set(false);
        for list in self.lists_at(changes) {
            self.find_rows_of(list, &mut found);
        }
        std::mem::forget(unsettled);
        found
    }

    fn find_rows_of(&self, list: PartId, found: &mut Found) -> Option<()> {
        let index = self.with_parts(|parts| parts.get(list)?.index())?;
        let whole = self.value().read(false).ok()?;
        let rows = self.with_parts(|parts| parts.open(list, &**whole))?;
        let compared = index.compare(rows)?;
        self.with_parts(|parts| {
            let gone = parts.rearrange(list, compared.length, &compared.plan);
            found.gone.extend(parts.remove(gone));
            let order = parts.get(list)?.more.as_ref()?.order;
            found.orders.extend(order.map(Trigger::id));
            Some(())
        });
        found.keys.push(compared.keys);
        Some(())
    }
}
