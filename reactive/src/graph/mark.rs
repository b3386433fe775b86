//! The push half: a write marks what may be out of date and queues effects.

use super::{DIRTY, Graph, Index, Kind, LinkId, NONE, Node, PENDING, QUEUED, RUNNING};

impl Graph {
    /// Tells the readers of a source that it changed: direct readers are dirty, theirs are pending. Each node is
    /// entered once, whatever the number of paths to it.
    pub(crate) fn mark_readers(&mut self, source: Index) {
        let mut link = self.nodes.at(source).subscribers;
        while link != NONE {
            let next = self.links.at(link).next_subscriber;
            if let Some(below) = self.mark(link, DIRTY) {
                self.mark_below(below);
            }
            link = next;
        }
    }

    /// Tells the readers of a memo whose value changed that they must run.
    #[inline]
    pub(crate) fn mark_changed(&mut self, memo: Index) {
        let mut link = self.nodes.at(memo).subscribers;
        while link != NONE {
            let edge = self.links.at(link);
            let node = self.nodes.at_mut(edge.reader);
            if node.flags & (PENDING | DIRTY) == PENDING {
                node.flags |= DIRTY;
            }
            link = edge.next_subscriber;
        }
    }

    fn mark_below(&mut self, first: LinkId) {
        let mut waiting = std::mem::take(&mut self.marks);
        let mut link = first;
        loop {
            let next = self.links.at(link).next_subscriber;
            let below = self.mark(link, PENDING);
            match (below, next) {
                (Some(below), NONE) => link = below,
                (Some(below), next) => {
                    waiting.push(next);
                    link = below;
                }
                (None, NONE) => match waiting.pop() {
                    Some(next) => link = next,
                    None => break,
                },
                (None, next) => link = next,
            }
        }
        self.marks = waiting;
    }

    /// Marks the reader of one edge; answers its first subscriber when the wave goes on from there.
    #[inline(always)]
    fn mark(&mut self, link: LinkId, level: u8) -> Option<LinkId> {
        let reader = self.links.at(link).reader;
        let node = self.nodes.at_mut(reader);
        if node.flags & RUNNING != 0 {
            self.mark_running(link, level);
            return None;
        }
        let known = node.flags & (DIRTY | PENDING) != 0;
        node.flags |= level;
        if known {
            return None;
        }
        if node.is_effect() {
            self.enqueue(reader);
            return None;
        }
        (node.subscribers != NONE).then_some(node.subscribers)
    }

    /// An effect that writes what it has read in this very run has to run again; what it has not read yet it will read
    /// as it is now.
    #[cold]
    fn mark_running(&mut self, link: LinkId, level: u8) {
        let reader = self.links.at(link).reader;
        let node = self.nodes.at(reader);
        if !node.is_effect() || !self.was_read(link, node) {
            return;
        }
        self.nodes.at_mut(reader).flags |= level;
        self.enqueue(reader);
    }

    fn was_read(&self, link: LinkId, reader: &Node) -> bool {
        let mut read = reader.last_source;
        while read != NONE && read != link {
            read = self.links.at(read).previous_source;
        }
        read == link
    }

    /// Puts an effect into the queue of its class.
    pub(crate) fn enqueue(&mut self, effect: Index) {
        let node = self.nodes.at_mut(effect);
        if node.flags & QUEUED == 0 {
            node.flags |= QUEUED;
            let queue = usize::from(node.kind == Kind::UserEffect);
            let id = self.nodes.id(effect);
            self.queues[queue].push_back(id);
        }
    }
}
