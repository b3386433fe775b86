//! What a part of the page holds: numbers of nodes, and handlers. It gives them back when it is dropped.
//!
//! A part is what comes and goes as a whole: a mounted view, the content of a block, a row. What is built belongs to the
//! innermost part that is being built, so that an element costs no cleanup of its own.

use std::cell::RefCell;

use super::events::{self, Handler, NONE};
use super::ops::{self, Id};

/// What a part of the page holds.
pub(super) struct Region {
    ranges: Ranges,
    /// The list of handlers.
    handlers: u32,
}

/// Numbers of nodes: how many, from which on. Most parts are one element.
enum Ranges {
    None,
    One(Id, u32),
    Many(Vec<(Id, u32)>),
}

thread_local! {
    static CURRENT: RefCell<Region> = const { RefCell::new(Region::new()) };
}

impl Region {
    /// A part that holds nothing yet.
    pub(super) const fn new() -> Self {
        Self {
            ranges: Ranges::None,
            handlers: NONE,
        }
    }

    /// Calls a function and gives what was built in it.
    pub(super) fn collect(build: impl FnOnce()) -> Self {
        let outer = CURRENT.replace(Self::new());
        build();
        CURRENT.replace(outer)
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        match &self.ranges {
            Ranges::None => {}
            Ranges::One(first, count) => ops::release(*first, *count),
            Ranges::Many(ranges) => ranges
                .iter()
                .for_each(|(first, count)| ops::release(*first, *count)),
        }
        events::drop_list(self.handlers);
    }
}

/// Numbers for `count` nodes in a row, held by the current part.
pub(super) fn allocate(count: u32) -> Id {
    let first = ops::allocate(count);
    CURRENT.with_borrow_mut(|region| match &mut region.ranges {
        Ranges::None => region.ranges = Ranges::One(first, count),
        Ranges::One(other, others) => {
            region.ranges = Ranges::Many(vec![(*other, *others), (first, count)]);
        }
        Ranges::Many(ranges) => ranges.push((first, count)),
    });
    first
}

/// The number of a handler, held by the current part.
pub(super) fn keep(handler: Handler) -> u32 {
    CURRENT.with_borrow_mut(|region| {
        let (number, slot) = events::keep(handler, region.handlers);
        region.handlers = slot;
        number
    })
}
