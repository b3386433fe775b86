//! The pull half: bringing a memo or an effect up to date.

use super::Runtime;
use super::run::Runs;
use crate::graph::{
    DIRTY, FAILED, Flags, Graph, Index, Kind, LinkId, NONE, NodeId, PENDING, RUNNING, STALE,
};
use crate::handle::Refused;
use crate::report;

/// A walk up the sources of one node, without recursion. Its path, in the graph, has an edge to a pending memo for each
/// step, with the reader it belonged to.
struct Walk<'a> {
    runs: &'a Runs<'a>,
    start: NodeId,
    /// The node whose sources are looked at, and the next of them.
    at: Index,
    link: LinkId,
    /// Length of the paths of the walks around this one.
    base: usize,
    /// The count of removed edges at the start: while it stays, the path cannot have been cut.
    removed: u32,
}

enum Next {
    /// This source of the node at hand has to run before the walk can go on.
    Run(Index),
    /// The node at the start is known to be dirty or clean.
    Known(bool),
    /// Foreign code has cut the way back.
    Cut,
}

impl Runtime {
    /// Brings a memo up to date, and subscribes the observer if `track`: first, so that it hears of the next change even
    /// when this computation panics.
    #[inline(never)]
    pub(crate) fn bring_up_to_date(&self, id: NodeId, track: bool) -> Result<(), Refused> {
        let mut graph = self.graph.open();
        let flags = graph.nodes.get(id).ok_or(Refused::Gone)?.flags;
        if track {
            graph.track(id);
        }
        drop(graph);
        if flags & STALE != 0 {
            self.refresh_memo(id, flags);
        }
        Ok(())
    }

    #[inline(always)]
    fn refresh_memo(&self, id: NodeId, flags: Flags) {
        if flags & RUNNING != 0 {
            report::cycle(id);
        }
        let runs = self.runs();
        if flags & (DIRTY | FAILED) != 0 || runs.walk(id) && self.is_alive(id) {
            runs.run(id.index());
        }
        drop(runs);
        self.flush_unless_batched();
    }
}

impl Runs<'_> {
    /// Brings a memo or an effect up to date, if it lives.
    #[inline]
    pub(super) fn refresh(&self, id: NodeId) {
        if self.needs_run(id) && self.runtime.is_alive(id) {
            self.run_apart(id.index());
        }
    }

    /// Whether a memo or effect has to run, now that everything above it is up to date.
    #[inline]
    pub(super) fn needs_run(&self, id: NodeId) -> bool {
        let graph = self.runtime.graph.open();
        let flags = graph.nodes.get(id).map_or(0, |node| node.flags);
        drop(graph);
        flags & (DIRTY | FAILED) != 0 || flags & PENDING != 0 && self.walk(id)
    }

    /// Whether a pending memo or effect that lives has to run.
    #[inline(never)]
    pub(super) fn walk(&self, start: NodeId) -> bool {
        let mut graph = self.runtime.graph.open();
        let mut walk = Walk {
            runs: self,
            start,
            at: start.index(),
            link: graph.nodes.at(start.index()).sources,
            base: graph.path.len(),
            removed: graph.links.removed(),
        };
        let dirty = loop {
            let stands = match walk.advance(&mut graph) {
                Next::Known(dirty) => break dirty,
                Next::Run(memo) => {
                    drop(graph);
                    self.run(memo);
                    graph = self.runtime.graph.open();
                    walk.stands(&graph, memo)
                }
                Next::Cut => false,
            };
            if !stands && let Some(dirty) = walk.restart(&mut graph) {
                break dirty;
            }
        };
        std::mem::forget(walk);
        dirty
    }
}

impl Walk<'_> {
    /// Walks until a memo has to run or the answer is known.
    #[inline(always)]
    fn advance(&mut self, graph: &mut Graph) -> Next {
        loop {
            let is_dirty = graph.nodes.at(self.at).flags & DIRTY != 0;
            if !is_dirty {
                if let Some(memo) = self.look(graph) {
                    return Next::Run(memo);
                }
                graph.nodes.at_mut(self.at).flags &= !PENDING;
            }
            if graph.path.len() == self.base {
                return Next::Known(is_dirty);
            }
            let memo = self.at;
            if !self.back(graph) {
                return Next::Cut;
            }
            if is_dirty {
                return Next::Run(memo);
            }
        }
    }

    /// The next source that has to run, at the end of the path; nothing if the node at hand is found clean.
    #[inline(always)]
    fn look(&mut self, graph: &mut Graph) -> Option<Index> {
        while self.link != NONE {
            let edge = graph.links.at(self.link);
            let source = edge.source.index();
            let node = graph.nodes.at(source);
            match node.flags & (DIRTY | FAILED | RUNNING | PENDING) {
                0 => self.link = edge.next_source,
                PENDING => {
                    graph.path.push((self.link, self.at));
                    self.link = node.sources;
                    self.at = source;
                }
                _ => return Some(source),
            }
        }
        None
    }

    /// Goes back to the reader below; false if foreign code has cut the edge to it.
    #[inline(always)]
    fn back(&mut self, graph: &mut Graph) -> bool {
        let source = self.at;
        let Some((link, reader)) = graph.path.pop() else {
            return false;
        };
        (self.link, self.at) = (link, reader);
        self.stands(graph, source)
    }

    /// Whether the edge at hand still joins a source to the node at hand.
    #[inline(always)]
    fn stands(&self, graph: &Graph, source: Index) -> bool {
        graph.links.removed() == self.removed || graph.links.joins(self.link, source, self.at)
    }

    /// Begins anew; answers if the node at the start is gone or known to be dirty.
    #[cold]
    fn restart(&mut self, graph: &mut Graph) -> Option<bool> {
        graph.path.truncate(self.base);
        self.at = self.start.index();
        let Some(node) = graph.nodes.get(self.start) else {
            return Some(false);
        };
        self.link = node.sources;
        (node.flags & DIRTY != 0).then_some(true)
    }
}

impl Drop for Walk<'_> {
    /// Only reached by a panic: the nodes on the way must not stay pending, they would hear of nothing any more.
    fn drop(&mut self) {
        let mut graph = self.runs.runtime.graph.open();
        let base = self.base.min(graph.path.len());
        let readers: Vec<Index> = graph.path.drain(base..).map(|(_, reader)| reader).collect();
        for index in readers.into_iter().chain([self.at, self.start.index()]) {
            let node = graph.nodes.at_mut(index);
            node.flags &= !(DIRTY | PENDING);
            if node.kind == Kind::Memo {
                node.flags |= FAILED;
            }
        }
    }
}
