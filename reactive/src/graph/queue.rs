//! A queue of effects: a list and how far it has been taken from.

use super::node::{Flags, USERS};
use super::nodes::NodeId;

/// Effects that wait for their run.
pub(crate) struct Queues {
    renders: Queue,
    /// Run when those are done.
    users: Queue,
}

impl Queues {
    pub(super) const fn new() -> Self {
        Self {
            renders: Queue::new(),
            users: Queue::new(),
        }
    }

    /// Adds an effect with these flags.
    #[inline(always)]
    pub(super) fn push(&mut self, flags: Flags, effect: NodeId) {
        if flags & USERS == 0 {
            self.renders.push(effect);
        } else {
            self.users.push(effect);
        }
    }

    /// Takes the next, render effects first.
    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<NodeId> {
        self.renders.pop().or_else(|| self.users.pop())
    }

    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.renders.is_empty() && self.users.is_empty()
    }

    /// Gives back room.
    pub(super) fn trim(&mut self) {
        self.renders.trim();
        self.users.trim();
    }
}

/// Effects in the order they were queued.
struct Queue {
    items: Vec<NodeId>,
    /// How many were taken; they stay until there are no more.
    taken: usize,
}

impl Queue {
    const fn new() -> Self {
        let items = Vec::new();
        Self { items, taken: 0 }
    }

    #[inline(always)]
    fn push(&mut self, effect: NodeId) {
        self.items.push(effect);
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<NodeId> {
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
    fn is_empty(&self) -> bool {
        self.items.len() == self.taken
    }

    /// Gives back its room, if it is empty.
    fn trim(&mut self) {
        if self.is_empty() {
            self.items = Vec::new();
            self.taken = 0;
        }
    }
}
