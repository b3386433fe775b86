//! Random bytes of the operating system, fetched many at a time.

use std::cell::RefCell;

/// How many are fetched at once.
const MANY: usize = 512;

struct Pool {
    bytes: [u8; MANY],
    /// How many of them are still to be given, from the end.
    left: usize,
}

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { bytes: [0; MANY], left: 0 }) };
}

/// Unpredictable bytes from the operating system, each given once. A page needs several keys, and asking the system takes
/// longer than writing a form.
///
/// # Panics
///
/// When the system has none to give; nothing secret can be made then.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    const { assert!(N <= MANY) };
    POOL.with_borrow_mut(|pool| {
        if pool.left < N {
            getrandom::fill(&mut pool.bytes).expect("the operating system gives random bytes");
            pool.left = MANY;
        }
        let end = pool.left;
        pool.left -= N;
        let mut given = [0; N];
        let taken = &mut pool.bytes[pool.left..end];
        given.copy_from_slice(taken);
        // Nobody finds them here later.
        taken.fill(0);
        given
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::random_bytes;

    #[test]
    fn no_bytes_are_given_twice() {
        let many: HashSet<[u8; 16]> = (0..1000).map(|_| random_bytes()).collect();
        assert_eq!(many.len(), 1000);
        assert!(many.iter().all(|bytes| *bytes != [0; 16]));
    }
}
