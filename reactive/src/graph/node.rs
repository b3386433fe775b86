//! What the graph keeps of one node.

use super::links::{LinkId, NONE};
use super::nodes::{Index, NOBODY};
use crate::cell::NodeCell;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Holds a value that is written from outside.
    Signal,
    /// Derives a value.
    Memo,
    /// Runs before user effects.
    RenderEffect,
    /// Runs when the render effects are done.
    UserEffect,
    /// Only owns.
    Owner,
    /// Holds a value nobody subscribes to.
    Stored,
    /// Holds a value whose parts are signals below it.
    Store,
    /// Runs once, when it is disposed.
    Cleanup,
}

impl Kind {
    /// What follows from it, where flags are looked at.
    #[inline]
    fn flags(self) -> Flags {
        match self {
            Self::Memo => MEMO,
            Self::RenderEffect => EFFECT,
            Self::UserEffect => EFFECT | USERS,
            _ => 0,
        }
    }

    /// How messages name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::Memo => "memo",
            Self::RenderEffect => "render effect",
            Self::UserEffect => "effect",
            Self::Owner => "owner",
            Self::Stored => "stored value",
            Self::Store => "store",
            Self::Cleanup => "cleanup",
        }
    }
}

/// State of a node: a set of the bits below.
pub(crate) type Flags = u16;

/// A direct source changed: must run.
pub(crate) const DIRTY: Flags = 1;
/// Something upstream may have changed: must check.
pub(crate) const PENDING: Flags = 1 << 1;
/// A memo without a valid value (new, or its last run panicked); unlike `DIRTY` its readers were not told.
pub(crate) const FAILED: Flags = 1 << 2;
/// Runs now.
pub(crate) const RUNNING: Flags = 1 << 3;
/// Not to be read as it is.
pub(crate) const STALE: Flags = RUNNING | DIRTY | PENDING | FAILED;
/// A user effect: its class runs last.
pub(crate) const USERS: Flags = 1 << 4;
/// Below an inert root: no user effects.
pub(crate) const INERT: Flags = 1 << 5;
/// Provides contexts.
pub(crate) const CONTEXTS: Flags = 1 << 6;
/// A memo.
pub(crate) const MEMO: Flags = 1 << 7;
/// An effect of either class.
pub(super) const EFFECT: Flags = 1 << 8;
/// Something was made below it.
pub(crate) const OWNS: Flags = 1 << 9;
/// Below a memo or an effect.
pub(crate) const NESTED: Flags = 1 << 10;
/// A memo that was dirty already when its source was written again: perhaps nobody reads it any more.
pub(crate) const LEFT: Flags = 1 << 11;

/// What propagation needs of one node; half of a cache line.
#[repr(C, align(32))]
pub(crate) struct Node {
    pub(super) generation: u32,
    pub(crate) flags: Flags,
    pub(crate) kind: Kind,
    /// Sources, in the order they were read.
    pub(crate) sources: LinkId,
    /// While its run is interrupted: the last source read so far.
    pub(crate) last_source: LinkId,
    /// Subscribers, oldest first.
    pub(crate) subscribers: LinkId,
    pub(crate) last_subscriber: LinkId,
    /// Nothing in a free slot, in a node without a value and a job, and while its job runs.
    pub(crate) cell: Option<NodeCell>,
}

impl Node {
    /// A node that is in no list yet.
    #[inline]
    pub(super) fn new(kind: Kind, flags: Flags, generation: u32, cell: Option<NodeCell>) -> Self {
        Self {
            generation,
            flags: flags | kind.flags(),
            kind,
            sources: NONE,
            last_source: NONE,
            subscribers: NONE,
            last_subscriber: NONE,
            cell,
        }
    }

    /// Gives the cell back that a run has taken.
    #[inline(always)]
    pub(crate) fn put_back(&mut self, cell: Option<NodeCell>) {
        // Nothing is dropped: a run has left nothing here.
        std::mem::forget(std::mem::replace(&mut self.cell, cell));
    }

    /// Whether it is an effect of either class.
    #[inline]
    pub(crate) fn is_effect(&self) -> bool {
        self.flags & EFFECT != 0
    }
}

/// The place of one node in the owner tree.
#[derive(Clone, Copy)]
pub(crate) struct Kin {
    pub(super) parent: Index,
    /// Youngest child; children hang together from young to old.
    pub(super) youngest: Index,
    pub(super) older: Index,
    pub(super) younger: Index,
}

impl Kin {
    /// Belongs to nobody and owns nothing.
    pub(super) const ALONE: Self = Self {
        parent: NOBODY,
        youngest: NOBODY,
        older: NOBODY,
        younger: NOBODY,
    };
}
