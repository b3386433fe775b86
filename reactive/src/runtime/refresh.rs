//! The pull half: bringing a memo or an effect up to date.

use slotmap::Key;

use super::Runtime;
use crate::cell::Runner;
use crate::graph::{DIRTY, FAILED, Graph, Kind, LinkId, NONE, NodeId, PENDING, RUNNING};
use crate::report;

enum Step {
    /// This memo has to run before the walk can go on.
    Run(NodeId),
    /// The node at the start of the walk is known to be dirty or clean.
    Known(bool),
    /// What the walk stood on is gone: begin again.
    Lost,
}

/// A walk up the sources of one node, without recursion: each edge on the way leads to a pending memo.
struct Walk<'a> {
    runtime: &'a Runtime,
    start: NodeId,
    /// The node whose sources are looked at, and the next of them.
    at: NodeId,
    link: LinkId,
    path: Vec<LinkId>,
    ended: bool,
}

impl Runtime {
    /// Brings a memo up to date.
    pub(crate) fn refresh_memo(&self, id: NodeId) {
        if self.needs_run(id) {
            self.run_memo(id);
        }
        self.flush_unless_batched();
    }

    /// Whether a memo or effect has to run, now that everything above it is up to date.
    pub(crate) fn needs_run(&self, id: NodeId) -> bool {
        let graph = self.graph.borrow();
        let Some(node) = graph.nodes.get(id) else {
            return false;
        };
        let flags = node.flags;
        drop(graph);
        flags & (DIRTY | FAILED) != 0 || flags & PENDING != 0 && self.walk(id)
    }

    fn walk(&self, start: NodeId) -> bool {
        let mut walk = Walk {
            runtime: self,
            start,
            at: start,
            link: NONE,
            path: self.checks.take(),
            ended: false,
        };
        walk.restart();
        loop {
            let step = walk.step(&mut self.graph.borrow_mut());
            match step {
                Step::Run(memo) => {
                    self.run_memo(memo);
                }
                Step::Known(dirty) => {
                    walk.ended = true;
                    return dirty;
                }
                Step::Lost => walk.restart(),
            }
        }
    }

    /// Runs a memo and tells its readers if its value changed.
    fn run_memo(&self, id: NodeId) {
        let Some(runner) = self.prepare_run(id) else {
            return;
        };
        if runner.run(id) {
            self.graph.borrow_mut().mark_changed(id);
        }
    }

    /// Disposes what a node made in its last run and gives the right to run it; `None` if it is gone or, for an effect,
    /// runs already. A memo that runs already depends on itself.
    pub(super) fn prepare_run(&self, id: NodeId) -> Option<Runner> {
        let graph = self.graph.borrow();
        let node = graph.nodes.get(id)?;
        let runner = node.cell.runner();
        let is_memo = node.kind == Kind::Memo;
        let childless = node.youngest.is_null();
        drop(graph);
        if runner.is_none() && is_memo {
            report::cycle(id);
        }
        if !childless && runner.is_some() {
            self.dispose_below(id);
            return runner.filter(|_| self.is_alive(id));
        }
        runner
    }
}

impl Walk<'_> {
    fn restart(&mut self) {
        let graph = self.runtime.graph.borrow();
        self.path.clear();
        self.at = self.start;
        self.link = graph
            .nodes
            .get(self.start)
            .map_or(NONE, |node| node.sources);
    }

    /// Walks until foreign code has to run or the answer is known.
    fn step(&mut self, graph: &mut Graph) -> Step {
        loop {
            let Some(node) = graph.nodes.get(self.at) else {
                return self.lost(graph);
            };
            if node.flags & DIRTY != 0 {
                if self.path.is_empty() {
                    return Step::Known(true);
                }
                let memo = self.at;
                if !self.back(graph) {
                    return Step::Lost;
                }
                return Step::Run(memo);
            }
            if self.link == NONE {
                if let Some(known) = self.clean(graph) {
                    return known;
                }
                continue;
            }
            let link = graph.links.at(self.link);
            if link.reader != self.at {
                return self.lost(graph);
            }
            let (source, next) = (link.source, link.next_source);
            let node = &graph.nodes[source];
            let is_memo = node.kind == Kind::Memo;
            if is_memo && node.flags & (DIRTY | FAILED | RUNNING) != 0 {
                return Step::Run(source);
            }
            if is_memo && node.flags & PENDING != 0 {
                self.path.push(self.link);
                self.link = node.sources;
                self.at = source;
            } else {
                self.link = next;
            }
        }
    }

    /// Every source of the node at hand was looked at and none changed it.
    fn clean(&mut self, graph: &mut Graph) -> Option<Step> {
        graph.nodes[self.at].flags &= !PENDING;
        if self.path.is_empty() {
            return Some(Step::Known(false));
        }
        (!self.back(graph)).then_some(Step::Lost)
    }

    /// Goes back to the reader below; the source just left is looked at once more, and is clean by then.
    fn back(&mut self, graph: &Graph) -> bool {
        let Some(link) = self.path.pop() else {
            return false;
        };
        let source = self.at;
        self.at = graph.links.at(link).reader;
        self.link = link;
        graph.nodes.contains_key(self.at) && graph.links.joins(link, source, self.at)
    }

    /// What to do when foreign code took away the node or edge at hand.
    fn lost(&self, graph: &Graph) -> Step {
        if graph.nodes.contains_key(self.start) {
            Step::Lost
        } else {
            Step::Known(false)
        }
    }
}

impl Drop for Walk<'_> {
    /// Keeps the nodes on the way from staying pending when a memo above them panicked: they would hear of nothing
    /// any more.
    fn drop(&mut self) {
        if !self.ended {
            let mut graph = self.runtime.graph.borrow_mut();
            let Graph { nodes, links, .. } = &mut *graph;
            let readers = self.path.iter().map(|link| links.at(*link).reader);
            for id in readers.chain([self.at, self.start]) {
                if let Some(node) = nodes.get_mut(id).filter(|node| !node.is_effect()) {
                    node.flags = (node.flags & !PENDING) | FAILED;
                }
            }
        }
        self.path.clear();
        self.runtime.checks.set(std::mem::take(&mut self.path));
    }
}
