//! Who observes and who owns, saved and restored around foreign code even when it panics.

use super::{Runtime, runtime};
use crate::graph::NodeId;

/// For whom code runs.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope {
    /// The node that owns what is made; null: nobody.
    pub(super) owner: NodeId,
    /// Number of the owner's run.
    pub(super) run: u32,
    /// How many memos compute now, also if what they read is not tracked.
    pub(super) memos: u16,
    /// Whether the owner subscribes to what is read: so in its run, until it reads untracked or another owner is set.
    pub(super) tracking: bool,
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
        let saved = runtime.scope.get();
        runtime.stop_tracking();
        Self { runtime, saved }
    }

    /// Makes `owner` current until drop; nothing is tracked.
    pub(crate) fn owned_by(owner: NodeId) -> Self {
        let surroundings = Self::untracked();
        let scope = &surroundings.runtime.scope;
        scope.set(Scope {
            owner,
            ..scope.get()
        });
        surroundings
    }

    /// Outside of everything until drop: no observer, no owner, no memo.
    pub(crate) fn none() -> Self {
        let surroundings = Self::untracked();
        surroundings.runtime.scope.set(Scope::default());
        surroundings
    }
}

impl Drop for Surroundings {
    #[inline]
    fn drop(&mut self) {
        self.runtime.scope.set(self.saved);
    }
}

impl Runtime {
    /// Stops tracking until the scope changes.
    #[inline]
    pub(crate) fn stop_tracking(&self) {
        self.scope.set(Scope {
            tracking: false,
            ..self.scope.get()
        });
    }
}
