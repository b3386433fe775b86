//! One run of a memo or an effect.

use super::Runtime;
use super::scope::Scope;
use crate::cell::Runner;
use crate::graph::{DIRTY, FAILED, Graph, Kind, NOBODY, NONE, NodeId, PENDING, RUNNING};
use crate::report;

/// Bytes of stack that nested runs may use: half of the smallest stack Rust gives a thread; in the browser a part of
/// the megabyte that the linker gives a module.
const STACK_LIMIT: usize = if cfg!(target_pointer_width = "32") {
    512 << 10
} else {
    1 << 20
};

/// Nested runs that are allowed whatever the stack says: the engines of the browsers keep a second stack, whose use
/// cannot be seen from inside. The other limit is reached first elsewhere.
const DEPTH_LIMIT: u32 = if cfg!(target_pointer_width = "32") {
    1_000
} else {
    60_000
};

/// A run that is under way: while it lasts, the node observes and owns.
struct Frame<'a> {
    runtime: &'a Runtime,
    id: NodeId,
    saved: Scope,
    is_outermost: bool,
}

impl Runtime {
    /// Runs a memo or an effect, whatever its state, and tells the readers of a memo if its value changed.
    pub(crate) fn run(&self, id: NodeId) {
        let Some((runner, flags, kind)) = self.start_run(id) else {
            return;
        };
        let frame = self.enter(id, flags, kind);
        let changed = runner.run(id);
        frame.finish(changed);
    }

    /// Disposes what a node made in its last run and marks it as running; nothing if it is gone or, for an effect, runs
    /// already. A memo that runs already depends on itself.
    #[inline(always)]
    fn start_run(&self, id: NodeId) -> Option<(Runner, u8, Kind)> {
        let mut graph = self.graph.open();
        let mut node = graph.nodes.get_mut(id)?;
        if node.flags & RUNNING != 0 || node.youngest != NOBODY {
            let kind = node.kind;
            drop(graph);
            self.prepare(id, kind)?;
            graph = self.graph.open();
            node = graph.nodes.get_mut(id)?;
        }
        let flags = node.flags;
        node.flags = (flags & !(DIRTY | PENDING | FAILED)) | RUNNING;
        node.last_source = NONE;
        let runner = node.cell.as_ref()?.runner()?;
        Some((runner, flags, node.kind))
    }

    #[cold]
    fn prepare(&self, id: NodeId, kind: Kind) -> Option<()> {
        let mut graph = self.graph.open();
        let node = graph.nodes.get_mut(id)?;
        let runs = node.flags & RUNNING != 0;
        node.flags |= RUNNING;
        drop(graph);
        if !runs {
            self.dispose_made(id);
        } else if kind == Kind::Memo {
            report::cycle(id);
        }
        (!runs).then_some(())
    }

    #[inline(always)]
    fn enter(&self, id: NodeId, flags: u8, kind: Kind) -> Frame<'_> {
        // Nested first runs are the only recursion: later ones go through a walk.
        let is_outermost = flags & FAILED != 0 && self.check_stack(id);
        let saved = self.scope.get();
        let run = self.runs.get().wrapping_add(1);
        self.runs.set(run);
        self.batches.set(self.batches.get() + 1);
        self.scope.set(Scope {
            owner: id,
            run,
            memos: saved.memos + u16::from(kind == Kind::Memo),
            tracking: true,
        });
        Frame {
            runtime: self,
            id,
            saved,
            is_outermost,
        }
    }

    /// Refuses a run that would be nested too deep for the stack; says whether it is the outermost of its kind.
    #[inline(never)]
    fn check_stack(&self, id: NodeId) -> bool {
        let here = 0_u8;
        let address = std::ptr::from_ref(&here).addr();
        let base = self.stack_base.get();
        if base == 0 {
            self.stack_base.set(address);
        } else if base.abs_diff(address) > STACK_LIMIT || self.batches.get() > DEPTH_LIMIT {
            self.graph.open().abandon_run(id);
            report::too_deep(id, self.batches.get());
        }
        base == 0
    }
}

impl Frame<'_> {
    /// Ends a run that did not panic.
    #[inline(always)]
    fn finish(self, changed: bool) {
        let runtime = self.runtime;
        let mut graph = runtime.graph.open();
        if graph.end_run(self.id) && changed {
            graph.mark_changed(self.id.index());
        }
        drop(graph);
        self.leave();
        std::mem::forget(self);
    }

    #[inline(always)]
    fn leave(&self) {
        let runtime = self.runtime;
        runtime.scope.set(self.saved);
        if self.is_outermost {
            runtime.stack_base.set(0);
        }
        runtime.batches.set(runtime.batches.get() - 1);
    }
}

impl Drop for Frame<'_> {
    /// Only reached by a panic.
    fn drop(&mut self) {
        self.runtime.graph.open().abandon_run(self.id);
        self.leave();
    }
}

impl Graph {
    /// Forgets the sources that the run did not read; says whether the node still lives.
    #[inline(always)]
    fn end_run(&mut self, id: NodeId) -> bool {
        let Some(node) = self.nodes.get_mut(id) else {
            return false;
        };
        node.flags &= !RUNNING;
        let first_unread = match node.last_source {
            NONE => node.sources,
            last => self.links.at(last).next_source,
        };
        if first_unread != NONE {
            self.links.drop_unread(&mut self.nodes, id.index());
        }
        true
    }

    /// A memo without a value computes again when it is read.
    pub(super) fn abandon_run(&mut self, id: NodeId) {
        self.end_run(id);
        if let Some(node) = self.nodes.get_mut(id)
            && node.kind == Kind::Memo
        {
            node.flags |= FAILED;
        }
    }
}
