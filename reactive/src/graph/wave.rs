//! What a write reaches: when it is repeated, and the edges are still the same, it reaches that again.

use super::links::{Links, NONE};
use super::node::{DIRTY, EFFECT, Flags, Node, PENDING};
use super::nodes::{Index, NOBODY, Nodes};
use crate::cell::Arena;

/// The bits for what a node is marked with, which every index has free.
const LEVELS: Index = {
    let levels = DIRTY as Index | PENDING as Index;
    assert!(levels < Arena::<Node>::STEP, "below the first index");
    levels
};

/// Stands for the last source of a node that is recorded already; odd, so that it is no edge.
const RECORDED: u32 = 1;

/// The last wave of marks. The second from one source is recorded, those that follow go by the record.
pub(super) struct Wave {
    source: Index,
    /// How many edges had been added and removed.
    edges: (u32, u32),
    is_recorded: bool,
    memos: Vec<Index>,
    effects: Vec<Index>,
}

impl Wave {
    pub(super) const fn new() -> Self {
        Self {
            source: NOBODY,
            edges: (0, 0),
            is_recorded: false,
            memos: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// Whether the last wave was from this source and over the same edges.
    #[inline(always)]
    pub(super) fn is_again(&self, source: Index, links: &Links) -> bool {
        self.source == source && self.edges == links.changes()
    }

    #[inline(always)]
    pub(super) fn is_recorded(&self) -> bool {
        self.is_recorded
    }

    /// Remembers where a wave comes from.
    #[inline(always)]
    pub(super) fn note(&mut self, source: Index, links: &Links) {
        self.source = source;
        self.edges = links.changes();
        self.is_recorded = false;
    }

    /// Finds all that a wave reaches, the readers of one node before theirs. Nothing may be running.
    #[cold]
    #[inline(never)]
    pub(super) fn record(&mut self, nodes: &mut Nodes, links: &Links) {
        self.memos.clear();
        self.effects.clear();
        let (mut from, mut level, mut taken) = (self.source, DIRTY, 0);
        loop {
            let mut link = nodes.at(from).subscribers;
            while link != NONE {
                let edge = links.at(link);
                link = edge.next_subscriber;
                let node = nodes.at_mut(edge.reader);
                if node.last_source != RECORDED {
                    node.last_source = RECORDED;
                    let is_effect = node.flags & EFFECT != 0;
                    let list = if is_effect {
                        &mut self.effects
                    } else {
                        &mut self.memos
                    };
                    list.push(edge.reader | Index::from(level));
                }
            }
            let Some(next) = self.memos.get(taken) else {
                break;
            };
            from = next & !LEVELS;
            level = PENDING;
            taken += 1;
        }
        for node in self.memos.iter().chain(&self.effects) {
            nodes.at_mut(node & !LEVELS).last_source = NONE;
        }
        self.is_recorded = true;
    }

    /// The recorded memos, in the order they are marked in, with their marks.
    #[inline(always)]
    pub(super) fn memos(&self) -> impl Iterator<Item = (Index, Flags)> {
        self.memos.iter().map(apart)
    }

    /// The recorded effects, in the order they run in, with their marks.
    #[inline(always)]
    pub(super) fn effects(&self) -> impl Iterator<Item = (Index, Flags)> {
        self.effects.iter().map(apart)
    }
}

/// A node and what it is marked with.
#[inline(always)]
#[allow(clippy::cast_possible_truncation, reason = "two bits")]
fn apart(marked: &Index) -> (Index, Flags) {
    (marked & !LEVELS, *marked as Flags & LEVELS as Flags)
}
