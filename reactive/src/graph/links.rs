//! Edges: each is in two doubly linked lists, the sources of its reader and the subscribers of its source
//! (the idea of alien-signals, <https://github.com/stackblitz/alien-signals>), in a slab with a free list.

use super::nodes::{Index, NOBODY, NodeId, Nodes};
use crate::cell::Arena;

/// Index of a link.
pub(crate) type LinkId = u32;

/// No link. There is one at its place that joins nobody.
pub(crate) const NONE: LinkId = 0;

/// One edge; aligned so that an index is a shift and none crosses a cache line.
#[repr(C, align(32))]
pub(crate) struct Link {
    pub(crate) source: Index,
    pub(crate) reader: Index,
    pub(crate) previous_source: LinkId,
    pub(crate) next_source: LinkId,
    pub(crate) previous_subscriber: LinkId,
    pub(crate) next_subscriber: LinkId,
    /// The run of the reader that last used it.
    run: u32,
}

impl Link {
    /// An edge between nobody and nobody.
    fn vacant() -> Self {
        Self {
            source: NOBODY,
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
    slots: Arena<Link>,
    /// Where slots begin that were never used.
    unused: LinkId,
    free: LinkId,
    /// How many edges were removed so far.
    removed: u32,
}

/// Edges whose room is kept whatever happens.
const KEPT: usize = 256;

impl Links {
    pub(crate) fn new() -> Self {
        Self {
            slots: Arena::new(Link::vacant()),
            unused: NONE + 1,
            free: NONE,
            removed: 0,
        }
    }

    /// Gives back the free room behind the last edge that is in use.
    pub(crate) fn trim(&mut self) {
        let slots = self.slots.slots();
        let used = slots.iter().rposition(|link| link.reader != NOBODY);
        let used = used.map_or(1, |last| last + 1);
        self.slots.shrink(used.max(KEPT));
        self.unused = LinkId::try_from(used).unwrap_or(LinkId::MAX);
        self.free = NONE;
        let below = (0..self.unused).zip(self.slots.slots_mut()).skip(1);
        for (index, link) in below {
            if link.reader == NOBODY {
                link.next_source = self.free;
                self.free = index;
            }
        }
    }

    /// A number that stays the same as long as no edge is removed.
    #[inline(always)]
    pub(crate) fn removed(&self) -> u32 {
        self.removed
    }

    /// The link of an index that is in some list.
    #[inline(always)]
    pub(crate) fn at(&self, link: LinkId) -> &Link {
        self.slots.at(link)
    }

    #[inline(always)]
    fn at_mut(&mut self, link: LinkId) -> &mut Link {
        self.slots.at_mut(link)
    }

    /// Whether `link` is (still) the edge from `reader` to `source`.
    pub(crate) fn joins(&self, link: LinkId, source: Index, reader: Index) -> bool {
        let link = self.at(link);
        link.source == source && link.reader == reader
    }

    /// Records that `reader`, in its run numbered `run`, reads `source`, if that takes no new edge: where the order of
    /// reading is that of the previous run. Says whether it is done.
    #[inline(always)]
    pub(crate) fn reuse(
        &mut self,
        nodes: &mut Nodes,
        source: Index,
        reader: NodeId,
        run: u32,
    ) -> bool {
        let Some(node) = nodes.running(reader) else {
            return true;
        };
        let last = node.last_source;
        let next = if last == NONE {
            node.sources
        } else {
            let last = self.at(last);
            if last.source == source {
                return true;
            }
            last.next_source
        };
        // The link of `NONE` joins nobody, so that it need not be asked for.
        let link = self.at_mut(next);
        let is_same = link.source == source;
        if is_same {
            link.run = run;
            node.last_source = next;
        }
        is_same
    }

    /// Records that `reader` reads `source`, where [`reuse`](Self::reuse) does not do.
    #[inline(never)]
    pub(crate) fn connect(&mut self, nodes: &mut Nodes, source: Index, reader: NodeId, run: u32) {
        let reader = reader.index();
        let node = nodes.at(reader);
        let last = node.last_source;
        let next = match last {
            NONE => node.sources,
            last => self.at(last).next_source,
        };
        let previous_subscriber = nodes.at_mut(source).last_subscriber;
        if previous_subscriber != NONE {
            let link = self.at(previous_subscriber);
            if link.run == run && link.reader == reader {
                return;
            }
        }
        let link = self.insert(Link {
            source,
            reader,
            previous_source: last,
            next_source: next,
            previous_subscriber,
            next_subscriber: NONE,
            run,
        });
        if next != NONE {
            self.at_mut(next).previous_source = link;
        }
        if last != NONE {
            self.at_mut(last).next_source = link;
        }
        if previous_subscriber != NONE {
            self.at_mut(previous_subscriber).next_subscriber = link;
        }
        let node = nodes.at_mut(reader);
        node.last_source = link;
        if last == NONE {
            node.sources = link;
        }
        let node = nodes.at_mut(source);
        node.last_subscriber = link;
        if previous_subscriber == NONE {
            node.subscribers = link;
        }
    }

    #[inline]
    fn insert(&mut self, link: Link) -> LinkId {
        let mut index = self.free;
        if index == NONE {
            index = self.unused;
            self.unused += 1;
            if index as usize >= self.slots.len() {
                self.slots.grow(Link::vacant);
            }
        } else {
            self.free = self.at(index).next_source;
        }
        *self.at_mut(index) = link;
        index
    }

    #[inline]
    fn remove(&mut self, link: LinkId) {
        let free = self.free;
        let slot = self.at_mut(link);
        slot.source = NOBODY;
        slot.reader = NOBODY;
        slot.next_source = free;
        self.free = link;
        self.removed = self.removed.wrapping_add(1);
    }

    /// Removes the sources of `reader` that its current run did not read.
    #[inline(never)]
    pub(crate) fn drop_unread(&mut self, nodes: &mut Nodes, reader: Index) {
        let node = nodes.at_mut(reader);
        let last = node.last_source;
        let first = if last == NONE {
            std::mem::replace(&mut node.sources, NONE)
        } else {
            std::mem::replace(&mut self.at_mut(last).next_source, NONE)
        };
        self.cut_chain(nodes, first);
    }

    /// Removes every edge of a node, in both directions.
    pub(crate) fn isolate(&mut self, nodes: &mut Nodes, id: Index) {
        let node = nodes.at_mut(id);
        let first = std::mem::replace(&mut node.sources, NONE);
        node.last_source = NONE;
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
            nodes.at_mut(source).last_subscriber = previous;
        }
        if previous != NONE {
            self.at_mut(previous).next_subscriber = next;
        } else {
            nodes.at_mut(source).subscribers = next;
        }
    }

    fn detach_from_reader(&mut self, nodes: &mut Nodes, link: LinkId) {
        let Link {
            reader,
            previous_source: previous,
            next_source: next,
            ..
        } = *self.at(link);
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
