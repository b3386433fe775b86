//! One node reads for another.

use super::Runtime;
use crate::graph::{DIRTY, FAILED, Graph, NONE, NodeId, PENDING};

impl Runtime {
    /// Subscribes the observer to all that a node has read, and the node to nothing: what it would have run for the observer now
    /// runs for.
    pub(crate) fn take_over(&self, id: NodeId) {
        let mut graph = self.graph.open();
        let Some(node) = graph.nodes.get_mut(id) else {
            return;
        };
        let is_stale = node.flags & (DIRTY | PENDING) != 0;
        node.flags &= !(DIRTY | PENDING | FAILED);
        let mut link = node.sources;
        while link != NONE {
            let edge = graph.links.at(link);
            let source = edge.source;
            link = edge.next_source;
            graph.track(source);
        }
        let Graph { nodes, links, .. } = &mut *graph;
        links.cut_sources(nodes, id.index());
        let observer = self.owner.get();
        if is_stale && let Some(node) = graph.nodes.get_mut(observer) {
            node.flags |= DIRTY;
            graph.enqueue(observer.index());
        }
    }
}
