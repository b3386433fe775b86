//! Who observes and who owns, saved and restored around foreign code even when it panics.

use super::{Runtime, runtime};
use crate::graph::{Flags, Graph, Interrupted, LinkId, MEMO, NodeId};

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

    /// That of a memo inside.
    #[inline(always)]
    pub(super) fn in_memo(self) -> Self {
        self.inside(MEMO)
    }

    /// That outside of a memo.
    #[inline(always)]
    pub(super) fn out_of_memo(self) -> Self {
        Self(self.0 - u32::from(MEMO))
    }

    #[inline(always)]
    pub(super) fn is_in_memo(self) -> bool {
        self.0 != 0
    }
}

/// A run that tracks, and what it was at.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    reader: NodeId,
    run: Interrupted,
    last: LinkId,
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

    /// Has a run that tracks wait for another, which must begin at once.
    #[inline(always)]
    pub(super) fn wait(&self) -> Waiting {
        let Graph { nodes, links, .. } = &mut *self.graph.open();
        let reader = self.owner.get();
        let (run, last) = links.wait(nodes, reader.index());
        Waiting { reader, run, last }
    }

    /// Takes up a run that has waited.
    #[inline(always)]
    pub(super) fn go_on(&self, waiting: Waiting) {
        let Waiting { reader, run, last } = waiting;
        self.owner.set(reader);
        let Graph { nodes, links, .. } = &mut *self.graph.open();
        links.go_on(nodes, run, last, reader);
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
