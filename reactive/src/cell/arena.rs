//! Slots that are reached without a check: every index is cut to the range of those there are.

use std::marker::PhantomData;
use std::ptr::NonNull;

/// Slots under indices. All of them hold a value, also those nobody uses, so that no index can miss; one that is out of
/// range meets some other slot.
///
/// An index is the number of its slot times [`STEP`](Self::STEP), so that nothing is multiplied on the way to it.
pub(crate) struct ArenaOf<T, const POWERS: bool> {
    slots: Vec<T>,
    /// Invariant: the index of the last slot.
    last: u32,
}

/// An arena of this side. Where there is a power of two of slots an index is cut by a mask; in a browser, which takes no memory
/// back, there are as many as are needed.
pub(crate) type Arena<T> = ArenaOf<T, { cfg!(not(target_pointer_width = "32")) }>;

/// The slots of an arena of this side.
pub(crate) type Slots<'a, T> = SlotsOf<'a, T, { cfg!(not(target_pointer_width = "32")) }>;

impl<T, const POWERS: bool> ArenaOf<T, POWERS> {
    /// What each slot adds to the index of the one before.
    pub(crate) const STEP: u32 = {
        assert!(
            size_of::<T>().is_power_of_two() && size_of::<T>() < 1 << 16,
            "so that indices are cut to multiples of it"
        );
        #[allow(clippy::cast_possible_truncation, reason = "asserted")]
        let step = size_of::<T>() as u32;
        step
    };

    /// An arena of one slot.
    pub(crate) fn new(mut slot: impl FnMut() -> T) -> Self {
        let slots = vec![slot()];
        Self { slots, last: 0 }
    }

    /// How many slots there are, used and free.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The index of a slot.
    ///
    /// # Panics
    /// If there can be no such slot.
    pub(crate) fn index(slot: usize) -> u32 {
        let slot = u32::try_from(slot).ok();
        let index = slot.and_then(|slot| slot.checked_mul(Self::STEP));
        index.expect("the slots lie within 4 GiB")
    }

    /// The offset of the slot of any index, where `last` is the index of the last slot.
    #[inline(always)]
    pub(super) fn cut(index: u32, last: u32) -> usize {
        let offset = if POWERS {
            index & last
        } else {
            (index & !(Self::STEP - 1)).min(last)
        };
        offset as usize
    }

    /// Whether there is a slot of this index.
    #[inline(always)]
    pub(crate) fn has(&self, index: u32) -> bool {
        index <= self.last
    }

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at(&self, index: u32) -> &T {
        debug_assert!(self.has(index), "an index is out of range");
        let offset = Self::cut(index, self.last);
        // SAFETY: cut to the range, the offset is that of a slot.
        unsafe { &*self.slots.as_ptr().byte_add(offset) }
    }

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at_mut(&mut self, index: u32) -> &mut T {
        debug_assert!(self.has(index), "an index is out of range");
        let offset = Self::cut(index, self.last);
        // SAFETY: as for `at`.
        unsafe { &mut *self.slots.as_mut_ptr().byte_add(offset) }
    }

    /// The slot of any index.
    #[inline(always)]
    pub(crate) fn get(&self, index: u32) -> Option<&T> {
        self.has(index).then(|| self.at(index))
    }

    /// The slot of any index.
    #[inline(always)]
    pub(crate) fn get_mut(&mut self, index: u32) -> Option<&mut T> {
        self.has(index).then(|| self.at_mut(index))
    }

    /// The slots, for a loop that neither adds nor takes away any.
    #[inline(always)]
    pub(crate) fn open(&mut self) -> SlotsOf<'_, T, POWERS> {
        let last = self.last;
        let first = NonNull::from(self.slots.as_mut_slice()).cast();
        SlotsOf {
            first,
            last,
            arena: PhantomData,
        }
    }

    /// All slots.
    pub(crate) fn slots(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.slots.iter()
    }

    /// How many slots there are up to the last one in use.
    pub(crate) fn used(&self, is_used: impl Fn(&T) -> bool) -> usize {
        let free = self.slots().rev().take_while(|slot| !is_used(slot));
        self.len() - free.count()
    }

    /// Makes it `count` slots at least, and some more than there are: a quarter at least where there need be no power of
    /// two, so that growing by little again and again costs in proportion to what is there.
    ///
    /// # Panics
    /// If they would not lie within 4 GiB.
    #[cold]
    pub(crate) fn grow(&mut self, count: usize, slot: impl FnMut() -> T) {
        let length = self.slots.len();
        let count = Self::rounded(count.max(length + length / 4 + 1));
        let last = Self::index(count - 1);
        self.slots.reserve_exact(count - length);
        self.slots.resize_with(count, slot);
        // After the slots are there, so that a panic leaves an index that is too small.
        self.last = last;
    }

    /// How many slots there have to be for `count`.
    fn rounded(count: usize) -> usize {
        if POWERS {
            count.max(1).next_power_of_two()
        } else {
            count.max(1)
        }
    }

    /// Gives back slots at the end, but keeps `used` of them.
    pub(crate) fn shrink(&mut self, used: usize) {
        let kept = Self::rounded(used);
        if kept < self.slots.len() {
            // Before the slots go, as their `Drop` could panic.
            self.last = Self::index(kept - 1);
            self.slots.truncate(kept);
            self.slots.shrink_to_fit();
        }
    }
}

/// The slots of an arena, as two words that a loop keeps in registers, whatever it writes.
pub(crate) struct SlotsOf<'a, T, const POWERS: bool> {
    first: NonNull<T>,
    /// As in the arena.
    last: u32,
    arena: PhantomData<&'a mut ArenaOf<T, POWERS>>,
}

impl<T, const POWERS: bool> SlotsOf<'_, T, POWERS> {
    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at(&self, index: u32) -> &T {
        debug_assert!(index <= self.last, "an index is out of range");
        let offset = ArenaOf::<T, POWERS>::cut(index, self.last);
        // SAFETY: cut to the range, the offset is that of a slot; the arena is borrowed, so that its slots stay.
        unsafe { self.first.byte_add(offset).as_ref() }
    }

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at_mut(&mut self, index: u32) -> &mut T {
        debug_assert!(index <= self.last, "an index is out of range");
        let offset = ArenaOf::<T, POWERS>::cut(index, self.last);
        // SAFETY: as for `at`, and this is borrowed mutably as the arena is.
        unsafe { self.first.byte_add(offset).as_mut() }
    }
}
