//! Batches, and the run of queued effects when the outermost one closes.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::{Runtime, runtime};
use crate::graph::{DIRTY, FAILED, Kind, NodeId, PENDING};
use crate::report;

/// What a panic carries.
pub(super) type Payload = Box<dyn Any + Send>;

/// Effect runs in one flush, beyond the number of nodes, after which it is taken for endless.
const RUNAWAY: u32 = 100_000;

/// An open batch.
pub(crate) struct Batch(&'static Runtime);

impl Batch {
    /// Opens a batch.
    #[inline]
    pub(crate) fn open() -> Self {
        let runtime = runtime();
        runtime.batches.set(runtime.batches.get() + 1);
        Self(runtime)
    }

    /// Closes it; the outermost runs the effects, and passes on the first panic among them.
    #[inline]
    pub(crate) fn close(self) {
        let runtime = self.0;
        std::mem::forget(self);
        runtime.batches.set(runtime.batches.get() - 1);
        runtime.flush_unless_batched();
    }
}

impl Drop for Batch {
    /// Only reached by a panic: effects still run, and a second panic gives way to the first.
    fn drop(&mut self) {
        self.0.batches.set(self.0.batches.get() - 1);
        drop(self.0.flush_catching());
    }
}

impl Runtime {
    /// Runs queued effects unless a batch is open.
    #[inline]
    pub(crate) fn flush_unless_batched(&self) {
        if self.batches.get() == 0 {
            if self.graph.borrow().has_queued() {
                self.flush();
            }
            self.paint();
        }
    }

    /// Lets the host carry out what render effects have prepared.
    #[inline]
    fn paint(&self) {
        if let Some(paint) = self.painter.get() {
            paint();
        }
    }

    #[inline(never)]
    fn flush(&self) {
        if let Some(payload) = self.flush_catching() {
            resume_unwind(payload);
        }
    }

    /// Runs queued effects unless a batch is open; an effect that panics does not keep the others from running.
    fn flush_catching(&self) -> Option<Payload> {
        if self.batches.get() != 0 {
            return None;
        }
        self.batches.set(1);
        let mut first = None;
        self.queued_runs.set(0);
        while let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.run_queued())) {
            first.get_or_insert(payload);
        }
        self.batches.set(0);
        let limbo = self.graph.borrow_mut().take_limbo();
        if let Some(limbo) = limbo {
            first = first.or(self.dispose_catching(limbo, true));
        }
        first
    }

    fn run_queued(&self) {
        loop {
            let next = self.graph.borrow_mut().pop_queued();
            let Some(effect) = next else {
                return;
            };
            let reset = Reset(self, effect);
            self.run_effect_if_needed(effect);
            std::mem::forget(reset);
        }
    }

    fn run_queued_effect(&self, effect: NodeId) {
        let runs = self.queued_runs.get() + 1;
        self.queued_runs.set(runs);
        if runs > RUNAWAY && runs as usize - RUNAWAY as usize > self.graph.borrow().nodes.len() {
            self.drop_queued();
            report::runaway(effect);
        }
        self.run_effect(effect);
    }

    fn drop_queued(&self) {
        loop {
            let next = self.graph.borrow_mut().pop_queued();
            let Some(id) = next else { return };
            self.calm(id);
        }
    }

    fn calm(&self, effect: NodeId) {
        if let Some(node) = self.graph.borrow_mut().nodes.get_mut(effect) {
            node.flags &= !(DIRTY | PENDING);
        }
    }

    /// Runs an effect if something it read changed; what it belongs to goes first, as that may dispose it.
    fn run_effect_if_needed(&self, effect: NodeId) {
        while let Some(stale) = self.outermost_stale_owner(effect) {
            if !self.needs_run(stale) {
                continue;
            }
            let is_memo = self.graph.borrow().nodes[stale].kind == Kind::Memo;
            if is_memo {
                self.refresh_memo(stale);
            } else {
                self.run_queued_effect(stale);
            }
        }
        if self.needs_run(effect) {
            if self.is_user_effect(effect) {
                self.paint();
            }
            self.run_queued_effect(effect);
        }
    }

    fn is_user_effect(&self, effect: NodeId) -> bool {
        let graph = self.graph.borrow();
        graph.nodes.get(effect).is_some_and(|node| node.kind == Kind::UserEffect)
    }

    fn outermost_stale_owner(&self, effect: NodeId) -> Option<NodeId> {
        let graph = self.graph.borrow();
        let mut found = None;
        let mut at = graph.nodes.get(effect)?.parent;
        while let Some(node) = graph.nodes.get(at) {
            let is_computation = node.kind == Kind::Memo || node.is_effect();
            if is_computation && node.flags & (DIRTY | PENDING) != 0 {
                found = Some(at);
            }
            at = node.parent;
        }
        found
    }

    /// Runs an effect once, whatever its state.
    pub(crate) fn run_effect(&self, effect: NodeId) {
        if let Some(runner) = self.prepare_run(effect) {
            runner.run(effect);
        }
    }
}

/// An effect that panicked has to hear of the next change.
struct Reset<'a>(&'a Runtime, NodeId);

impl Drop for Reset<'_> {
    fn drop(&mut self) {
        self.0.calm(self.1);
        if let Some(node) = self.0.graph.borrow_mut().nodes.get_mut(self.1) {
            node.flags &= !FAILED;
        }
    }
}
