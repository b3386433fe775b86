//! One run of a memo or an effect.

use super::Runtime;
use super::scope::{Depth, Scope, Waiting};
use crate::cell::NodeCell;
use crate::graph::{
    DIRTY, FAILED, Flags, Graph, Index, Kind, LinkId, NONE, Node, NodeId, OWNS, PENDING, RUNNING,
};
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

/// Whether what is done most is inlined wherever it is done; in a browser that would be bytes to load.
pub(super) const INLINES: bool = cfg!(not(target_pointer_width = "32"));

/// Whether the stack tells how deep runs are nested.
const DEPTH_IS_SEEN: bool = cfg!(not(target_pointer_width = "32"));

/// Around runs: the scope as it was and a batch, for as many runs as there are in a row. Put back by `close`, and on drop.
///
/// Runs nest by reads of what has no value yet or is known to be out of date, the only recursion: others go through a walk.
pub(super) struct Runs<'a> {
    pub(super) runtime: &'a Runtime,
    outside: Scope,
    /// Whether these are inside no other.
    is_outermost: bool,
}

/// A run that is under way. It has the cell, so that this lives on if the node is disposed, and nobody else runs it.
struct Run<'a> {
    runtime: &'a Runtime,
    id: NodeId,
    cell: Option<NodeCell>,
}

/// The edges to the readers that a run has to be told to: the first and the last.
pub(super) struct Told {
    pub(super) first: LinkId,
    pub(super) last: LinkId,
}

impl Told {
    const NOBODY: Self = Self {
        first: NONE,
        last: NONE,
    };

    /// The readers of a node, if its value has changed.
    #[inline(always)]
    fn by(node: &Node, changed: bool) -> Self {
        if changed {
            Self {
                first: node.subscribers,
                last: node.last_subscriber,
            }
        } else {
            Self::NOBODY
        }
    }

    /// Whether this is the edge to the only one.
    #[inline(always)]
    pub(super) fn is_only(&self, link: LinkId) -> bool {
        self.first == link && self.last == link
    }
}

impl Runtime {
    /// Prepares for runs.
    #[inline(always)]
    pub(super) fn runs(&self) -> Runs<'_> {
        self.batches.set(self.batches.get() + 1);
        let is_outermost = self.stack_base.get() == 0;
        if is_outermost {
            self.stack_base.set(stack_address());
        }
        let outside = self.interrupt();
        Runs {
            runtime: self,
            outside,
            is_outermost,
        }
    }

    #[inline(always)]
    fn close(&self, outside: Scope, is_outermost: bool) {
        self.resume(outside);
        if is_outermost {
            self.stack_base.set(0);
        }
        self.batches.set(self.batches.get() - 1);
    }

    #[cold]
    #[inline(never)]
    fn close_panicked(&self, outside: Scope, is_outermost: bool) {
        self.close(outside, is_outermost);
    }

    /// Runs an effect for the first time.
    pub(crate) fn start(&self, effect: NodeId) {
        let runs = self.runs();
        runs.run(effect);
        runs.close();
    }

    /// Refuses a run that would be nested too deep for the stack.
    #[inline(always)]
    pub(super) fn check_depth(&self, id: NodeId) {
        let base = self.stack_base.get();
        let is_deep =
            base.abs_diff(stack_address()) > STACK_LIMIT || self.batches.get() > DEPTH_LIMIT;
        if is_deep && base != 0 {
            self.refuse(id);
        }
    }

    /// Whether a run that is nested in one that tracks is not too deep; rather no than yes.
    #[inline(always)]
    pub(super) fn has_room(&self) -> bool {
        let used = self.stack_base.get().wrapping_sub(stack_address());
        used < STACK_LIMIT && (DEPTH_IS_SEEN || self.batches.get() < DEPTH_LIMIT)
    }

    #[cold]
    fn refuse(&self, id: NodeId) -> ! {
        self.graph.open().abandon_run(id);
        report::too_deep(id, self.batches.get())
    }
}

/// Where on the stack this runs.
#[inline(always)]
fn stack_address() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here).addr()
}

impl Runs<'_> {
    /// Puts back what was there before.
    #[inline(always)]
    pub(super) fn close(self) {
        self.runtime.close(self.outside, self.is_outermost);
        std::mem::forget(self);
    }

    /// Runs a memo or an effect that lives, whatever its state, and tells the readers of a memo if its value changed.
    #[inline(never)]
    pub(super) fn run(&self, id: NodeId) {
        let flags = self.runtime.graph.open().nodes.at(id.index()).flags;
        let depth = self.outside.depth.inside(flags);
        let told = self.runtime.run_inside::<false>(id, depth);
        self.runtime.graph.open().mark_changed(told.first);
    }

    /// As [`run`](Self::run) for a memo, but says who has to be told; `INLINE` where many run in a row.
    #[inline(always)]
    pub(super) fn run_memo<const INLINE: bool>(&self, index: Index) -> Told {
        let id = self.runtime.graph.open().nodes.id(index);
        let depth = self.outside.depth.in_memo();
        self.runtime.run_inside::<INLINE>(id, depth)
    }

    /// As [`run`](Self::run) for an effect, which nobody reads.
    #[inline(always)]
    pub(super) fn run_effect(&self, id: NodeId) {
        let depth = self.outside.depth;
        self.runtime.run_inside::<INLINES>(id, depth);
    }

    /// Calls a function with the owner of before all runs; nothing is tracked.
    pub(super) fn outside(&self, call: impl FnOnce()) {
        self.runtime.stop_tracking();
        self.runtime.set_owner(self.outside);
        call();
    }
}

impl Drop for Runs<'_> {
    /// Only reached by a panic. What it knows is given by value, so that a run keeps it in registers.
    #[inline(always)]
    fn drop(&mut self) {
        self.runtime.close_panicked(self.outside, self.is_outermost);
    }
}

impl Runtime {
    #[inline(always)]
    fn run_inside<const INLINE: bool>(&self, id: NodeId, depth: Depth) -> Told {
        let flags = self.graph.open().nodes.at(id.index()).flags;
        if flags & (RUNNING | OWNS | FAILED) != 0 {
            self.run_with_care(id, flags, depth)
        } else {
            self.run_plain::<INLINE>(id, depth)
        }
    }

    /// A run that is the first, or has to begin with the disposal of what the node made in its last one. An effect that
    /// runs already does not run; a memo then depends on itself.
    #[inline(never)]
    fn run_with_care(&self, id: NodeId, flags: Flags, depth: Depth) -> Told {
        let mut graph = self.graph.open();
        let node = graph.nodes.at_mut(id.index());
        let kind = node.kind;
        node.flags |= RUNNING;
        drop(graph);
        if flags & RUNNING != 0 {
            if kind == Kind::Memo {
                report::cycle(id);
            }
            return Told::NOBODY;
        }
        if flags & OWNS != 0 {
            self.dispose_made(id);
            if !self.graph.open().nodes.contains(id) {
                return Told::NOBODY;
            }
        }
        if flags & FAILED != 0 {
            self.check_depth(id);
        }
        self.run_now_apart(id, depth)
    }

    /// Runs a memo that lives and is dirty, for the run that tracks and has just read it.
    #[inline(always)]
    pub(super) fn run_nested(&self, id: NodeId) {
        self.batches.set(self.batches.get() + 1);
        let nested = Nested {
            runtime: self,
            outside: self.wait(),
        };
        let depth = self.depth.get().in_memo();
        let told = self.run_plain::<INLINES>(id, depth);
        if told.first != told.last {
            // Where there is but one, it is the one that waits.
            self.graph.open().mark_changed(told.first);
        }
        let outside = nested.outside;
        std::mem::forget(nested);
        self.end_nested(outside);
    }

    #[inline(always)]
    fn end_nested(&self, outside: Waiting) {
        self.depth.set(self.depth.get().out_of_memo());
        self.go_on(outside);
        self.batches.set(self.batches.get() - 1);
    }

    #[inline(always)]
    fn run_plain<const INLINE: bool>(&self, id: NodeId, depth: Depth) -> Told {
        if INLINE {
            self.run_now(id, depth)
        } else {
            self.run_now_apart(id, depth)
        }
    }

    #[inline(never)]
    fn run_now_apart(&self, id: NodeId, depth: Depth) -> Told {
        self.run_now(id, depth)
    }

    /// Runs a node that lives.
    #[inline(always)]
    fn run_now(&self, id: NodeId, depth: Depth) -> Told {
        let mut graph = self.graph.open();
        let Graph { nodes, links, .. } = &mut *graph;
        let node = nodes.at_mut(id.index());
        let flags = node.flags;
        node.flags = (flags & !(DIRTY | PENDING | FAILED)) | RUNNING;
        let cell = node.cell.take();
        links.begin(id.index(), node.sources);
        drop(graph);
        self.owner.set(id);
        self.depth.set(depth);
        let mut run = Run {
            runtime: self,
            id,
            cell,
        };
        let changed = run.cell.as_mut().is_some_and(NodeCell::run);
        // What follows asks the run for nothing but the cell: it stays where it is.
        let cell = run.cell.take();
        std::mem::forget(run);
        let mut graph = self.graph.open();
        let Graph { nodes, links, .. } = &mut *graph;
        if !links.end(nodes, id.index()) {
            drop(graph);
            return self.end_interrupted(id, cell, changed);
        }
        let node = nodes.at_mut(id.index());
        node.flags &= !RUNNING;
        node.put_back(cell);
        Told::by(node, changed)
    }

    /// Ends a run that does not track any more, or whose node is gone and leaves the cell to be dropped.
    #[cold]
    #[inline(never)]
    fn end_interrupted(&self, id: NodeId, cell: Option<NodeCell>, changed: bool) -> Told {
        let mut graph = self.graph.open();
        if !graph.end_interrupted(id) {
            drop(graph);
            drop(cell);
            return Told::NOBODY;
        }
        let node = graph.nodes.at_mut(id.index());
        node.put_back(cell);
        Told::by(node, changed)
    }

    /// Takes up a run that has waited for one that has panicked.
    #[cold]
    #[inline(never)]
    fn end_nested_panicked(&self, outside: Waiting) {
        self.end_nested(outside);
    }

    /// Ends a run that has panicked.
    #[cold]
    #[inline(never)]
    fn end_panicked(&self, id: NodeId, cell: Option<NodeCell>) {
        self.stop_tracking();
        self.end_interrupted(id, cell, false);
        self.graph.open().abandon_run(id);
    }
}

impl Drop for Run<'_> {
    /// Only reached by a panic; by value as above.
    #[inline(always)]
    fn drop(&mut self) {
        self.runtime.end_panicked(self.id, self.cell.take());
    }
}

/// Around a run for which the one that reads its value waits.
struct Nested<'a> {
    runtime: &'a Runtime,
    outside: Waiting,
}

impl Drop for Nested<'_> {
    /// Only reached by a panic; by value as above.
    #[inline(always)]
    fn drop(&mut self) {
        self.runtime.end_nested_panicked(self.outside);
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
