//! Who observes and who owns, saved and restored around foreign code even when it panics.

use super::{Runtime, runtime};
use crate::graph::{Flags, Graph, Interrupted, MEMO, NodeId};

/// For whom code runs.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    /// The node that owns what is made; null: nobody.
    pub(super) owner: NodeId,
    pub(super) depth: Depth,
    /// The run of the owner, if what is read is tracked for it.
    pub(super) observer: Interrupted,
}

impl Scope {
    /// Outside of everything.
    pub(super) const NONE: Self = Self {
        owner: NodeId::NULL,
        depth: Depth(0),
        observer: Interrupted::NONE,
    };
}

/// How many memos compute now, also if what they read is not tracked.
#[derive(Clone, Copy)]
pub(super) struct Depth(u32);

impl Depth {
    /// That of a run inside, of a node with these flags. A memo counts as the bit of its flag, so that nothing is asked.
    #[inline(always)]
    pub(super) fn inside(self, flags: Flags) -> Self {
        Self(self.0 + u32::from(flags & MEMO))
    }

    #[inline(always)]
    pub(super) fn is_in_memo(self) -> bool {
        self.0 != 0
    }
}

/// The scope as it was; put back on drop.
pub(crate) struct Surroundings {
    runtime: &'static Runtime,
    saved: Scope,
}

impl Surroundings {
    /// Stops tracking until drop.
    pub(crate) fn untracked() -> Self {
        let runtime = runtime();
        let saved = runtime.interrupt();
        Self { runtime, saved }
    }

    /// Makes `owner` current until drop; nothing is tracked.
    pub(crate) fn owned_by(owner: NodeId) -> Self {
        let surroundings = Self::untracked();
        surroundings.runtime.owner.set(owner);
        surroundings
    }

    /// Outside of everything until drop: no observer, no owner, no memo.
    pub(crate) fn none() -> Self {
        let surroundings = Self::untracked();
        surroundings.runtime.set_owner(Scope::NONE);
        surroundings
    }
}

impl Drop for Surroundings {
    #[inline]
    fn drop(&mut self) {
        self.runtime.resume(self.saved);
    }
}

impl Runtime {
    /// Stops tracking; answers with the scope as it was.
    #[inline]
    pub(super) fn interrupt(&self) -> Scope {
        let Graph { nodes, links, .. } = &mut *self.graph.open();
        Scope {
            owner: self.owner.get(),
            depth: self.depth.get(),
            observer: links.interrupt(nodes),
        }
    }

    /// Puts a scope back.
    #[inline]
    pub(super) fn resume(&self, scope: Scope) {
        self.set_owner(scope);
        let Graph { nodes, links, .. } = &mut *self.graph.open();
        links.resume(nodes, scope.observer, scope.owner);
    }

    /// Puts a scope back but for what it tracks.
    #[inline]
    pub(super) fn set_owner(&self, scope: Scope) {
        self.owner.set(scope.owner);
        self.depth.set(scope.depth);
    }

    /// Stops tracking until the scope changes.
    #[inline]
    pub(crate) fn stop_tracking(&self) {
        let Graph { nodes, links, .. } = &mut *self.graph.open();
        links.interrupt(nodes);
    }
}
