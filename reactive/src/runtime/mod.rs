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
use crate::graph::{Graph, Kind, NodeId};
use crate::place::Place;
use scope::Scope;

/// State of one thread. It lives as long as the thread, or longer where its handles do.
pub(crate) struct Runtime {
    pub(crate) graph: Exclusive<Graph>,
    scope: Cell<Scope>,
    /// Numbers handed out to runs.
    runs: Cell<u32>,
    /// Batches and runs that are open; effects run when the last one closes.
    batches: Cell<u32>,
    /// The stack address of the outermost run; 0 outside every run.
    stack_base: Cell<usize>,
    /// Effects that the current flush has run, and the one it is at.
    queued_runs: Cell<u32>,
    flushed: Cell<NodeId>,
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
            scope: Cell::default(),
            runs: Cell::new(0),
            batches: Cell::new(0),
            stack_base: Cell::new(0),
            queued_runs: Cell::new(0),
            flushed: Cell::default(),
            deferred: RefCell::default(),
            painter: Cell::new(None),
        }
    }

    /// The current owner; null if there is none.
    pub(crate) fn owner(&self) -> NodeId {
        self.scope.get().owner
    }

    /// Whether reads are tracked now.
    pub(crate) fn is_tracking(&self) -> bool {
        self.scope.get().tracking
    }

    /// Adds a node below the current owner.
    pub(crate) fn insert(&self, kind: Kind, flags: u8, cell: NodeCell, place: Place) -> NodeId {
        let mut graph = self.graph.open();
        let id = graph.insert(kind, flags, self.scope.get().owner, cell);
        graph.set_place(id, place);
        id
    }

    /// Subscribes the observer, if there is one.
    #[inline]
    pub(crate) fn track(&self, graph: &mut Graph, source: NodeId) {
        let scope = self.scope.get();
        if scope.tracking {
            let Graph { nodes, links, .. } = graph;
            links.connect(nodes, source.index(), scope.owner, scope.run);
        }
    }

    /// Whether a node is still there.
    pub(crate) fn is_alive(&self, id: NodeId) -> bool {
        self.graph.open().nodes.contains(id)
    }

    /// Tells the readers of a source that it changed, and runs effects unless a batch is open.
    pub(crate) fn changed(&self, source: NodeId) {
        let mut graph = self.graph.open();
        if graph.nodes.contains(source) {
            graph.mark_readers(source.index());
        }
        drop(graph);
        self.flush_unless_batched();
    }

    /// The memo that computes now, if it must not write to `id`: it may only write what it made itself.
    #[inline]
    pub(crate) fn forbids_write(&self, id: NodeId) -> Option<NodeId> {
        if self.scope.get().memos == 0 {
            return None;
        }
        self.graph.open().memo_outside(id)
    }
}
