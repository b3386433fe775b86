//! Numbers of nodes: ranges of them, in use or free, in one slab of linked lists.

use super::ops::Id;

/// No range.
pub(super) const NONE: u32 = u32::MAX;

/// Numbers that follow each other. Once made it stays one: it is used again by whoever needs as many.
struct Range {
    first: Id,
    count: u32,
    /// The next one of the list it is in: those of a part of the page, those given back, or those free.
    next: u32,
}

/// All ranges there are.
pub(super) struct Ranges {
    slots: Vec<Range>,
    /// The first number that no node has had; that of no node is 0.
    end: Id,
    /// Lists of free ranges, by their length.
    free: Vec<u32>,
    /// Given back since the last flush: writes before it may still name them.
    released: u32,
}

impl Ranges {
    pub(super) const fn new() -> Self {
        Self {
            slots: Vec::new(),
            end: 1,
            free: Vec::new(),
            released: NONE,
        }
    }

    /// Takes a range of `count` numbers in front of the list `list`, and gives its first.
    pub(super) fn take(&mut self, count: u32, list: &mut u32) -> Id {
        let found = self.free.get(count as usize).copied().unwrap_or(NONE);
        let slot = if found == NONE {
            self.slots.push(Range {
                first: self.end,
                count,
                next: NONE,
            });
            self.end += count;
            u32::try_from(self.slots.len() - 1).unwrap_or(NONE)
        } else {
            self.free[count as usize] = self.slots[found as usize].next;
            found
        };
        let range = &mut self.slots[slot as usize];
        range.next = std::mem::replace(list, slot);
        range.first
    }

    /// How many ranges there are, used and free.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Makes room for more ranges.
    pub(super) fn reserve(&mut self, more: usize) {
        self.slots.reserve(more);
    }

    /// How many numbers are taken.
    pub(super) fn taken(&self) -> u32 {
        let lists = self.free.iter().chain([&self.released]);
        let free: u32 = lists.map(|list| self.length_of(*list)).sum();
        self.end - 1 - free
    }

    fn length_of(&self, mut list: u32) -> u32 {
        let mut length = 0;
        while let Some(range) = self.slots.get(list as usize) {
            length += range.count;
            list = range.next;
        }
        length
    }

    /// Gives back all ranges of a list.
    pub(super) fn release(&mut self, mut list: u32) {
        while let Some(range) = self.slots.get_mut(list as usize) {
            let next = std::mem::replace(&mut range.next, self.released);
            self.released = list;
            list = next;
        }
    }

    /// Makes all that was given back available again; calls back with every run of numbers.
    pub(super) fn reuse(&mut self, mut forget: impl FnMut(Id, u32)) {
        let (mut start, mut length) = (0, 0);
        while let Some(range) = self.slots.get_mut(self.released as usize) {
            let (first, count) = (range.first, range.count);
            if self.free.len() <= count as usize {
                self.free.resize(count as usize + 1, NONE);
            }
            let slot = self.released;
            self.released = std::mem::replace(&mut range.next, self.free[count as usize]);
            self.free[count as usize] = slot;
            if first + count == start || start + length == first {
                start = start.min(first);
                length += count;
            } else {
                if length > 0 {
                    forget(start, length);
                }
                (start, length) = (first, count);
            }
        }
        if length > 0 {
            forget(start, length);
        }
    }
}
