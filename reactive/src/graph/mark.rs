//! The push half: a write marks what may be out of date and queues effects.

use super::node::EFFECT;
use super::{DIRTY, Flags, Graph, Index, LEFT, LinkId, NONE, NodeId, PENDING, RUNNING};

/// `DIRTY` for one that is pending.
#[inline(always)]
fn dirty_if_pending(flags: Flags) -> Flags {
    const { assert!(PENDING == DIRTY << 1, "one is shifted to the other") };
    (flags & PENDING) >> 1
}

impl Graph {
    /// Tells the readers of a source that it changed: direct readers are dirty, theirs are pending. `is_idle` if nothing
    /// runs now.
    #[inline]
    pub(crate) fn mark_readers(&mut self, source: Index, is_idle: bool) {
        if !is_idle || self.nodes.at(source).subscribers == NONE {
            self.mark_anew(source);
        } else if !self.wave.is_again(source, &self.links) {
            self.wave.note(source, &self.links);
            self.mark_anew(source);
        } else if self.wave.is_recorded() {
            self.mark_as_before();
        } else {
            self.mark_anew(source);
            self.wave.record(&mut self.nodes, &self.links);
        }
    }

    /// As [`mark_anew`](Self::mark_anew), by the record.
    ///
    /// What was marked before has let all below know already, which now hears of it a second time, for nothing.
    #[inline(always)]
    fn mark_as_before(&mut self) {
        let mut nodes = self.nodes.open();
        for (memo, level) in self.wave.memos() {
            let node = nodes.at_mut(memo);
            let flags = node.flags;
            debug_assert_eq!(flags & RUNNING, 0, "nothing runs");
            node.flags = flags | level;
            if flags & (DIRTY | LEFT) == DIRTY {
                node.flags |= LEFT;
                self.left.push(memo);
            }
        }
        for (effect, level) in self.wave.effects() {
            let node = nodes.at_mut(effect);
            let flags = node.flags;
            node.flags = flags | level;
            if flags & (DIRTY | PENDING) == 0 {
                let id = NodeId::of(effect, node.generation);
                self.queues.push(flags, id);
            }
        }
    }

    /// Marks all below a source, the readers of one node before theirs. Each node is entered once, whatever the number of
    /// paths to it.
    ///
    /// Lists where the wave still has to go on are chained by the previous subscriber of their first edge, which it has none of.
    #[inline(never)]
    fn mark_anew(&mut self, source: Index) {
        let (mut link, mut level) = (self.nodes.at(source).subscribers, DIRTY);
        let (mut list, mut last_list) = (link, link);
        let (mut nodes, mut links) = (self.nodes.open(), self.links.open());
        while link != NONE {
            let edge = links.at(link);
            let (this, reader) = (link, edge.reader);
            link = edge.next_subscriber;
            let node = nodes.at_mut(reader);
            let flags = node.flags;
            if flags & (RUNNING | DIRTY | PENDING) == 0 {
                node.flags = flags | level;
                let below = node.subscribers;
                if flags & EFFECT != 0 {
                    let id = NodeId::of(reader, node.generation);
                    self.queues.push(flags, id);
                } else if below != NONE {
                    links.at_mut(last_list).previous_subscriber = below;
                    last_list = below;
                }
            } else {
                // The wave has been there, or another, or it comes from there.
                if flags & RUNNING == 0 {
                    node.flags = flags | level;
                }
                if flags & RUNNING != 0 || flags & (DIRTY | LEFT | EFFECT) == DIRTY {
                    self.mark_again(this, level);
                    (nodes, links) = (self.nodes.open(), self.links.open());
                }
            }
            if link == NONE {
                link = std::mem::replace(&mut links.at_mut(list).previous_subscriber, NONE);
                (list, level) = (link, PENDING);
            }
        }
    }

    /// What else there is to do about a reader that runs or was dirty before.
    #[cold]
    #[inline(never)]
    fn mark_again(&mut self, link: LinkId, level: Flags) {
        let reader = self.links.at(link).reader;
        if self.nodes.at(reader).flags & RUNNING != 0 {
            self.mark_running(link, level);
        } else {
            self.suspect(reader);
        }
    }

    /// Remembers a memo that nobody has brought up to date since it was told.
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
        let flags = self.nodes.at(effect).flags;
        self.queues.push(flags, id);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;
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
    fn one_below_a_memo_that_stays_equal_keeps_its_value_and_its_edge() {
        let source = RwSignal::new(0);
        let middle = Memo::new(move || source.get() / 100);
        let runs = Rc::new(Cell::new(0));
        let count = Rc::clone(&runs);
        let last = Memo::new(move || {
            count.set(count.get() + 1);
            middle.get()
        });
        let _stays = reader(move || middle.track());
        assert_eq!(last.get(), 0);
        (1..50).for_each(|value| source.set(value));
        // Without the edge it could not know that it need not run.
        assert_eq!((subscribers(middle.node()), last.get()), (2, 0));
        assert_eq!(runs.get(), 1);
        // It has to run anyway.
        (100..102).for_each(|value| source.set(value));
        assert_eq!(subscribers(middle.node()), 1);
        assert_eq!((last.get(), runs.get()), (1, 2));
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

    /// Counts its runs; reads.
    fn counted(read: impl Fn() + 'static) -> (Owner, Rc<Cell<u32>>) {
        let runs = Rc::new(Cell::new(0));
        let count = Rc::clone(&runs);
        let owner = reader(move || {
            count.set(count.get() + 1);
            read();
        });
        runs.set(0);
        (owner, runs)
    }

    fn is_recorded(source: RwSignal<i32>) -> bool {
        let graph = runtime().graph.open();
        let is_again = graph.wave.is_again(source.node().index(), &graph.links);
        is_again && graph.wave.is_recorded()
    }

    #[test]
    fn a_wave_that_is_repeated_goes_by_its_record_until_an_edge_changes() {
        let source = RwSignal::new(0);
        let memo = Memo::new(move || source.get() / 2);
        let (_first, first) = counted(move || assert!(memo.get() <= source.get()));
        let (_second, second) = counted(move || memo.track());
        (2..5).for_each(|value| source.set(value));
        assert!(is_recorded(source));
        assert_eq!((first.get(), second.get()), (3, 2));
        // A reader more.
        let (third, runs) = counted(move || memo.track());
        assert!(!is_recorded(source));
        source.set(10);
        assert_eq!((second.get(), runs.get()), (3, 1));
        (11..14).for_each(|value| source.set(value));
        assert!(is_recorded(source));
        assert_eq!((second.get(), runs.get()), (4, 2));
        // One less, whose slot is used again by something that must not be marked.
        third.dispose();
        let other = RwSignal::new(0);
        let (_other, seen) = counted(move || other.track());
        assert!(!is_recorded(source));
        source.set(20);
        assert_eq!((second.get(), runs.get(), seen.get()), (5, 2, 0));
    }

    #[test]
    fn a_wave_that_meets_another_reaches_all_that_its_record_has() {
        let (one, other) = (RwSignal::new(0), RwSignal::new(0));
        let sum = Memo::new(move || one.get() + other.get());
        let (_owner, runs) = counted(move || sum.track());
        (1..4).for_each(|value| one.set(value));
        assert!(is_recorded(one));
        batch(|| {
            other.set(1);
            one.set(2);
        });
        assert_eq!((sum.get(), runs.get()), (3, 3));
        batch(|| {
            one.set(4);
            one.set(5);
            other.set(2);
        });
        assert_eq!((sum.get(), runs.get()), (7, 4));
    }
}
