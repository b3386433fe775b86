//! An owner tree, made and disposed: ten owners of ten owners, each with three signals, memos and effects.

use super::{Clock, Count, add, time, write};
use crate::Core;

pub(super) fn sample<C: Core>(clock: Clock) -> f64 {
    let runs = Count::default();
    check::<C>();
    let taken = time(clock, || {
        for _ in 0..50 {
            let count = Count::clone(&runs);
            let (root, _) = C::root(move || tree::<C>(&count));
            C::dispose(root);
        }
    });
    assert_eq!(runs.get(), 50 * 300);
    taken
}

/// Effects run while the tree lives, and not after.
fn check<C: Core>() {
    let runs = Count::default();
    let count = Count::clone(&runs);
    let (root, signal) = C::root(move || tree::<C>(&count));
    C::enter(&root, || write::<C>(&signal, 1));
    assert_eq!(runs.get(), 400);
    C::dispose(root);
    assert_eq!(runs.get(), 400);
}

/// Answers a signal that one effect of each leaf reads.
fn tree<C: Core>(runs: &Count) -> C::Signal<i64> {
    let shared = C::signal(0_i64);
    for _ in 0..10 {
        let (runs, shared) = (Count::clone(runs), shared.clone());
        C::scope(move || {
            for _ in 0..10 {
                let (runs, shared) = (Count::clone(&runs), shared.clone());
                C::scope(move || leaf::<C>(&runs, &shared));
            }
        });
    }
    shared
}

fn leaf<C: Core>(runs: &Count, shared: &C::Signal<i64>) {
    for number in 0..3_i64 {
        let signal = C::signal(number);
        let memo = C::memo(move || C::get(&signal) + 1);
        let (runs, shared) = (Count::clone(runs), shared.clone());
        C::effect(move || {
            add(&runs, 1);
            C::read(&memo);
            if number == 0 {
                C::get(&shared);
            }
        });
    }
}
