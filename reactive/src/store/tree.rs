//! One store: its value, its parts, and who is told of what.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use super::parts::{More, Part, PartId, Parts};
use crate::cell::Reading;
use crate::graph::{Kind, NodeId};
use crate::handle::{Handle, Refused};
use crate::memo::Memo;
use crate::place::Place;
use crate::runtime::{Surroundings, runtime};
use crate::trigger::Trigger;

/// Everything of one store.
pub(super) struct Tree {
    /// The node that owns what belongs to the store.
    owner: Cell<NodeId>,
    value: Handle<Box<dyn Any>>,
    parts: RefCell<Parts>,
    /// Whether a write was cut short by a panic, so that rows may not be where their parts say.
    pub(super) is_unsettled: Cell<bool>,
}

/// What a write did to a part.
#[derive(Clone, Copy)]
pub(super) enum Change {
    /// It has another value: everything below it may have too.
    Replaced(PartId),
    /// Something below it changed that nobody has a handle of.
    Inside(PartId),
    /// Its rows came, went or moved.
    Rearranged(PartId),
}

impl Tree {
    /// Makes the nodes of a store under the current owner.
    pub(super) fn plant(value: Box<dyn Any>, place: Place) -> (Handle<Rc<Self>>, PartId) {
        let value = Handle::new(Kind::Store, 0, value, (), place);
        let tree = Rc::new(Self {
            owner: Cell::default(),
            value,
            parts: RefCell::new(Parts::new()),
            is_unsettled: Cell::new(false),
        });
        let root = tree.parts.borrow().root();
        let handle = Handle::new(Kind::Store, 0, Rc::clone(&tree), (), place);
        tree.owner.set(handle.id());
        (handle, root)
    }

    pub(super) fn id(&self) -> NodeId {
        self.owner.get()
    }

    pub(super) fn value(&self) -> Handle<Box<dyn Any>> {
        self.value
    }

    pub(super) fn with_parts<R>(&self, change: impl FnOnce(&mut Parts) -> R) -> R {
        change(&mut self.parts.borrow_mut())
    }

    /// Opens a part for reading.
    pub(super) fn open<T: 'static>(self: Rc<Self>, part: PartId) -> Result<Opened<T>, Refused> {
        self.settle();
        let reading = self.value.read(false)?;
        let opened: Opened<T> = Opened {
            reading,
            tree: self,
            part,
            class: PhantomData,
        };
        match opened.find() {
            Some(_) => Ok(opened),
            None => Err(Refused::Gone),
        }
    }

    /// Subscribes the observer to a part and all below it.
    pub(super) fn track(&self, part: PartId) {
        self.signal(part, |part| &mut part.value);
    }

    /// Subscribes the observer to the order of a list's keys.
    pub(super) fn track_order(&self, list: PartId) {
        self.signal(list, |part| &mut part.more().order);
    }

    fn track_shape(&self, part: PartId) {
        self.signal(part, |part| &mut part.more().shape);
    }

    /// A signal of a part is made when somebody subscribes to it.
    fn signal(&self, part: PartId, find: fn(&mut Part) -> &mut Option<Trigger>) {
        if !runtime().is_tracking() {
            return;
        }
        let make = || {
            let _owned = Surroundings::owned_by(self.id());
            Trigger::new()
        };
        let signal = self.with_parts(|parts| {
            let part = parts.get_mut(part)?;
            Some(*find(part).get_or_insert_with(make))
        });
        if let Some(signal) = signal {
            signal.track();
        }
    }

    /// A number that says what form a part has, such as a variant or a length; subscribes to that number alone.
    pub(super) fn form<T: 'static>(self: &Rc<Self>, part: PartId, of: fn(&T) -> usize) -> usize {
        let tree = Rc::clone(self);
        let compute = move || {
            tree.track_shape(part);
            Rc::clone(&tree).open(part).map_or(0, |value| of(&value))
        };
        if !runtime().is_tracking() {
            return compute();
        }
        let found = self.with_parts(|parts| Some(parts.get(part)?.more.as_ref()?.form));
        let memo = found.flatten().unwrap_or_else(|| {
            let _owned = Surroundings::owned_by(self.id());
            Memo::new(compute)
        });
        self.with_parts(|parts| {
            if let Some(part) = parts.get_mut(part) {
                part.more().form = Some(memo);
            }
        });
        memo.get()
    }

    /// Tells the readers of what changed. What is not there any more is told nothing: whoever asks for it first asks whether it
    /// is there, and hears of that. After a panic nobody knows what is where, so all are told.
    pub(super) fn tell(&self, changes: &[Change]) {
        let whole = self.value.read(false).ok();
        let known = whole.filter(|_| !self.is_unsettled.get());
        let known: Option<&dyn Any> = known.as_ref().map(|whole| &***whole);
        let mut told = Vec::new();
        self.with_parts(|parts| {
            for change in changes {
                collect(parts, *change, known, &mut told);
            }
        });
        told.into_iter().for_each(|id| runtime().changed(id));
    }
}

/// Finds the signals of a change.
fn collect(parts: &Parts, change: Change, whole: Option<&dyn Any>, told: &mut Vec<NodeId>) {
    let (Change::Replaced(id) | Change::Inside(id) | Change::Rearranged(id)) = change;
    match change {
        Change::Inside(_) => value_of(parts.get(id), told),
        Change::Replaced(_) => parts.visit(id, whole, &mut |_, part| all_of(part, told)),
        Change::Rearranged(_) => {
            if let Some(part) = parts.get(id) {
                all_of(part, told);
            }
            for position in parts.positions(id) {
                parts.visit(*position, whole, &mut |_, part| all_of(part, told));
            }
        }
    }
    let mut above = parts.get(id).and_then(|part| parts.get(part.parent));
    while let Some(part) = above {
        value_of(Some(part), told);
        above = parts.get(part.parent);
    }
}

fn value_of(part: Option<&Part>, told: &mut Vec<NodeId>) {
    told.extend(part.and_then(|part| part.value).map(Trigger::id));
}

fn all_of(part: &Part, told: &mut Vec<NodeId>) {
    value_of(Some(part), told);
    let shape = part.more.as_deref().and_then(|more: &More| more.shape);
    told.extend(shape.map(Trigger::id));
}

/// A part that is open for reading.
pub(crate) struct Opened<T> {
    reading: Reading<Box<dyn Any>>,
    tree: Rc<Tree>,
    part: PartId,
    class: PhantomData<T>,
}

impl<T: 'static> Opened<T> {
    fn find(&self) -> Option<&T> {
        let parts = self.tree.parts.borrow();
        parts.open(self.part, &**self.reading)?.downcast_ref()
    }
}

impl<T: 'static> Deref for Opened<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.find()
            .expect("nothing in a store changes while it is read")
    }
}
