//! Who observes and who owns, saved and restored around foreign code even when it panics.

use super::{Runtime, runtime};
use crate::graph::{Flags, MEMO, NodeId};

/// For whom code runs.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    /// The node that owns what is made; null: nobody.
    pub(super) owner: NodeId,
    pub(super) mode: Mode,
}

impl Scope {
    /// Outside of everything.
    pub(super) const NONE: Self = Self {
        owner: NodeId::NULL,
        mode: Mode(0),
    };
}

/// How the owner runs: one word, as it is saved and put back at every run. Above, the number of the run; below, how many
/// memos compute now, also if what they read is not tracked; and in the lowest bit whether the owner subscribes to what
/// is read: so in its run, until it reads untracked or another owner is set.
#[derive(Clone, Copy)]
pub(super) struct Mode(u64);

/// The first number of a run, and what each adds to the one before.
pub(super) const RUN: u64 = 1 << 32;

const TRACKING: u64 = 1;
/// One memo: the bit is that of the flag of nodes, so that it is added without a question.
const ONE_MEMO: u64 = MEMO as u64;
const MEMOS: u64 = RUN - ONE_MEMO;

impl Mode {
    /// That of runs inside this one, still without a number.
    #[inline(always)]
    pub(super) fn inside(self) -> Self {
        Self(self.0 & MEMOS | TRACKING)
    }

    /// That of one run, of a node with these flags.
    #[inline(always)]
    pub(super) fn run(self, number: u64, flags: Flags) -> Self {
        Self(self.0 + number + u64::from(flags & MEMO))
    }

    #[inline(always)]
    pub(super) fn untracked(self) -> Self {
        Self(self.0 & !TRACKING)
    }

    #[inline(always)]
    pub(super) fn tracks(self) -> bool {
        self.0 & TRACKING != 0
    }

    #[inline(always)]
    pub(super) fn is_in_memo(self) -> bool {
        self.0 & MEMOS != 0
    }

    /// Number of the run.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation, reason = "the upper half is meant")]
    pub(super) fn number(self) -> u32 {
        (self.0 >> 32) as u32
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
        let saved = runtime.scope();
        runtime.stop_tracking();
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
        surroundings.runtime.set_scope(Scope::NONE);
        surroundings
    }
}

impl Drop for Surroundings {
    #[inline]
    fn drop(&mut self) {
        self.runtime.set_scope(self.saved);
    }
}

impl Runtime {
    #[inline(always)]
    pub(super) fn scope(&self) -> Scope {
        let (owner, mode) = (self.owner.get(), self.mode.get());
        Scope { owner, mode }
    }

    #[inline(always)]
    pub(super) fn set_scope(&self, scope: Scope) {
        self.owner.set(scope.owner);
        self.mode.set(scope.mode);
    }

    /// Stops tracking until the scope changes.
    #[inline]
    pub(crate) fn stop_tracking(&self) {
        self.mode.set(self.mode.get().untracked());
    }
}
