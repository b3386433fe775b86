//! A signal without a value: it only tells its readers.

use crate::graph::{Kind, NONE, NodeId};
use crate::place::Place;
use crate::runtime::runtime;
use crate::writing::allow_write;

/// Tells its readers. `Copy`; belongs to the owner it was made under.
#[derive(Clone, Copy)]
pub(crate) struct Trigger(NodeId);

impl Trigger {
    #[track_caller]
    pub(crate) fn new() -> Self {
        Self(runtime().insert(Kind::Signal, 0, None, Place::here()))
    }

    pub(crate) fn id(self) -> NodeId {
        self.0
    }

    /// Subscribes the observer, if there is one.
    pub(crate) fn track(self) {
        let mut graph = runtime().graph.open();
        if graph.nodes.contains(self.0) {
            graph.track(self.0);
        }
    }

    /// Tells the readers.
    ///
    /// # Panics
    /// Inside a memo.
    #[track_caller]
    pub(crate) fn notify(self) {
        allow_write(self.0);
        runtime().changed(self.0);
    }

    /// Whether anything subscribes to it.
    pub(crate) fn has_readers(self) -> bool {
        let graph = runtime().graph.open();
        let node = graph.nodes.get(self.0);
        node.is_some_and(|node| node.subscribers != NONE)
    }

    /// Disposes it before its owner is.
    pub(crate) fn dispose(self) {
        runtime().dispose(self.0);
    }
}
