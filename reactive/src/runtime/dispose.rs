//! Disposal of a node and everything below it, without recursion.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::flush::Payload;
use super::{Runtime, Surroundings};
use crate::graph::{Kind, NodeId, Removed};
use crate::side::GIVES_BACK;

/// Nodes that are taken out before their values are dropped.
const BUNCH: usize = 64;

impl Runtime {
    /// Disposes a node and everything made below it, the youngest first; passes on the first panic of a cleanup or a
    /// `Drop` when all is done.
    pub(crate) fn dispose(&self, id: NodeId) {
        if let Some(payload) = self.dispose_catching(id, true) {
            resume_unwind(payload);
        }
        self.flush_unless_batched();
    }

    /// Disposes several nodes in their order; passes on the first panic when all is done.
    pub(crate) fn dispose_all(&self, ids: impl Iterator<Item = NodeId>) {
        let first = ids.filter_map(|id| self.dispose_catching(id, true));
        // All of them, not only up to the first panic.
        if let Some(payload) = first.reduce(|first, _| first) {
            resume_unwind(payload);
        }
        self.flush_unless_batched();
    }

    /// Disposes a node while a panic is under way: another gives way to it.
    pub(crate) fn dispose_quietly(&self, id: NodeId) {
        drop(self.dispose_catching(id, true));
    }

    /// Disposes what a node made in its last run, just before the next: if that panics, the run does not happen.
    #[cold]
    pub(super) fn dispose_made(&self, id: NodeId) {
        if let Some(payload) = self.dispose_catching(id, false) {
            self.graph.open().abandon_run(id);
            resume_unwind(payload);
        }
    }

    pub(super) fn dispose_catching(&self, id: NodeId, whole: bool) -> Option<Payload> {
        let _outside = Surroundings::none();
        self.batches.set(self.batches.get() + 1);
        let mut first = None;
        let mut bunch = Vec::new();
        let mut at = id;
        while self.take_bunch((id, whole), &mut at, &mut bunch) {
            let mut finish_all = || {
                while let Some(removed) = bunch.pop() {
                    finish(removed);
                }
            };
            while let Err(payload) = catch_unwind(AssertUnwindSafe(&mut finish_all)) {
                first.get_or_insert(payload);
            }
        }
        self.batches.set(self.batches.get() - 1);
        self.trim_unless_batched();
        first
    }

    /// Gives back memory, if nothing runs that could still stand on an edge.
    #[inline]
    pub(super) fn trim_unless_batched(&self) {
        if GIVES_BACK && self.batches.get() == 0 {
            self.graph.open().trim_if_sparse();
        }
    }

    /// Takes out nodes up to the next cleanup, which has to run before anything older goes.
    fn take_bunch(
        &self,
        (id, whole): (NodeId, bool),
        at: &mut NodeId,
        bunch: &mut Vec<Removed>,
    ) -> bool {
        let mut graph = self.graph.open();
        while bunch.len() < BUNCH {
            let Some(removed) = graph.take_next_below(id, whole, at) else {
                break;
            };
            let is_cleanup = removed.kind == Kind::Cleanup;
            bunch.push(removed);
            if is_cleanup {
                break;
            }
        }
        bunch.reverse();
        !bunch.is_empty()
    }
}

/// Runs a cleanup; everything else was only held until here, to be dropped outside the graph.
fn finish(removed: Removed) {
    if removed.kind == Kind::Cleanup
        && let Some(mut cell) = removed.cell
    {
        cell.run();
    }
}
