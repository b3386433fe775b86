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

/// A direct source changed: must run.
pub(crate) const DIRTY: u8 = 1;
/// Something upstream may have changed: must check.
pub(crate) const PENDING: u8 = 1 << 1;
/// A memo without a valid value (new, or its last run panicked); unlike `DIRTY` its readers were not told.
pub(crate) const FAILED: u8 = 1 << 2;
/// Runs now.
pub(crate) const RUNNING: u8 = 1 << 3;
/// Waits in a queue.
pub(crate) const QUEUED: u8 = 1 << 4;
/// Below an inert root: no user effects.
pub(crate) const INERT: u8 = 1 << 5;
/// Provides contexts.
pub(crate) const CONTEXTS: u8 = 1 << 6;

/// One node of the graph and of the owner tree.
pub(crate) struct Node {
    pub(super) generation: u32,
    pub(crate) flags: u8,
    pub(crate) kind: Kind,
    /// Sources, in the order they were read.
    pub(crate) sources: LinkId,
    /// While running: the last source read so far.
    pub(crate) last_source: LinkId,
    /// Subscribers, oldest first.
    pub(crate) subscribers: LinkId,
    pub(crate) last_subscriber: LinkId,
    pub(crate) parent: Index,
    /// Youngest child; children hang together from young to old.
    pub(crate) youngest: Index,
    pub(crate) older: Index,
    pub(crate) younger: Index,
    /// Nothing in a free slot.
    pub(crate) cell: Option<NodeCell>,
}

impl Node {
    /// A node that is in no list yet.
    pub(super) fn new(kind: Kind, flags: u8, generation: u32, cell: Option<NodeCell>) -> Self {
        Self {
            generation,
            flags,
            kind,
            sources: NONE,
            last_source: NONE,
            subscribers: NONE,
            last_subscriber: NONE,
            parent: NOBODY,
            youngest: NOBODY,
            older: NOBODY,
            younger: NOBODY,
            cell,
        }
    }

    /// Whether it is an effect of either class.
    #[inline]
    pub(crate) fn is_effect(&self) -> bool {
        matches!(self.kind, Kind::RenderEffect | Kind::UserEffect)
    }
}
