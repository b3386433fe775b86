//! A queue of effects: a list and how far it has been taken from.

use super::nodes::NodeId;

/// Effects in the order they were queued.
pub(crate) struct Queue {
    items: Vec<NodeId>,
    /// How many were taken; they stay until there are no more.
    taken: usize,
}

impl Queue {
    pub(super) const fn new() -> Self {
        let items = Vec::new();
        Self { items, taken: 0 }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, effect: NodeId) {
        self.items.push(effect);
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<NodeId> {
        let effect = self.items.get(self.taken).copied();
        if effect.is_some() {
            self.taken += 1;
        } else {
            self.items.clear();
            self.taken = 0;
        }
        effect
    }

    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.items.len() == self.taken
    }

    /// Gives back its room, if it is empty.
    pub(super) fn trim(&mut self) {
        if self.is_empty() {
            self.items = Vec::new();
            self.taken = 0;
        }
    }
}
