//! The runtime of one thread: what runs now, for whom, and in which batch.

mod dispose;
mod flush;
mod refresh;
mod run;
mod scope;
mod take_over;

use flush::Deferred;

pub(crate) use flush::Batch;
pub(crate) use scope::Surroundings;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::cell::{Exclusive, NodeCell};
use crate::graph::{Flags, Graph, Kind, NodeId};
use crate::place::Place;
use scope::{Depth, Scope};

/// State of one thread. It lives as long as the thread, or longer where its handles do.
pub(crate) struct Runtime {
    pub(crate) graph: Exclusive<Graph>,
    /// The scope of the code that runs now.
    owner: Cell<NodeId>,
    depth: Cell<Depth>,
    /// Batches and runs that are open; effects run when the last one closes.
    batches: Cell<u32>,
    /// The stack address of the outermost run; 0 outside every run.
    stack_base: Cell<usize>,
    /// Runs of effects that the current flush may still make.
    runs_left: Cell<i32>,
    /// The effect that the current flush is at, if that is not itself running.
    flushed: Cell<NodeId>,
    /// Whether nothing is to run any more.
    is_stopped: Cell<bool>,
    /// What waits until no batch is open.
    deferred: RefCell<VecDeque<Deferred>>,
    /// Carries out what render effects have prepared.
    pub(crate) painter: Cell<Option<fn()>>,
}

thread_local! {
    static CURRENT: Cell<Option<&'static Runtime>> = const { Cell::new(None) };
}

/// The runtime of this thread.
#[inline]
pub(crate) fn runtime() -> &'static Runtime {
    CURRENT.get().unwrap_or_else(start)
}

/// The runtime of this thread, if there was any need for it yet.
#[inline]
pub(crate) fn started() -> Option<&'static Runtime> {
    CURRENT.get()
}

#[cold]
fn start() -> &'static Runtime {
    let runtime: &'static Runtime = Box::leak(Box::new(Runtime::new()));
    CURRENT.set(Some(runtime));
    runtime
}

impl Runtime {
    fn new() -> Self {
        Self {
            graph: Exclusive::new(Graph::new()),
            owner: Cell::new(Scope::NONE.owner),
            depth: Cell::new(Scope::NONE.depth),
            batches: Cell::new(0),
            stack_base: Cell::new(0),
            runs_left: Cell::new(0),
            flushed: Cell::new(NodeId::NULL),
            is_stopped: Cell::new(false),
            deferred: RefCell::default(),
            painter: Cell::new(None),
        }
    }

    /// Leaves a batch open that nobody closes, so that no effect runs any more; costs no write anything.
    pub(crate) fn stop(&self) {
        if !self.is_stopped.replace(true) {
            self.batches.set(self.batches.get() + 1);
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped.get()
    }

    /// The current owner; null if there is none.
    pub(crate) fn owner(&self) -> NodeId {
        self.owner.get()
    }

    /// Whether reads are tracked now.
    pub(crate) fn is_tracking(&self) -> bool {
        self.graph.open().links.is_tracking()
    }

    /// Adds a node below the current owner, with a cell if it has a value or a job.
    pub(crate) fn insert(
        &self,
        kind: Kind,
        flags: Flags,
        cell: Option<NodeCell>,
        place: Place,
    ) -> NodeId {
        let mut graph = self.graph.open();
        let id = graph.insert(kind, flags, self.owner.get(), cell);
        graph.set_place(id, place);
        id
    }

    /// Whether a node is still there.
    pub(crate) fn is_alive(&self, id: NodeId) -> bool {
        self.graph.open().nodes.contains(id)
    }

    /// How many nodes there are.
    pub(crate) fn live_nodes(&self) -> usize {
        self.graph.open().nodes.len()
    }

    /// Tells the readers of a source that it changed, and runs effects unless a batch is open.
    pub(crate) fn changed(&self, source: NodeId) {
        let mut graph = self.graph.open();
        if graph.nodes.contains(source) {
            graph.mark_readers(source.index(), self.stack_base.get() == 0);
        }
        drop(graph);
        self.flush_unless_batched();
    }

    /// The memo that computes now, if it must not write to `id`: it may only write what it made itself.
    #[inline]
    pub(crate) fn forbids_write(&self, id: NodeId) -> Option<NodeId> {
        if self.depth.get().is_in_memo() {
            return self.graph.open().memo_outside(id);
        }
        None
    }
}
