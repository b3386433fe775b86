//! The push half: a write marks what may be out of date and queues effects.

use super::node::EFFECT;
use super::{DIRTY, Flags, Graph, Index, LEFT, LinkId, NONE, PENDING, RUNNING, USERS};

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
            if below != NONE {
                waiting.push(below);
            }
            link = next;
        }
        // Only taken from here on: what was taken stays until all is.
        let mut taken = 0;
        while let Some(first) = waiting.get(taken) {
            taken += 1;
            let mut link = *first;
            while link != NONE {
                let (below, next) = self.mark(link, PENDING);
                link = next;
                if below == NONE {
                    continue;
                }
                if next == NONE && taken == waiting.len() {
                    link = below;
                } else {
                    waiting.push(below);
                }
            }
        }
        waiting.clear();
        self.marks = waiting;
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
                if flags & (DIRTY | LEFT | EFFECT) == DIRTY {
                    self.suspect(reader);
                }
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

    /// Remembers a memo that nobody has brought up to date since it was told.
    #[cold]
    fn suspect(&mut self, memo: Index) {
        self.nodes.at_mut(memo).flags |= LEFT;
        self.left.push(memo);
    }

    /// Lets go of the sources of memos that are still dirty when all effects have run: nobody reads them. They need not
    /// hear of anything more, as they must run before they are read, which is when they subscribe again.
    #[inline]
    pub(crate) fn unlink_unread(&mut self) {
        while let Some(memo) = self.left.pop() {
            let node = self.nodes.at_mut(memo);
            let flags = node.flags;
            node.flags &= !LEFT;
            // One that was disposed since has no flags, nor has what took its place.
            if flags & (LEFT | DIRTY | RUNNING) == LEFT | DIRTY {
                self.links.cut_sources(&mut self.nodes, memo);
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::NodeId;
    use crate::handle::Readable;
    use crate::runtime::runtime;
    use crate::{Memo, Owner, RenderEffect, RwSignal, batch};

    fn subscribers(source: NodeId) -> usize {
        let graph = runtime().graph.open();
        let first = graph
            .nodes
            .get(source)
            .map_or(NONE, |node| node.subscribers);
        let next = |link: &LinkId| Some(graph.links.at(*link).next_subscriber);
        let all = std::iter::successors(Some(first), next);
        all.take_while(|link| *link != NONE).count()
    }

    /// An owner with an effect that reads.
    fn reader(read: impl Fn() + 'static) -> Owner {
        let owner = Owner::new_root();
        owner.with(|| RenderEffect::new(read));
        owner
    }

    #[test]
    fn memos_that_nobody_reads_any_more_leave_their_sources() {
        let source = RwSignal::new(1);
        let memos: Vec<Memo<i32>> = (0..100)
            .map(|add| Memo::new(move || source.get() + add))
            .collect();
        let list = memos.clone();
        let owner = reader(move || list.iter().for_each(|memo| memo.track()));
        assert_eq!(subscribers(source.node()), 100);
        owner.dispose();
        (2..5).for_each(|value| source.set(value));
        assert_eq!(subscribers(source.node()), 0);
        // Linked again by the next read.
        assert_eq!(memos[7].get(), 11);
        assert_eq!(subscribers(source.node()), 1);
        source.set(10);
        assert_eq!(memos[7].get(), 17);
    }

    #[test]
    fn also_below_a_memo_that_stays() {
        let source = RwSignal::new(0);
        let middle = Memo::new(move || source.get() / 2);
        let last = Memo::new(move || middle.get() + 1);
        let _stays = reader(move || middle.track());
        reader(move || last.track()).dispose();
        assert_eq!(subscribers(middle.node()), 2);
        (2..8).for_each(|value| source.set(value));
        assert_eq!(subscribers(middle.node()), 1);
        assert_eq!(last.get(), 4);
    }

    #[test]
    fn one_that_is_read_stays_whatever_is_written() {
        let source = RwSignal::new(0);
        let memo = Memo::new(move || source.get());
        let _stays = reader(move || memo.track());
        batch(|| (1..9).for_each(|value| source.set(value)));
        assert_eq!((subscribers(source.node()), memo.get()), (1, 8));
    }

    #[test]
    fn a_signal_keeps_no_edge_of_readers_that_are_gone() {
        let source = RwSignal::new(0_u32);
        for round in 0..50_000_u32 {
            let owner = Owner::new_root();
            owner.with(|| {
                let memo = Memo::new(move || source.get() + 1);
                RenderEffect::new(move || memo.track());
            });
            if round.is_multiple_of(1 << 10) {
                source.set(round);
            }
            owner.dispose();
            assert_eq!(subscribers(source.node()), 0);
        }
    }
}
