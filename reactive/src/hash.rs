//! A small, fast hash, and a table of indices by it: keys come from the app, and no hash ever leaves this crate.

use std::hash::{Hash, Hasher};

/// Multiplication and rotation, as in the hash of Firefox and rustc.
#[derive(Default)]
pub(crate) struct Multiply(u64);

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Multiply {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// Hashes a key.
pub(crate) fn hash<K: Hash + ?Sized>(key: &K) -> u64 {
    let mut hasher = Multiply::default();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Indices by hash, with open addresses. It knows no keys, so that there is one body of code for all types of keys.
#[derive(Debug)]
pub(crate) struct Table {
    /// Indices plus one; zero is free. At most half of them are taken.
    slots: Vec<u32>,
}

impl Table {
    /// A table with room for `length` indices.
    pub(crate) fn for_length(length: usize) -> Self {
        let slots = vec![0; (length * 2).next_power_of_two()];
        Self { slots }
    }

    /// Adds an index; of equal keys the one that was added first is found first.
    pub(crate) fn add(&mut self, hash: u64, index: u32) {
        let mut at = self.first(hash);
        while self.slots[at] != 0 {
            at = self.next(at);
        }
        self.slots[at] = index + 1;
    }

    /// The first index of a hash that is the one looked for.
    pub(crate) fn find(&self, hash: u64, mut is_it: impl FnMut(u32) -> bool) -> Option<u32> {
        let mut at = self.first(hash);
        while let Some(index) = self.slots[at].checked_sub(1) {
            if is_it(index) {
                return Some(index);
            }
            at = self.next(at);
        }
        None
    }

    /// The upper half: the lower bits of a product depend on few bits of its factors.
    fn first(&self, hash: u64) -> usize {
        usize::try_from(hash >> 32).unwrap_or_default() & (self.slots.len() - 1)
    }

    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }
}
