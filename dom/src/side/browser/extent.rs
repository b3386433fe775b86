//! Which nodes a view consists of at its outermost level: needed only where it may be moved or removed.

use std::rc::Rc;

use super::ops::{self, Id};

/// The outermost nodes of a view, in order.
#[derive(Default)]
pub(super) enum Extent {
    #[default]
    Empty,
    Node(Id),
    /// A part that changes by itself.
    Dynamic(Rc<dyn Nodes>),
    Many(Vec<Extent>),
}

/// A part of the page whose nodes change.
pub(super) trait Nodes {
    /// Calls back with every outermost node, in order.
    fn each(&self, call: &mut dyn FnMut(Id));
}

impl Extent {
    pub(super) fn push(&mut self, extent: Self) {
        match self {
            Self::Empty => *self = extent,
            Self::Many(list) => list.push(extent),
            Self::Node(_) | Self::Dynamic(_) => {
                let first = std::mem::take(self);
                *self = Self::Many(vec![first, extent]);
            }
        }
    }

    pub(super) fn each(&self, call: &mut dyn FnMut(Id)) {
        match self {
            Self::Empty => {}
            Self::Node(id) => call(*id),
            Self::Dynamic(nodes) => nodes.each(call),
            Self::Many(list) => list.iter().for_each(|extent| extent.each(call)),
        }
    }

    /// The first node.
    pub(super) fn first(&self) -> Option<Id> {
        match self {
            Self::Empty => None,
            Self::Node(id) => Some(*id),
            Self::Dynamic(_) => {
                let mut first = None;
                self.each(&mut |id| {
                    first.get_or_insert(id);
                });
                first
            }
            Self::Many(list) => list.iter().find_map(Self::first),
        }
    }

    pub(super) fn remove(&self) {
        self.each(&mut ops::remove);
    }

    pub(super) fn insert_before(&self, before: Id) {
        self.each(&mut |id| ops::insert(before, id));
    }
}
