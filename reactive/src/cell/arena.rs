//! Slots that are reached without a check: there is a power of two of them, and every index is cut to that.

/// Slots under indices. All of them hold a value, also those nobody uses, so that no index can miss; one that is out of
/// range meets some other slot.
pub(crate) struct Arena<T> {
    slots: Vec<T>,
    /// Invariant: below the number of slots.
    mask: u32,
}

impl<T> Arena<T> {
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

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at(&self, index: u32) -> &T {
        debug_assert!(index <= self.mask, "an index is out of range");
        // SAFETY: cut to the mask, the index is below the number of slots.
        unsafe { self.slots.get_unchecked((index & self.mask) as usize) }
    }

    /// The slot of an index that is in range.
    #[inline(always)]
    pub(crate) fn at_mut(&mut self, index: u32) -> &mut T {
        debug_assert!(index <= self.mask, "an index is out of range");
        // SAFETY: as for `at`.
        unsafe { self.slots.get_unchecked_mut((index & self.mask) as usize) }
    }

    /// The slot of any index.
    #[inline(always)]
    pub(crate) fn get(&self, index: u32) -> Option<&T> {
        self.slots.get(index as usize)
    }

    /// The slot of any index.
    #[inline(always)]
    pub(crate) fn get_mut(&mut self, index: u32) -> Option<&mut T> {
        self.slots.get_mut(index as usize)
    }

    /// All slots.
    pub(crate) fn slots(&self) -> &[T] {
        &self.slots
    }

    /// All slots.
    pub(crate) fn slots_mut(&mut self) -> &mut [T] {
        &mut self.slots
    }

    /// Doubles the number of slots.
    #[cold]
    pub(crate) fn grow(&mut self, slot: impl FnMut() -> T) {
        let more = self.slots.len() * 2;
        self.slots.reserve_exact(more - self.slots.len());
        self.slots.resize_with(more, slot);
        // After the slots are there, so that a panic leaves a mask that is too small.
        self.mask = u32::try_from(more - 1).expect("fewer than 2^32 slots");
    }

    /// Gives back slots at the end, but keeps `used` of them.
    pub(crate) fn shrink(&mut self, used: usize) {
        let kept = used.max(1).next_power_of_two();
        if kept < self.slots.len() {
            // Before the slots go, as their `Drop` could panic. Fits, as the larger mask did.
            self.mask &= u32::try_from(kept - 1).unwrap_or(0);
            self.slots.truncate(kept);
            self.slots.shrink_to_fit();
        }
    }
}
