//! Batches, and the run of queued effects when the outermost one closes.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::run::Runs;
use super::{Runtime, runtime};
use crate::graph::{DIRTY, Flags, Kind, NESTED, NodeId, PENDING, USERS};
use crate::report;

/// What a panic carries.
pub(super) type Payload = Box<dyn Any + Send>;

/// What runs when no batch is open any more.
pub(super) type Deferred = Box<dyn FnOnce()>;

/// Effect runs in one flush, beyond the number of nodes, after which it is taken for endless.
const RUNAWAY: i32 = 100_000;

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
        self.runs_left.set(RUNAWAY);
        while let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.run_queued())) {
            first.get_or_insert(payload);
            self.calm(self.flushed.replace(NodeId::NULL));
        }
        self.batches.set(0);
        if self.graph.open().is_untidy() || !self.deferred.borrow().is_empty() {
            self.tidy(&mut first);
        }
        first
    }

    /// What there is to do when all effects have run.
    #[inline(never)]
    fn tidy(&self, first: &mut Option<Payload>) {
        let mut graph = self.graph.open();
        graph.unlink_unread();
        let limbo = graph.take_limbo();
        drop(graph);
        if let Some(limbo) = limbo
            && let Some(payload) = self.dispose_catching(limbo, true)
        {
            first.get_or_insert(payload);
        }
        self.trim_unless_batched();
        self.run_deferred(first);
    }

    /// Runs a closure when no batch is open any more and all effects have run; at once if none is.
    pub(crate) fn when_flushed(&self, run: Deferred) {
        if self.batches.get() == 0 {
            run();
        } else {
            self.deferred.borrow_mut().push_back(run);
            // No effect, but work: the outermost batch will flush.
            self.graph.open().need_flush();
        }
    }

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
        let runs = self.runs();
        loop {
            let mut graph = self.graph.open();
            let Some((effect, flags)) = graph.pop_queued() else {
                break;
            };
            drop(graph);
            if flags & (NESTED | USERS) != 0 {
                self.run_in_turn(&runs, effect, flags);
            } else if flags & DIRTY != 0 || runs.walk(effect) && self.is_alive(effect) {
                self.count_run(effect);
                runs.run_effect(effect);
            }
        }
        runs.close();
    }

    /// Runs what belongs to something that may have to run first, or wants to see what render effects have drawn.
    #[inline(never)]
    fn run_in_turn(&self, runs: &Runs<'_>, effect: NodeId, flags: Flags) {
        self.flushed.set(effect);
        if flags & NESTED != 0 {
            self.run_stale_owners(runs, effect);
        }
        if runs.needs_run(effect) {
            if flags & USERS != 0 {
                runs.outside(|| self.paint());
            }
            self.run_queued_effect(runs, effect);
        }
        self.flushed.set(NodeId::NULL);
    }

    /// Runs an effect, unless what ran since it was asked for has disposed it.
    fn run_queued_effect(&self, runs: &Runs<'_>, effect: NodeId) {
        self.count_run(effect);
        if self.is_alive(effect) {
            runs.run(effect);
        }
    }

    #[inline(always)]
    fn count_run(&self, effect: NodeId) {
        let left = self.runs_left.get() - 1;
        self.runs_left.set(left);
        if left < 0 {
            self.check_runaway(effect);
        }
    }

    #[cold]
    fn check_runaway(&self, effect: NodeId) {
        let beyond = self.runs_left.get().unsigned_abs();
        if beyond as usize > self.graph.open().nodes.len() {
            self.drop_queued();
            report::runaway(effect);
        }
    }

    fn drop_queued(&self) {
        loop {
            let next = self.graph.open().pop_queued();
            let Some((effect, _)) = next else { return };
            self.calm(effect);
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
    fn run_stale_owners(&self, runs: &Runs<'_>, effect: NodeId) {
        loop {
            let graph = self.graph.open();
            let Some(stale) = graph.outermost_stale_owner(effect) else {
                return;
            };
            let is_memo = graph.nodes.at(stale.index()).kind == Kind::Memo;
            drop(graph);
            if is_memo {
                runs.refresh(stale);
            } else if runs.needs_run(stale) {
                self.run_queued_effect(runs, stale);
            }
        }
    }
}
