//! The push half: a write marks what may be out of date and queues effects.

use super::node::EFFECT;
use super::{DIRTY, Flags, Graph, Index, LinkId, NONE, PENDING, RUNNING, USERS};

/// `DIRTY` for one that is pending.
#[inline(always)]
fn dirty_if_pending(flags: Flags) -> Flags {
    const { assert!(PENDING == DIRTY << 1, "one is shifted to the other") };
    (flags & PENDING) >> 1
}

impl Graph {
    /// Tells the readers of a source that it changed: direct readers are dirty, theirs are pending. Each node is
    /// entered once, whatever the number of paths to it.
    #[inline]
    pub(crate) fn mark_readers(&mut self, source: Index) {
        let mut link = self.nodes.at(source).subscribers;
        if link == NONE {
            return;
        }
        let mut waiting = std::mem::take(&mut self.marks);
        while link != NONE {
            let (below, next) = self.mark(link, DIRTY);
            self.mark_below(below, &mut waiting);
            link = next;
        }
        self.marks = waiting;
    }

    /// Marks what can be reached from an edge and those after it.
    #[inline(always)]
    fn mark_below(&mut self, mut link: LinkId, waiting: &mut Vec<LinkId>) {
        while link != NONE {
            let (below, next) = self.mark(link, PENDING);
            link = match (below, next) {
                (NONE, NONE) => waiting.pop().unwrap_or(NONE),
                (NONE, next) => next,
                (below, NONE) => below,
                (below, next) => {
                    waiting.push(next);
                    below
                }
            };
        }
    }

    /// Marks the reader of one edge. Answers its first subscriber, if the wave goes on from there, and the edge after
    /// this one.
    #[inline(always)]
    fn mark(&mut self, link: LinkId, level: Flags) -> (LinkId, LinkId) {
        let edge = self.links.at(link);
        let (reader, next) = (edge.reader, edge.next_subscriber);
        let node = self.nodes.at_mut(reader);
        let flags = node.flags;
        if flags & (RUNNING | DIRTY | PENDING) != 0 {
            if flags & RUNNING != 0 {
                self.mark_running(link, level);
            } else {
                node.flags = flags | level;
            }
            return (NONE, next);
        }
        node.flags = flags | level;
        if flags & EFFECT == 0 {
            return (node.subscribers, next);
        }
        self.enqueue(reader);
        (NONE, next)
    }

    /// Tells the readers of a memo whose value changed that they must run.
    #[inline(always)]
    pub(crate) fn mark_changed(&mut self, mut link: LinkId) {
        while link != NONE {
            let edge = self.links.at(link);
            let node = self.nodes.at_mut(edge.reader);
            node.flags |= dirty_if_pending(node.flags);
            link = edge.next_subscriber;
        }
    }

    /// An effect that writes what it has read in this very run has to run again; what it has not read yet it will read
    /// as it is now.
    #[cold]
    fn mark_running(&mut self, link: LinkId, level: Flags) {
        let reader = self.links.at(link).reader;
        let node = self.nodes.at(reader);
        let mut read = self.links.last_read(&self.nodes, reader);
        while read != NONE && read != link {
            read = self.links.at(read).previous_source;
        }
        if node.is_effect() && read == link {
            let is_queued = node.flags & (DIRTY | PENDING) != 0;
            self.nodes.at_mut(reader).flags |= level;
            if !is_queued {
                self.enqueue(reader);
            }
        }
    }

    /// Puts an effect that has just been marked into the queue of its class. One that is there already, because it ran
    /// before its turn came, is found clean the second time.
    #[inline(always)]
    pub(crate) fn enqueue(&mut self, effect: Index) {
        let id = self.nodes.id(effect);
        if self.nodes.at(effect).flags & USERS == 0 {
            self.renders.push(id);
        } else {
            self.users.push(id);
        }
    }
}
