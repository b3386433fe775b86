//! Edges: each is in two doubly linked lists, the sources of its reader and the subscribers of its source
//! (the idea of alien-signals, <https://github.com/stackblitz/alien-signals>), in a slab with a free list.

use super::nodes::{Index, NOBODY, NodeId, Nodes};

/// Index of a link.
pub(crate) type LinkId = u32;

/// No link.
pub(crate) const NONE: LinkId = u32::MAX;

/// One edge; aligned so that an index is a shift and none crosses a cache line.
#[repr(align(32))]
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

/// All edges of a thread.
pub(crate) struct Links {
    slab: Vec<Link>,
    free: LinkId,
}

/// Edges whose room is kept whatever happens.
const KEPT: usize = 256;

impl Links {
    pub(crate) fn new() -> Self {
        Self {
            slab: Vec::new(),
            free: NONE,
        }
    }

    /// Gives back the free room behind the last edge that is in use.
    pub(crate) fn trim(&mut self) {
        let used = self.slab.iter().rposition(|link| link.reader != NOBODY);
        self.slab.truncate(used.map_or(0, |last| last + 1));
        self.slab.shrink_to(KEPT);
        self.free = NONE;
        for (index, link) in (0..).zip(&mut self.slab) {
            if link.reader == NOBODY {
                link.next_source = self.free;
                self.free = index;
            }
        }
    }

    /// The link of an index that is in some list.
    #[inline]
    pub(crate) fn at(&self, link: LinkId) -> &Link {
        &self.slab[link as usize]
    }

    #[inline]
    fn at_mut(&mut self, link: LinkId) -> &mut Link {
        &mut self.slab[link as usize]
    }

    /// Whether `link` is (still) the edge from `reader` to `source`.
    pub(crate) fn joins(&self, link: LinkId, source: Index, reader: Index) -> bool {
        let link = self.at(link);
        link.source == source && link.reader == reader
    }

    /// Records that `reader`, in its run numbered `run`, reads `source`. Reuses the edge of its previous run when the
    /// order of reading is the same.
    #[inline]
    pub(crate) fn connect(&mut self, nodes: &mut Nodes, source: Index, reader: NodeId, run: u32) {
        let Some(node) = nodes.get_mut(reader) else {
            return;
        };
        let last = node.last_source;
        let next = if last == NONE {
            node.sources
        } else {
            let last = self.at(last);
            if last.source == source {
                return;
            }
            last.next_source
        };
        if next != NONE {
            let link = self.at_mut(next);
            if link.source == source {
                link.run = run;
                node.last_source = next;
                return;
            }
        }
        self.connect_new(nodes, source, reader.index(), (last, next), run);
    }

    #[inline(never)]
    fn connect_new(
        &mut self,
        nodes: &mut Nodes,
        source: Index,
        reader: Index,
        (last, next): (LinkId, LinkId),
        run: u32,
    ) {
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

    fn insert(&mut self, link: Link) -> LinkId {
        if self.free == NONE {
            let index = LinkId::try_from(self.slab.len()).expect("fewer than 2^32 edges");
            self.slab.push(link);
            return index;
        }
        let index = self.free;
        let slot = self.at_mut(index);
        let next_free = slot.next_source;
        *slot = link;
        self.free = next_free;
        index
    }

    fn remove(&mut self, link: LinkId) {
        let free = self.free;
        let slot = self.at_mut(link);
        slot.source = NOBODY;
        slot.reader = NOBODY;
        slot.next_source = free;
        self.free = link;
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
