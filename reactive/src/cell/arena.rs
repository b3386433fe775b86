//! Slots that are reached without a check: there is a power of two of them, and every index is cut to that.

use std::marker::PhantomData;
use std::ptr::NonNull;

/// Slots under indices. All of them hold a value, also those nobody uses, so that no index can miss; one that is out of
/// range meets some other slot.
///
/// An index is the number of its slot times [`STEP`](Self::STEP), so that nothing is multiplied on the way to it.
pub(crate) struct Arena<T> {
    slots: Vec<T>,
    /// Invariant: below the number of slots times `STEP`, and a multiple of `STEP`.
    mask: u32,
}

impl<T> Arena<T> {
    /// What each slot adds to the index of the one before.
    pub(crate) const STEP: u32 = {
        assert!(
            size_of::<T>().is_power_of_two() && size_of::<T>() < 1 << 16,
            "so that masks are multiples of it"
        );
        #[allow(clippy::cast_possible_truncation, reason = "asserted")]
        let step = size_of::<T>() as u32;
        step
    };

    /// An arena of one slot.
    pub(crate) fn new(slot: T) -> Self {
        let slots = vec![slot];
        Self { slots, mask: 0 }
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

    /// Whether there is a slot of this index.
    #[inline(always)]
    pub(crate) fn has(&self, index: u32) -> bool {
        index <= self.mask
    }

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at(&self, index: u32) -> &T {
        debug_assert!(self.has(index), "an index is out of range");
        let offset = (index & self.mask) as usize;
        // SAFETY: cut to the mask, the offset is that of a slot.
        unsafe { &*self.slots.as_ptr().byte_add(offset) }
    }

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at_mut(&mut self, index: u32) -> &mut T {
        debug_assert!(self.has(index), "an index is out of range");
        let offset = (index & self.mask) as usize;
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
    pub(crate) fn open(&mut self) -> Slots<'_, T> {
        let mask = self.mask;
        let first = NonNull::from(self.slots.as_mut_slice()).cast();
        Slots {
            first,
            mask,
            arena: PhantomData,
        }
    }

    /// All slots.
    pub(crate) fn slots(&self) -> &[T] {
        &self.slots
    }

    /// Doubles the number of slots.
    ///
    /// # Panics
    /// If they would not lie within 4 GiB.
    #[cold]
    pub(crate) fn grow(&mut self, slot: impl FnMut() -> T) {
        let more = self.slots.len() * 2;
        let mask = Self::index(more - 1);
        self.slots.reserve_exact(more - self.slots.len());
        self.slots.resize_with(more, slot);
        // After the slots are there, so that a panic leaves a mask that is too small.
        self.mask = mask;
    }

    /// Gives back slots at the end, but keeps `used` of them.
    pub(crate) fn shrink(&mut self, used: usize) {
        let kept = used.max(1).next_power_of_two();
        if kept < self.slots.len() {
            // Before the slots go, as their `Drop` could panic.
            self.mask = Self::index(kept - 1);
            self.slots.truncate(kept);
            self.slots.shrink_to_fit();
        }
    }
}

/// The slots of an arena, as two words that a loop keeps in registers, whatever it writes.
pub(crate) struct Slots<'a, T> {
    first: NonNull<T>,
    /// As in the arena.
    mask: u32,
    arena: PhantomData<&'a mut Arena<T>>,
}

impl<T> Slots<'_, T> {
    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at(&self, index: u32) -> &T {
        debug_assert!(index <= self.mask, "an index is out of range");
        // SAFETY: cut to the mask, the offset is that of a slot; the arena is borrowed, so that its slots stay.
        unsafe { self.first.byte_add((index & self.mask) as usize).as_ref() }
    }

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at_mut(&mut self, index: u32) -> &mut T {
        debug_assert!(index <= self.mask, "an index is out of range");
        // SAFETY: as for `at`, and this is borrowed mutably as the arena is.
        unsafe { self.first.byte_add((index & self.mask) as usize).as_mut() }
    }
}
