//! The pull half: bringing a memo or an effect up to date.

use super::Runtime;
use crate::cell::ExclusiveGuard;
use crate::graph::{DIRTY, FAILED, Graph, Index, Kind, LinkId, NONE, NodeId, PENDING, RUNNING};

/// A walk up the sources of one node, without recursion. Its path, in the graph, has an edge to a pending memo for each
/// step, with the reader it belonged to.
struct Walk<'a> {
    runtime: &'a Runtime,
    start: NodeId,
    /// The node whose sources are looked at, and the next of them.
    at: NodeId,
    link: LinkId,
    /// Length of the paths of the walks around this one.
    base: usize,
}

enum Next {
    /// This memo has to run before the walk can go on.
    Run(NodeId),
    /// The node at the start is known to be dirty or clean.
    Known(bool),
}

impl Runtime {
    /// Brings a memo up to date.
    pub(crate) fn refresh_memo(&self, id: NodeId) {
        if self.needs_run(id) {
            self.run(id);
        }
        self.flush_unless_batched();
    }

    /// Whether a memo or effect has to run, now that everything above it is up to date.
    #[inline]
    pub(crate) fn needs_run(&self, id: NodeId) -> bool {
        let graph = self.graph.open();
        match graph.nodes.get(id) {
            Some(node) if node.flags & (DIRTY | FAILED) != 0 => true,
            Some(node) if node.flags & PENDING != 0 => {
                let link = node.sources;
                self.walk(graph, id, link)
            }
            _ => false,
        }
    }

    fn walk<'a>(
        &'a self,
        mut graph: ExclusiveGuard<'a, Graph>,
        start: NodeId,
        link: LinkId,
    ) -> bool {
        let mut walk = Walk {
            runtime: self,
            start,
            at: start,
            link,
            base: graph.path.len(),
        };
        loop {
            match walk.advance(&mut graph) {
                Next::Known(dirty) => {
                    std::mem::forget(walk);
                    return dirty;
                }
                Next::Run(memo) => {
                    drop(graph);
                    self.run(memo);
                    graph = self.graph.open();
                    if !graph.nodes.contains(walk.at) {
                        walk.restart(&mut graph);
                    }
                }
            }
        }
    }
}

impl Walk<'_> {
    /// Walks until a memo has to run or the answer is known.
    fn advance(&mut self, graph: &mut Graph) -> Next {
        loop {
            let node = graph.nodes.get(self.at);
            if node.is_some_and(|node| node.flags & DIRTY != 0) {
                if graph.path.len() == self.base {
                    return Next::Known(true);
                }
                let memo = self.at;
                self.back(graph);
                return Next::Run(memo);
            }
            if let Some(memo) = self.look(graph) {
                return Next::Run(graph.nodes.id(memo));
            }
            if let Some(node) = graph.nodes.get_mut(self.at) {
                node.flags &= !PENDING;
            }
            if graph.path.len() == self.base {
                return Next::Known(false);
            }
            self.back(graph);
        }
    }

    /// The next source that has to run, at the end of the path; nothing if the node at hand is found clean.
    #[inline]
    fn look(&mut self, graph: &mut Graph) -> Option<Index> {
        while self.link != NONE {
            let edge = graph.links.at(self.link);
            if edge.reader != self.at.index() {
                // Foreign code has cut the edge that the walk stood on.
                self.restart(graph);
                continue;
            }
            let source = edge.source;
            let node = graph.nodes.at(source);
            match node.flags & (DIRTY | FAILED | RUNNING | PENDING) {
                0 => self.link = edge.next_source,
                PENDING => {
                    graph.path.push((self.link, self.at.index()));
                    self.link = node.sources;
                    self.at = graph.nodes.id(source);
                }
                _ => return Some(source),
            }
        }
        None
    }

    /// Goes back to the reader below; the source just left is looked at once more.
    fn back(&mut self, graph: &mut Graph) {
        let source = self.at.index();
        let Some((link, reader)) = graph.path.pop() else {
            return;
        };
        if graph.links.joins(link, source, reader) {
            self.link = link;
            self.at = graph.nodes.id(reader);
        } else {
            self.restart(graph);
        }
    }

    fn restart(&mut self, graph: &mut Graph) {
        graph.path.truncate(self.base);
        self.at = self.start;
        self.link = graph
            .nodes
            .get(self.start)
            .map_or(NONE, |node| node.sources);
    }
}

impl Drop for Walk<'_> {
    /// Only reached by a panic: the nodes on the way must not stay pending, they would hear of nothing any more.
    fn drop(&mut self) {
        let mut graph = self.runtime.graph.open();
        let base = self.base.min(graph.path.len());
        let readers: Vec<Index> = graph.path.drain(base..).map(|(_, reader)| reader).collect();
        let ends = [self.at, self.start].map(NodeId::index);
        for index in readers.into_iter().chain(ends) {
            let node = graph.nodes.at_mut(index);
            if node.kind == Kind::Memo {
                node.flags = (node.flags & !PENDING) | FAILED;
            }
        }
    }
}
