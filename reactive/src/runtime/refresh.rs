//! The pull half: bringing a memo or an effect up to date.

use super::Runtime;
use super::run::{INLINES, Runs};
use crate::graph::{
    DIRTY, FAILED, Flags, Graph, Index, Kind, LinkId, NONE, Node, NodeId, OWNS, PENDING, RUNNING,
    STALE,
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

impl Runtime {
    /// Brings a memo up to date, and subscribes the observer if `track`: first, so that it hears of the next change even
    /// when this computation panics.
    #[inline(never)]
    pub(crate) fn bring_up_to_date(&self, id: NodeId, track: bool) -> Result<(), Refused> {
        let graph = self.graph.open();
        // Most that are out of date are read where they were read by the run before, which tells that they live.
        let is_nested = track
            && graph.links.has_read_last(id)
            && graph.nodes.at(id.index()).flags & (DIRTY | RUNNING | FAILED | OWNS) == DIRTY;
        drop(graph);
        if is_nested {
            self.bring_up_to_date_nested(id)
        } else {
            self.track_up_to_date(id, track)
        }
    }

    /// Most that are read elsewhere are up to date.
    #[inline(never)]
    fn track_up_to_date(&self, id: NodeId, track: bool) -> Result<(), Refused> {
        let mut graph = self.graph.open();
        let is_stale = |node: &Node| node.flags & STALE != 0;
        if !track || graph.nodes.get(id).is_none_or(is_stale) {
            drop(graph);
            return self.bring_up_to_date_apart(id, track);
        }
        graph.track(id);
        Ok(())
    }

    #[inline(never)]
    fn bring_up_to_date_nested(&self, id: NodeId) -> Result<(), Refused> {
        if !self.has_room() {
            return self.bring_up_to_date_apart(id, true);
        }
        self.run_nested(id);
        Ok(())
    }

    #[inline(never)]
    fn bring_up_to_date_apart(&self, id: NodeId, track: bool) -> Result<(), Refused> {
        let mut graph = self.graph.open();
        let flags = graph.nodes.get(id).ok_or(Refused::Gone)?.flags;
        if track {
            graph.track(id);
        }
        drop(graph);
        if flags & STALE != 0 {
            self.refresh_memo(id, flags);
            self.flush_unless_batched();
        }
        Ok(())
    }

    /// Brings a memo that lives up to date.
    #[inline(never)]
    fn refresh_memo(&self, id: NodeId, flags: Flags) {
        if flags & RUNNING != 0 {
            report::cycle(id);
        }
        self.check_depth(id);
        let runs = self.runs();
        if flags & (DIRTY | FAILED) != 0 || runs.walk_apart(id) && self.is_alive(id) {
            runs.run(id);
        }
        runs.close();
    }
}

impl Runs<'_> {
    /// Brings a memo or an effect up to date, if it lives.
    #[inline]
    pub(super) fn refresh(&self, id: NodeId) {
        if self.needs_run(id) && self.runtime.is_alive(id) {
            self.run(id);
        }
    }

    /// Whether a memo or effect has to run, now that everything above it is up to date.
    #[inline]
    pub(super) fn needs_run(&self, id: NodeId) -> bool {
        let graph = self.runtime.graph.open();
        let flags = graph.nodes.get(id).map_or(0, |node| node.flags);
        drop(graph);
        flags & (DIRTY | FAILED) != 0 || flags & PENDING != 0 && self.walk_apart(id)
    }

    /// Whether a pending memo or effect that lives has to run.
    #[inline(never)]
    fn walk_apart(&self, start: NodeId) -> bool {
        self.walk_inline::<false>(start)
    }

    /// As [`walk_apart`](Self::walk_apart), for the loop over all effects.
    #[inline(always)]
    pub(super) fn walk(&self, start: NodeId) -> bool {
        if INLINES {
            self.walk_inline::<true>(start)
        } else {
            self.walk_apart(start)
        }
    }

    #[inline(always)]
    fn walk_inline<const INLINE: bool>(&self, start: NodeId) -> bool {
        let graph = self.runtime.graph.open();
        let mut walk = Walk {
            runs: self,
            start,
            at: start.index(),
            link: graph.nodes.at(start.index()).sources,
            base: graph.path.len(),
            removed: graph.links.removed(),
        };
        drop(graph);
        let is_dirty = loop {
            match walk.attempt::<INLINE>() {
                Ok(is_dirty) => break is_dirty,
                Err(Cut) => match self.runtime.begin_anew(walk.base, start) {
                    Ok(first) => (walk.at, walk.link) = (start.index(), first),
                    Err(is_dirty) => break is_dirty,
                },
            }
        };
        std::mem::forget(walk);
        is_dirty
    }
}

/// Foreign code has cut the way back.
struct Cut;

impl Walk<'_> {
    /// Walks until it is known whether the node at the start is dirty.
    #[inline(always)]
    fn attempt<const INLINE: bool>(&mut self) -> Result<bool, Cut> {
        let runtime = self.runs.runtime;
        let mut graph = runtime.graph.open();
        loop {
            let Some(mut memo) = self.find(&mut graph)? else {
                return Ok(graph.nodes.at(self.at).flags & DIRTY != 0);
            };
            // Down again as long as what runs makes its reader dirty.
            loop {
                drop(graph);
                let told = self.runs.run_memo::<INLINE>(memo);
                graph = runtime.graph.open();
                if !(told.is_only(self.link) && graph.links.removed() == self.removed) {
                    graph.mark_changed(told.first);
                    self.check(&graph, memo)?;
                    if graph.nodes.at(self.at).flags & DIRTY == 0 {
                        break;
                    }
                }
                if graph.path.len() <= self.base {
                    graph.nodes.at_mut(self.at).flags |= DIRTY;
                    return Ok(true);
                }
                memo = self.back(&mut graph)?;
            }
        }
    }

    /// The next memo that has to run; nothing if the node at the start is found to be clean, or told to be dirty.
    #[inline(always)]
    fn find(&mut self, graph: &mut Graph) -> Result<Option<Index>, Cut> {
        while graph.nodes.at(self.at).flags & DIRTY == 0 {
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
                    _ => return Ok(Some(source)),
                }
            }
            graph.nodes.at_mut(self.at).flags &= !PENDING;
            if graph.path.len() <= self.base {
                return Ok(None);
            }
            self.back(graph)?;
        }
        // Something that ran on the way has told it.
        if graph.path.len() <= self.base {
            return Ok(None);
        }
        self.back(graph).map(Some)
    }

    /// Goes back to the reader below; answers with the memo it comes from.
    #[inline(always)]
    fn back(&mut self, graph: &mut Graph) -> Result<Index, Cut> {
        let source = self.at;
        let (link, reader) = graph.path.pop().ok_or(Cut)?;
        (self.link, self.at) = (link, reader);
        self.check(graph, source)?;
        Ok(source)
    }

    /// Whether the edge at hand still joins a source to the node at hand.
    #[inline(always)]
    fn check(&self, graph: &Graph, source: Index) -> Result<(), Cut> {
        let stands =
            graph.links.removed() == self.removed || graph.links.joins(self.link, source, self.at);
        if stands { Ok(()) } else { Err(Cut) }
    }
}

impl Drop for Walk<'_> {
    /// Only reached by a panic. What it knows is given by value, so that a walk keeps it in registers.
    #[inline(always)]
    fn drop(&mut self) {
        let runtime = self.runs.runtime;
        runtime.abandon_walk(self.base, self.at, self.start.index());
    }
}

impl Runtime {
    /// The first edge for a walk that begins anew; or whether the node at the start is dirty, if that is known already.
    #[cold]
    #[inline(never)]
    fn begin_anew(&self, base: usize, start: NodeId) -> Result<LinkId, bool> {
        let mut graph = self.graph.open();
        graph.path.truncate(base);
        match graph.nodes.get(start) {
            None => Err(false),
            Some(node) if node.flags & DIRTY != 0 => Err(true),
            Some(node) => Ok(node.sources),
        }
    }

    /// Ends a walk that has panicked: the nodes on the way must not stay pending, they would hear of nothing any more.
    #[cold]
    #[inline(never)]
    fn abandon_walk(&self, base: usize, at: Index, start: Index) {
        let mut graph = self.graph.open();
        let base = base.min(graph.path.len());
        let readers: Vec<Index> = graph.path.drain(base..).map(|(_, reader)| reader).collect();
        for index in readers.into_iter().chain([at, start]) {
            let node = graph.nodes.at_mut(index);
            node.flags &= !(DIRTY | PENDING);
            if node.kind == Kind::Memo {
                node.flags |= FAILED;
            }
        }
    }
}
