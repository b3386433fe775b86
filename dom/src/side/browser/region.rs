//! What a part of the page holds: numbers of nodes, and handlers. It gives them back when it is dropped.
//!
//! A part is what comes and goes as a whole: a mounted view, the content of a block, a row. What is built belongs to the
//! innermost part that is being built, so that an element costs no cleanup of its own.

use std::cell::Cell;

use super::events::{self, Handler};
use super::ops::{self, Id};
use super::ranges;

/// What a part of the page holds, as lists.
pub(super) struct Region {
    ranges: u32,
    handlers: u32,
}

thread_local! {
    /// The lists of the part that is being built.
    static RANGES: Cell<u32> = const { Cell::new(ranges::NONE) };
    static HANDLERS: Cell<u32> = const { Cell::new(events::NONE) };
}

impl Region {
    /// A part that holds nothing yet.
    pub(super) const fn new() -> Self {
        Self {
            ranges: ranges::NONE,
            handlers: events::NONE,
        }
    }

    /// Calls a function and gives what was built in it.
    pub(super) fn collect(build: impl FnOnce()) -> Self {
        let outer = (RANGES.replace(ranges::NONE), HANDLERS.replace(events::NONE));
        build();
        Self {
            ranges: RANGES.replace(outer.0),
            handlers: HANDLERS.replace(outer.1),
        }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        ops::release(self.ranges);
        events::drop_list(self.handlers);
    }
}

/// How much is held in all, so that it is known what the first of many rows take.
#[derive(Clone, Copy)]
pub(super) struct Room {
    graph: limosa_reactive::Room,
    ranges: usize,
    handlers: usize,
}

impl Room {
    /// What there is now.
    pub(super) fn now() -> Self {
        Self {
            graph: limosa_reactive::Room::now(),
            ranges: ops::ranges(),
            handlers: events::slots(),
        }
    }

    /// Makes room for `more` rows like the `made` ones.
    pub(super) fn reserve(self, made: usize, more: usize) {
        self.graph.reserve(made, more);
        ops::reserve((ops::ranges() - self.ranges) * more / made);
        events::reserve((events::slots() - self.handlers) * more / made);
    }
}

/// Numbers for `count` nodes in a row, held by the current part.
pub(super) fn allocate(count: u32) -> Id {
    let mut list = RANGES.get();
    let first = ops::allocate(count, &mut list);
    RANGES.set(list);
    first
}

/// The number of a handler, held by the current part.
pub(super) fn keep(handler: Handler) -> u32 {
    let (number, list) = events::keep(handler, HANDLERS.get());
    HANDLERS.set(list);
    number
}
