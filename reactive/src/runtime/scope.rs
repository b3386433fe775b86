//! Who observes and who owns, saved and restored around foreign code even when it panics.

use slotmap::Key;

use super::{Runtime, runtime};
use crate::graph::{DIRTY, FAILED, Graph, Kind, NONE, NodeId, PENDING, RUNNING};
use crate::report;

/// Bytes of stack that nested runs may use: half of the smallest stack Rust gives a thread; in the browser a part of
/// the megabyte that the linker gives a module.
const STACK_LIMIT: usize = if cfg!(target_pointer_width = "32") {
    512 << 10
} else {
    1 << 20
};

/// Nested runs that are allowed whatever the stack says: the engines of the browsers keep a second stack, whose use
/// cannot be seen from inside. A million stays out of the way elsewhere.
const DEPTH_LIMIT: u32 = if cfg!(target_pointer_width = "32") {
    1_000
} else {
    1_000_000
};

/// Observer and owner as they were; put back on drop.
pub(crate) struct Surroundings {
    runtime: &'static Runtime,
    observer: NodeId,
    owner: NodeId,
    run: u32,
    computing: NodeId,
}

impl Surroundings {
    /// Saves them.
    #[inline]
    pub(crate) fn save() -> Self {
        let runtime = runtime();
        Self {
            runtime,
            observer: runtime.observer.get(),
            owner: runtime.owner.get(),
            run: runtime.run.get(),
            computing: runtime.computing.get(),
        }
    }

    /// Stops tracking until drop.
    pub(crate) fn untracked() -> Self {
        let saved = Self::save();
        saved.runtime.observer.set(NodeId::null());
        saved
    }

    /// Makes `owner` current until drop; nothing is tracked.
    pub(crate) fn owned_by(owner: NodeId) -> Self {
        let saved = Self::untracked();
        saved.runtime.owner.set(owner);
        saved
    }

    /// Outside of everything until drop: no observer, no owner, no memo.
    pub(crate) fn none() -> Self {
        let saved = Self::owned_by(NodeId::null());
        saved.runtime.computing.set(NodeId::null());
        saved
    }
}

impl Drop for Surroundings {
    #[inline]
    fn drop(&mut self) {
        self.runtime.observer.set(self.observer);
        self.runtime.owner.set(self.owner);
        self.runtime.run.set(self.run);
        self.runtime.computing.set(self.computing);
    }
}

/// One run of a memo or an effect: while it lasts, the node observes and owns.
pub(crate) struct RunScope {
    surroundings: Surroundings,
    id: NodeId,
    succeeded: bool,
}

impl RunScope {
    /// Begins a run.
    pub(crate) fn begin(id: NodeId) -> Self {
        let surroundings = Surroundings::save();
        let runtime = surroundings.runtime;
        runtime.check_stack(id);
        let mut graph = runtime.graph.borrow_mut();
        let node = &mut graph.nodes[id];
        node.flags = (node.flags & !(DIRTY | PENDING | FAILED)) | RUNNING;
        node.last_source = NONE;
        if node.kind == Kind::Memo {
            runtime.computing.set(id);
        }
        drop(graph);
        runtime.observer.set(id);
        runtime.owner.set(id);
        let run = runtime.runs.get().wrapping_add(1);
        runtime.runs.set(run);
        runtime.run.set(run);
        runtime.depth.set(runtime.depth.get() + 1);
        runtime.batches.set(runtime.batches.get() + 1);
        Self {
            surroundings,
            id,
            succeeded: false,
        }
    }

    /// Ends a run that did not panic.
    pub(crate) fn succeed(mut self) {
        self.succeeded = true;
    }
}

impl Drop for RunScope {
    fn drop(&mut self) {
        let runtime = self.surroundings.runtime;
        runtime.depth.set(runtime.depth.get() - 1);
        runtime.batches.set(runtime.batches.get() - 1);
        let mut graph = runtime.graph.borrow_mut();
        let Graph { nodes, links, .. } = &mut *graph;
        let Some(node) = nodes.get_mut(self.id) else {
            return;
        };
        node.flags &= !RUNNING;
        if !self.succeeded && node.kind == Kind::Memo {
            node.flags |= FAILED;
        }
        links.drop_unread(nodes, self.id);
    }
}

impl Runtime {
    /// Refuses a run that would be nested too deep for the stack.
    #[inline]
    fn check_stack(&self, id: NodeId) {
        let here = 0_u8;
        let address = std::ptr::from_ref(&here).addr();
        let depth = self.depth.get();
        if depth == 0 {
            self.stack_base.set(address);
        } else if depth > DEPTH_LIMIT || self.stack_base.get().abs_diff(address) > STACK_LIMIT {
            report::too_deep(id, depth);
        }
    }
}
