//! The runtime of one thread: what runs now, for whom, and in which batch.

mod dispose;
mod flush;
mod refresh;
mod scope;

pub(crate) use flush::Batch;
pub(crate) use scope::{RunScope, Surroundings};

use std::cell::{Cell, RefCell};

use slotmap::Key;

use crate::cell::NodeCell;
use crate::graph::{Graph, Kind, LinkId, NodeId};
use crate::place::Place;

/// State of one thread. It lives as long as the thread, or longer where its handles do.
pub(crate) struct Runtime {
    pub(crate) graph: RefCell<Graph>,
    /// The node that subscribes to what is read; null: nobody.
    observer: Cell<NodeId>,
    /// The node that owns what is made; null: nobody.
    owner: Cell<NodeId>,
    /// Number of the observer's run.
    run: Cell<u32>,
    runs: Cell<u32>,
    /// Batches that are open; effects run when the last one closes.
    batches: Cell<u32>,
    /// The memo that computes now, even below an `untrack`; null: none.
    computing: Cell<NodeId>,
    /// Nested runs, and the stack address of the outermost.
    depth: Cell<u32>,
    stack_base: Cell<usize>,
    /// Effects that the current flush has run.
    queued_runs: Cell<u32>,
    checks: Cell<Vec<LinkId>>,
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
            graph: RefCell::new(Graph::new()),
            observer: Cell::default(),
            owner: Cell::default(),
            run: Cell::new(0),
            runs: Cell::new(0),
            batches: Cell::new(0),
            computing: Cell::default(),
            depth: Cell::new(0),
            stack_base: Cell::new(0),
            queued_runs: Cell::new(0),
            checks: Cell::default(),
            painter: Cell::new(None),
        }
    }

    /// The current owner; null if there is none.
    pub(crate) fn owner(&self) -> NodeId {
        self.owner.get()
    }

    /// Whether reads are tracked now.
    pub(crate) fn is_tracking(&self) -> bool {
        !self.observer.get().is_null()
    }

    /// Adds a node below the current owner.
    pub(crate) fn insert(&self, kind: Kind, flags: u8, cell: NodeCell, place: Place) -> NodeId {
        let mut graph = self.graph.borrow_mut();
        let id = graph.insert(kind, flags, self.owner.get(), cell);
        graph.set_place(id, place);
        id
    }

    /// Subscribes the observer, if there is one.
    #[inline]
    pub(crate) fn track(&self, graph: &mut Graph, source: NodeId) {
        let observer = self.observer.get();
        if !observer.is_null() {
            let Graph { nodes, links, .. } = graph;
            links.connect(nodes, source, observer, self.run.get());
        }
    }

    /// Whether a node is still there.
    pub(crate) fn is_alive(&self, id: NodeId) -> bool {
        self.graph.borrow().nodes.contains_key(id)
    }

    /// Tells the readers of a source that it changed, and runs effects unless a batch is open.
    pub(crate) fn changed(&self, source: NodeId) {
        self.graph.borrow_mut().mark_readers(source);
        self.flush_unless_batched();
    }

    /// The memo that computes now and did not make `id` itself: it must not write to it.
    pub(crate) fn forbids_write(&self, id: NodeId) -> Option<NodeId> {
        let memo = self.computing.get();
        let outside = !memo.is_null() && !self.graph.borrow().is_below(id, memo);
        outside.then_some(memo)
    }
}
