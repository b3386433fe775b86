//! Cellx: layers of four memos, each with an effect, on four signals. Building is not timed.

use super::{Clock, Count, Row, add, time};
use crate::Core;
use crate::cores::{Derived, Source, Written};

pub(super) fn rows<C: Core>() -> Vec<Row> {
    vec![
        Row::new("cellx 1000", |clock| sample::<C>(clock, 1_000)).fixed(),
        Row::new("cellx 2500", |clock| sample::<C>(clock, 2_500)).fixed(),
    ]
}

const BEFORE: [i64; 4] = [1, 2, 3, 4];
const AFTER: [i64; 4] = [4, 3, 2, 1];

/// Three fresh graphs.
fn sample<C: Core>(clock: Clock, layers: i64) -> f64 {
    (0..3).map(|_| once::<C>(clock, layers)).sum()
}

fn once<C: Core>(clock: Clock, layers: i64) -> f64 {
    let runs = Count::default();
    let count = Count::clone(&runs);
    let (root, (signals, ends)) = C::root(move || {
        let signals = BEFORE.map(C::signal);
        let mut last = layer::<C, _>(&signals.clone().map(Written::<C, i64>), &count);
        for _ in 1..layers {
            last = layer::<C, _>(&last, &count);
        }
        (signals, last)
    });
    let taken = C::enter(&root, || {
        let read = || ends.each_ref().map(Source::value);
        let mut found = [[0; 4]; 2];
        let taken = time(clock, || {
            found[0] = read();
            C::batch(|| {
                for (signal, value) in signals.iter().zip(AFTER) {
                    C::set(signal, value);
                }
            });
            found[1] = read();
        });
        assert_eq!(found, [by_hand(BEFORE, layers), by_hand(AFTER, layers)]);
        assert!((4 * layers..=8 * layers).contains(&runs.get()));
        drop((signals, ends));
        taken
    });
    C::dispose(root);
    taken
}

fn layer<C: Core, S: Source<i64>>(above: &[S; 4], runs: &Count) -> [Derived<C, i64>; 4] {
    let [first, second, third, fourth] = above;
    let only = |source: &S| {
        let source = source.clone();
        C::memo(move || source.value())
    };
    let (left, right) = (first.clone(), third.clone());
    let difference = C::memo(move || left.value().wrapping_sub(right.value()));
    let (left, right) = (second.clone(), fourth.clone());
    let sum = C::memo(move || left.value().wrapping_add(right.value()));
    let memos = [only(second), difference, sum, only(third)];
    for memo in memos.clone() {
        let runs = Count::clone(runs);
        C::effect(move || {
            C::read(&memo);
            add(&runs, 1);
        });
    }
    memos.map(Derived)
}

fn by_hand(values: [i64; 4], layers: i64) -> [i64; 4] {
    (0..layers).fold(values, |[first, second, third, fourth], _| {
        let difference = first.wrapping_sub(third);
        [second, difference, second.wrapping_add(fourth), third]
    })
}
