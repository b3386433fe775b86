//! Edges: each is in two doubly linked lists, the sources of its reader and the subscribers of its source
//! (the idea of alien-signals, <https://github.com/stackblitz/alien-signals>), in a slab with a free list.

use super::cursor::Cursor;
use super::nodes::{Index, NOBODY, NodeId, Nodes};
use crate::cell::{Arena, Slots};

/// Index of a link in its arena.
pub(crate) type LinkId = u32;

/// No link. There is one at its place that joins nobody.
pub(crate) const NONE: LinkId = 0;

/// One edge; aligned so that an index is a shift and none crosses a cache line.
#[repr(C, align(32))]
pub(crate) struct Link {
    /// The whole key: a reader that has it holds the key of something that lives.
    pub(crate) source: NodeId,
    pub(crate) reader: Index,
    pub(crate) previous_source: LinkId,
    pub(crate) next_source: LinkId,
    pub(crate) previous_subscriber: LinkId,
    pub(crate) next_subscriber: LinkId,
    /// The run of the reader that last used it.
    pub(super) run: u32,
}

impl Link {
    /// An edge between nobody and nobody.
    fn vacant() -> Self {
        Self {
            source: NodeId::NULL,
            reader: NOBODY,
            previous_source: NONE,
            next_source: NONE,
            previous_subscriber: NONE,
            next_subscriber: NONE,
            run: 0,
        }
    }
}

/// All edges of a thread.
pub(crate) struct Links {
    pub(super) slots: Arena<Link>,
    /// Where slots begin that were never used.
    unused: LinkId,
    free: LinkId,
    /// How many edges were added so far.
    added: u32,
    /// How many edges, and nodes with theirs, were removed so far.
    pub(super) removed: u32,
    /// Where the current run is.
    pub(super) cursor: Cursor,
    /// The number of the last run.
    pub(super) runs: u32,
}

/// From one index to the next.
const STEP: LinkId = Arena::<Link>::STEP;

/// Edges whose room is kept whatever happens.
const KEPT: usize = 1 << 10;

impl Links {
    pub(crate) fn new() -> Self {
        Self {
            slots: Arena::new(Link::vacant),
            unused: NONE + STEP,
            free: NONE,
            added: 0,
            removed: 0,
            cursor: Cursor::NONE,
            runs: 0,
        }
    }

    /// Gives back the free room behind the last edge that is in use.
    pub(crate) fn trim(&mut self) {
        let used = self.slots.used(|link| link.reader != NOBODY).max(1);
        self.slots.shrink(used.max(KEPT));
        self.unused = Arena::<Link>::index(used);
        self.free = NONE;
        // From the end, so that the first is used first.
        for slot in (1..used).rev() {
            let index = Arena::<Link>::index(slot);
            let free = self.free;
            let link = self.at_mut(index);
            if link.reader == NOBODY {
                link.next_source = free;
                self.free = index;
            }
        }
    }

    /// How many edges were added so far; wraps.
    pub(crate) fn added(&self) -> u32 {
        self.added
    }

    /// How many places there are, used and free.
    #[cfg(test)]
    pub(crate) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// Makes room for more edges.
    pub(crate) fn reserve(&mut self, more: usize) {
        let mut count = (self.unused / STEP) as usize + more;
        let mut free = self.free;
        while free != NONE && count > self.slots.len() {
            free = self.at(free).next_source;
            count -= 1;
        }
        if count > self.slots.len() {
            self.slots.grow(count, Link::vacant);
        }
    }

    /// A number that stays the same as long as no edge is removed.
    #[inline(always)]
    pub(crate) fn removed(&self) -> u32 {
        self.removed
    }

    /// Numbers that stay the same as long as no edge is added or removed.
    #[inline(always)]
    pub(super) fn changes(&self) -> (u32, u32) {
        (self.added, self.removed)
    }

    /// The link of an index that is in some list.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline(always))]
    pub(crate) fn at(&self, link: LinkId) -> &Link {
        self.slots.at(link)
    }

    /// The edges, for a loop that adds and removes none.
    #[inline(always)]
    pub(super) fn open(&mut self) -> Slots<'_, Link> {
        self.slots.open()
    }

    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline(always))]
    pub(super) fn at_mut(&mut self, link: LinkId) -> &mut Link {
        self.slots.at_mut(link)
    }

    /// Whether `link` is (still) the edge from `reader` to `source`.
    pub(crate) fn joins(&self, link: LinkId, source: Index, reader: Index) -> bool {
        let link = self.at(link);
        link.source.index() == source && link.reader == reader
    }

    /// Adds an edge to the reader at the cursor, unless the newest of the source is of this very run. Inlined but in a
    /// browser, where that would be bytes to load.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline(always))]
    pub(super) fn connect(&mut self, nodes: &mut Nodes, source: NodeId) {
        let newest = nodes.at(source.index()).last_subscriber;
        // Where there is none, this is the link that joins nobody.
        let link = self.at(newest);
        if link.run != self.cursor.run || link.reader != self.cursor.reader {
            self.connect_anew(nodes, source, newest);
        }
    }

    #[inline(never)]
    fn connect_anew(&mut self, nodes: &mut Nodes, source: NodeId, previous_subscriber: LinkId) {
        let Cursor {
            reader,
            run,
            last,
            next,
        } = self.cursor;
        let link = self.insert(Link {
            source,
            reader,
            previous_source: last,
            next_source: next,
            previous_subscriber,
            next_subscriber: NONE,
            run,
        });
        self.cursor.last = link;
        if next != NONE {
            self.at_mut(next).previous_source = link;
        }
        if last == NONE {
            nodes.at_mut(reader).sources = link;
        } else {
            self.at_mut(last).next_source = link;
        }
        self.append_subscriber(nodes, link);
    }

    /// Puts an edge behind the other subscribers of its source, the last of which it knows.
    fn append_subscriber(&mut self, nodes: &mut Nodes, link: LinkId) {
        let Link {
            source,
            previous_subscriber,
            ..
        } = *self.at(link);
        let node = nodes.at_mut(source.index());
        node.last_subscriber = link;
        if previous_subscriber == NONE {
            node.subscribers = link;
        } else {
            self.at_mut(previous_subscriber).next_subscriber = link;
        }
    }

    #[inline]
    fn insert(&mut self, link: Link) -> LinkId {
        let mut index = self.free;
        if index == NONE {
            index = self.unused;
            self.unused = index + STEP;
            if !self.slots.has(index) {
                self.slots.grow(2 * self.slots.len(), Link::vacant);
            }
        } else {
            self.free = self.at(index).next_source;
        }
        self.added = self.added.wrapping_add(1);
        *self.at_mut(index) = link;
        index
    }

    #[inline]
    fn remove(&mut self, link: LinkId) {
        let free = self.free;
        let slot = self.at_mut(link);
        slot.source = NodeId::NULL;
        slot.reader = NOBODY;
        slot.next_source = free;
        self.free = link;
        self.removed = self.removed.wrapping_add(1);
    }

    /// Removes the sources of `reader` behind `last`, or all of them.
    #[inline(never)]
    pub(super) fn cut_after(&mut self, nodes: &mut Nodes, reader: Index, last: LinkId) {
        let first = if last == NONE {
            std::mem::replace(&mut nodes.at_mut(reader).sources, NONE)
        } else {
            std::mem::replace(&mut self.at_mut(last).next_source, NONE)
        };
        self.cut_chain(nodes, first);
    }

    /// Removes the edges to all sources of a node.
    pub(crate) fn cut_sources(&mut self, nodes: &mut Nodes, reader: Index) {
        self.cut_after(nodes, reader, NONE);
    }

    /// Removes every edge of a node, in both directions.
    pub(crate) fn isolate(&mut self, nodes: &mut Nodes, id: Index) {
        self.forget_reader(id);
        let node = nodes.at_mut(id);
        let first = std::mem::replace(&mut node.sources, NONE);
        let mut subscriber = std::mem::replace(&mut node.subscribers, NONE);
        node.last_subscriber = NONE;
        self.cut_chain(nodes, first);
        while subscriber != NONE {
            let next = self.at(subscriber).next_subscriber;
            self.detach_from_reader(nodes, subscriber);
            self.remove(subscriber);
            subscriber = next;
        }
    }

    /// Removes a chain of edges that its reader no longer points to.
    fn cut_chain(&mut self, nodes: &mut Nodes, first: LinkId) {
        let mut link = first;
        while link != NONE {
            let next = self.at(link).next_source;
            self.detach_from_source(nodes, link);
            self.remove(link);
            link = next;
        }
    }

    fn detach_from_source(&mut self, nodes: &mut Nodes, link: LinkId) {
        let Link {
            source,
            previous_subscriber: previous,
            next_subscriber: next,
            ..
        } = *self.at(link);
        if next != NONE {
            self.at_mut(next).previous_subscriber = previous;
        } else {
            nodes.at_mut(source.index()).last_subscriber = previous;
        }
        if previous != NONE {
            self.at_mut(previous).next_subscriber = next;
        } else {
            nodes.at_mut(source.index()).subscribers = next;
        }
    }

    fn detach_from_reader(&mut self, nodes: &mut Nodes, link: LinkId) {
        let Link {
            reader,
            previous_source: previous,
            next_source: next,
            ..
        } = *self.at(link);
        self.step_over(link);
        let node = nodes.at_mut(reader);
        if node.last_source == link {
            node.last_source = previous;
        }
        if previous == NONE {
            node.sources = next;
        } else {
            self.at_mut(previous).next_source = next;
        }
        if next != NONE {
            self.at_mut(next).previous_source = previous;
        }
    }
}
