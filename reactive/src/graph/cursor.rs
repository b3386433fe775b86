//! Where a run is in the sources of its reader: most runs read what the one before has read, in the same order.

use super::links::{LinkId, Links, NONE};
use super::nodes::{Index, NOBODY, NodeId, Nodes};

/// The current run of a memo or an effect that tracks what it reads.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    /// `NOBODY`: nothing is tracked.
    pub(super) reader: Index,
    /// Number of the run.
    pub(super) run: u32,
    /// The source read last.
    pub(super) last: LinkId,
    /// The source that comes next, if the run reads as the one before did.
    pub(super) next: LinkId,
}

impl Cursor {
    pub(super) const NONE: Self = Self {
        reader: NOBODY,
        run: 0,
        last: NONE,
        next: NONE,
    };
}

/// A run that something else has interrupted. What it has read last its node knows.
#[derive(Clone, Copy)]
pub(crate) struct Interrupted {
    next: LinkId,
    /// The count of removed edges: while it stays, `next` is right.
    removed: u32,
    run: u32,
    reader: Index,
}

impl Interrupted {
    /// No run, or one that does not track.
    pub(crate) const NONE: Self = Self {
        next: NONE,
        removed: 0,
        run: 0,
        reader: NOBODY,
    };
}

impl Links {
    /// Whether what is read now is tracked.
    #[inline]
    pub(crate) fn is_tracking(&self) -> bool {
        self.cursor.reader != NOBODY
    }

    /// Begins a run of `reader` before the first of its sources.
    #[inline(always)]
    pub(crate) fn begin(&mut self, reader: Index, sources: LinkId) {
        self.runs = self.runs.wrapping_add(1);
        self.cursor = Cursor {
            reader,
            run: self.runs,
            last: NONE,
            next: sources,
        };
    }

    /// Records a read, if it is the next of the run before; says whether it is. The source then lives, as there is an
    /// edge to it.
    #[inline(always)]
    pub(crate) fn pass(&mut self, source: NodeId) -> bool {
        let Cursor { run, next, .. } = self.cursor;
        // The link of `NONE` has the key of nothing, so that it need not be asked for.
        let link = self.slots.at_mut(next);
        let is_next = link.source == source;
        if is_next {
            link.run = run;
            self.cursor.next = link.next_source;
            self.cursor.last = next;
        }
        is_next
    }

    /// As [`pass`](Self::pass); also says yes if it is what was read last.
    #[inline(always)]
    pub(crate) fn pass_or_stay(&mut self, source: NodeId) -> bool {
        self.pass(source) || self.has_read_last(source)
    }

    /// Whether it is what was read last.
    #[inline(always)]
    pub(crate) fn has_read_last(&self, source: NodeId) -> bool {
        self.at(self.cursor.last).source == source
    }

    /// Records a read of something that lives, if reads are tracked.
    #[inline(always)]
    pub(crate) fn track(&mut self, nodes: &mut Nodes, source: NodeId) {
        if self.is_tracking() && !self.pass_or_stay(source) {
            self.connect(nodes, source);
        }
    }

    /// Ends the run of a node, if it was not interrupted and the node not disposed; says whether so.
    #[inline(always)]
    pub(crate) fn end(&mut self, nodes: &mut Nodes, reader: Index) -> bool {
        let Cursor { last, next, .. } = self.cursor;
        let is_here = self.cursor.reader == reader;
        if is_here && next != NONE {
            self.cut_after(nodes, reader, last);
        }
        is_here
    }

    /// Ends a run that does not track any more, of a node that lives.
    #[cold]
    pub(crate) fn end_interrupted(&mut self, nodes: &mut Nodes, reader: Index) {
        let last = nodes.at(reader).last_source;
        self.cut_after(nodes, reader, last);
    }

    /// Stops tracking; says what for, so that it can be taken up again.
    #[inline(always)]
    pub(crate) fn interrupt(&mut self, nodes: &mut Nodes) -> Interrupted {
        let Cursor {
            reader,
            run,
            last,
            next,
        } = self.cursor;
        if reader == NOBODY {
            return Interrupted::NONE;
        }
        nodes.at_mut(reader).last_source = last;
        self.cursor = Cursor::NONE;
        Interrupted {
            next,
            removed: self.removed,
            run,
            reader,
        }
    }

    /// Takes up a run where it was, if its node, whose key is given, still lives.
    #[inline(always)]
    pub(crate) fn resume(&mut self, nodes: &Nodes, interrupted: Interrupted, id: NodeId) {
        let Interrupted {
            next,
            removed,
            run,
            reader,
        } = interrupted;
        if reader == NOBODY {
            self.cursor = Cursor::NONE;
        } else if removed == self.removed {
            let last = nodes.at(reader).last_source;
            self.cursor = Cursor {
                reader,
                run,
                last,
                next,
            };
        } else {
            self.resume_anew(nodes, run, id);
        }
    }

    /// As [`interrupt`](Self::interrupt) for a run that tracks, of the node given, where another begins at once; also answers
    /// with what it has read last.
    #[inline(always)]
    pub(crate) fn wait(&mut self, nodes: &mut Nodes, reader: Index) -> (Interrupted, LinkId) {
        let Cursor {
            run, last, next, ..
        } = self.cursor;
        debug_assert_eq!(reader, self.cursor.reader, "it tracks for another node");
        nodes.at_mut(reader).last_source = last;
        let interrupted = Interrupted {
            next,
            removed: self.removed,
            run,
            reader,
        };
        (interrupted, last)
    }

    /// As [`resume`](Self::resume) after [`wait`](Self::wait).
    #[inline(always)]
    pub(crate) fn go_on(&mut self, nodes: &Nodes, waited: Interrupted, last: LinkId, id: NodeId) {
        if waited.removed == self.removed {
            self.cursor = Cursor {
                reader: id.index(),
                run: waited.run,
                last,
                next: waited.next,
            };
        } else {
            self.resume_anew(nodes, waited.run, id);
        }
    }

    #[cold]
    fn resume_anew(&mut self, nodes: &Nodes, run: u32, id: NodeId) {
        self.cursor = match nodes.get(id) {
            Some(node) => Cursor {
                reader: id.index(),
                run,
                last: node.last_source,
                next: match node.last_source {
                    NONE => node.sources,
                    last => self.at(last).next_source,
                },
            },
            None => Cursor::NONE,
        };
    }

    /// The source that a running node has read last.
    pub(super) fn last_read(&self, nodes: &Nodes, reader: Index) -> LinkId {
        if self.cursor.reader == reader {
            self.cursor.last
        } else {
            nodes.at(reader).last_source
        }
    }

    /// A node goes: its run ends here.
    #[inline]
    pub(super) fn forget_reader(&mut self, reader: Index) {
        self.removed = self.removed.wrapping_add(1);
        if self.cursor.reader == reader {
            self.cursor = Cursor::NONE;
        }
    }

    /// An edge goes: the cursor must not stand on it.
    #[inline]
    pub(super) fn step_over(&mut self, link: LinkId) {
        if self.cursor.next == link {
            self.cursor.next = self.at(link).next_source;
        }
        if self.cursor.last == link {
            self.cursor.last = self.at(link).previous_source;
        }
    }
}
