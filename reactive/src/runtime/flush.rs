//! Batches, and the run of queued effects when the outermost one closes.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::{Runtime, runtime};
use crate::graph::{DIRTY, Kind, NodeId, PENDING};
use crate::report;

/// What a panic carries.
pub(super) type Payload = Box<dyn Any + Send>;

/// What runs when no batch is open any more.
pub(super) type Deferred = Box<dyn FnOnce()>;

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
            if self.graph.open().has_work() {
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
            self.calm(self.flushed.get());
        }
        self.batches.set(0);
        let limbo = self.graph.open().take_limbo();
        if let Some(limbo) = limbo {
            first = first.or(self.dispose_catching(limbo, true));
        }
        self.trim_unless_batched();
        self.run_deferred(&mut first);
        first
    }

    /// Runs a closure when no batch is open any more and all effects have run; at once if none is.
    pub(crate) fn when_flushed(&self, run: Deferred) {
        if self.batches.get() == 0 {
            run();
        } else {
            self.deferred.borrow_mut().push_back(run);
            // No effect, but work: the outermost batch will flush.
            self.graph.open().queues[1].push_back(NodeId::NULL);
        }
    }

    #[inline]
    fn run_deferred(&self, first: &mut Option<Payload>) {
        loop {
            let next = self.deferred.borrow_mut().pop_front();
            let Some(next) = next else { return };
            if let Err(payload) = catch_unwind(AssertUnwindSafe(next)) {
                first.get_or_insert(payload);
            }
        }
    }

    fn run_queued(&self) {
        loop {
            let mut graph = self.graph.open();
            let Some(next) = graph.pop_queued() else {
                return;
            };
            drop(graph);
            self.flushed.set(next.effect);
            if next.has_stale_owner {
                self.run_stale_owners(next.effect);
            }
            let is_known = next.is_dirty && !next.has_stale_owner;
            if is_known || self.needs_run(next.effect) {
                if next.is_users {
                    self.paint();
                }
                self.run_queued_effect(next.effect);
            }
        }
    }

    fn run_queued_effect(&self, effect: NodeId) {
        let runs = self.queued_runs.get() + 1;
        self.queued_runs.set(runs);
        if runs > RUNAWAY && runs as usize - RUNAWAY as usize > self.graph.open().nodes.len() {
            self.drop_queued();
            report::runaway(effect);
        }
        self.run(effect);
    }

    fn drop_queued(&self) {
        loop {
            let next = self.graph.open().pop_queued();
            let Some(next) = next else { return };
            self.calm(next.effect);
        }
    }

    /// An effect that panicked, or will not run, has to hear of the next change.
    #[cold]
    fn calm(&self, effect: NodeId) {
        if let Some(node) = self.graph.open().nodes.get_mut(effect) {
            node.flags &= !(DIRTY | PENDING);
        }
    }

    /// Brings what an effect belongs to up to date, from the outside in, as that may dispose the effect.
    #[cold]
    fn run_stale_owners(&self, effect: NodeId) {
        loop {
            let graph = self.graph.open();
            let Some(stale) = graph.outermost_stale_owner(effect) else {
                return;
            };
            let is_memo = graph.nodes.at(stale.index()).kind == Kind::Memo;
            drop(graph);
            if is_memo {
                self.refresh_memo(stale);
            } else if self.needs_run(stale) {
                self.run_queued_effect(stale);
            }
        }
    }
}
