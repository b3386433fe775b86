//! One run of a memo or an effect.

use super::Runtime;
use super::scope::{Depth, Scope};
use crate::cell::NodeCell;
use crate::graph::{DIRTY, FAILED, Flags, Graph, Index, Kind, NodeId, OWNS, PENDING, RUNNING};
use crate::report;

/// Bytes of stack that nested runs may use: half of the smallest stack Rust gives a thread; in the browser half of what
/// `cargo limosa build --release` gives a module, and a quarter of what the linker does.
const STACK_LIMIT: usize = if cfg!(target_pointer_width = "32") {
    256 << 10
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

/// Around runs: the scope as it was and a batch, for as many runs as there are in a row. Put back on drop.
pub(super) struct Runs<'a> {
    pub(super) runtime: &'a Runtime,
    outside: Scope,
}

/// A run that is under way. It has the cell, so that this lives on if the node is disposed, and nobody else runs it.
struct Run<'a> {
    runtime: &'a Runtime,
    id: NodeId,
    cell: Option<NodeCell>,
}

/// Runs nested by reads of what has no value yet or is known to be out of date, the only recursion: others go through a
/// walk.
pub(super) struct Nesting<'a> {
    runtime: &'a Runtime,
    is_outermost: bool,
}

impl Runtime {
    /// Prepares for runs.
    #[inline(always)]
    pub(super) fn runs(&self) -> Runs<'_> {
        self.batches.set(self.batches.get() + 1);
        let outside = self.interrupt();
        Runs {
            runtime: self,
            outside,
        }
    }

    /// Runs an effect for the first time.
    pub(crate) fn start(&self, effect: NodeId) {
        self.runs().run_apart(effect.index());
    }

    /// Refuses a run that would be nested too deep for the stack.
    #[inline]
    pub(super) fn nest(&self, id: NodeId) -> Nesting<'_> {
        let here = 0_u8;
        let address = std::ptr::from_ref(&here).addr();
        let base = self.stack_base.get();
        let is_outermost = base == 0;
        if is_outermost {
            self.stack_base.set(address);
        } else if base.abs_diff(address) > STACK_LIMIT || self.batches.get() > DEPTH_LIMIT {
            self.refuse(id);
        }
        Nesting {
            runtime: self,
            is_outermost,
        }
    }

    #[cold]
    fn refuse(&self, id: NodeId) -> ! {
        self.graph.open().abandon_run(id);
        report::too_deep(id, self.batches.get())
    }
}

impl Drop for Nesting<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.is_outermost {
            self.runtime.stack_base.set(0);
        }
    }
}

impl Runs<'_> {
    /// Runs a memo or an effect that lives, whatever its state, and tells the readers of a memo if its value changed.
    #[inline(always)]
    pub(super) fn run(&self, index: Index) {
        self.runtime.run_inside(self.outside.depth, index);
    }

    /// As [`run`](Self::run), where a call is not too much.
    #[inline(never)]
    pub(super) fn run_apart(&self, index: Index) {
        self.run(index);
    }

    /// Calls a function with the owner of before all runs; nothing is tracked.
    pub(super) fn outside(&self, call: impl FnOnce()) {
        self.runtime.stop_tracking();
        self.runtime.set_owner(self.outside);
        call();
    }
}

impl Drop for Runs<'_> {
    #[inline]
    fn drop(&mut self) {
        let runtime = self.runtime;
        runtime.resume(self.outside);
        runtime.batches.set(runtime.batches.get() - 1);
    }
}

impl Runtime {
    #[inline(always)]
    fn run_inside(&self, outside: Depth, index: Index) {
        let graph = self.graph.open();
        let flags = graph.nodes.at(index).flags;
        let id = graph.nodes.id(index);
        drop(graph);
        if flags & (RUNNING | OWNS | FAILED) == 0 {
            self.run_now(outside, id);
        } else {
            self.run_with_care(outside, id, flags);
        }
    }

    /// A run that is the first, or has to begin with the disposal of what the node made in its last one. An effect that
    /// runs already does not run; a memo then depends on itself.
    #[inline(never)]
    fn run_with_care(&self, outside: Depth, id: NodeId, flags: Flags) {
        let mut graph = self.graph.open();
        let node = graph.nodes.at_mut(id.index());
        let kind = node.kind;
        node.flags |= RUNNING;
        drop(graph);
        if flags & RUNNING != 0 {
            if kind == Kind::Memo {
                report::cycle(id);
            }
            return;
        }
        if flags & OWNS != 0 {
            self.dispose_made(id);
            if !self.graph.open().nodes.contains(id) {
                return;
            }
        }
        let _nesting = (flags & FAILED != 0).then(|| self.nest(id));
        self.run_now(outside, id);
    }

    #[inline(always)]
    fn run_now(&self, outside: Depth, id: NodeId) {
        let mut graph = self.graph.open();
        let Graph { nodes, links, .. } = &mut *graph;
        let node = nodes.at_mut(id.index());
        let flags = node.flags;
        node.flags = (flags & !(DIRTY | PENDING | FAILED)) | RUNNING;
        let Some(cell) = node.cell.take() else {
            return;
        };
        links.begin(id.index(), node.sources);
        drop(graph);
        self.owner.set(id);
        self.depth.set(outside.inside(flags));
        let mut run = Run {
            runtime: self,
            id,
            cell: Some(cell),
        };
        let changed = run.cell.as_mut().is_some_and(NodeCell::run);
        // What follows asks the run for nothing but the cell: it stays where it is.
        let mut graph = self.graph.open();
        let Graph { nodes, links, .. } = &mut *graph;
        if links.end(nodes, id.index()) {
            let node = nodes.at_mut(id.index());
            node.flags &= !RUNNING;
            node.put_back(run.cell.take());
            if changed {
                let readers = node.subscribers;
                graph.mark_changed(readers);
            }
        } else {
            drop(graph);
            run.end_interrupted(changed);
        }
        std::mem::forget(run);
    }
}

impl Run<'_> {
    /// Ends a run that does not track any more, or whose node is gone and leaves the cell to be dropped.
    #[cold]
    #[inline(never)]
    fn end_interrupted(&mut self, changed: bool) {
        let mut graph = self.runtime.graph.open();
        if !graph.end_interrupted(self.id) {
            drop(graph);
            drop(self.cell.take());
            return;
        }
        let node = graph.nodes.at_mut(self.id.index());
        node.put_back(self.cell.take());
        if changed {
            let readers = node.subscribers;
            graph.mark_changed(readers);
        }
    }
}

impl Drop for Run<'_> {
    /// Only reached by a panic.
    fn drop(&mut self) {
        self.runtime.stop_tracking();
        self.end_interrupted(false);
        self.runtime.graph.open().abandon_run(self.id);
    }
}

impl Graph {
    /// Forgets the sources that a run did not read which does not track any more; says whether the node still lives.
    fn end_interrupted(&mut self, id: NodeId) -> bool {
        let Self { nodes, links, .. } = self;
        let lives = nodes.contains(id);
        if lives {
            links.end_interrupted(nodes, id.index());
            nodes.at_mut(id.index()).flags &= !RUNNING;
        }
        lives
    }

    /// A memo without a value computes again when it is read; an effect that panicked has to hear of the next change.
    #[cold]
    pub(super) fn abandon_run(&mut self, id: NodeId) {
        if let Some(node) = self.nodes.get_mut(id) {
            node.flags &= !(RUNNING | DIRTY | PENDING);
            node.flags |= if node.is_effect() { 0 } else { FAILED };
        }
    }
}
