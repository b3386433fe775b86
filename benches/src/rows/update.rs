//! S-bench, updates: one signal is written, every effect reads all signals. Making and disposing the effects is timed too.

use std::rc::Rc;

use super::create::sources;
use super::{Clock, Count, Row, add, time, write};
use crate::Core;

pub(super) fn rows<C: Core>() -> Vec<Row> {
    vec![
        Row::new("update 1 to 1", |clock| sample::<C>(clock, 1, 1, 200_000)).fixed(),
        Row::new("update 2 to 1", |clock| sample::<C>(clock, 2, 1, 200_000)).fixed(),
        Row::new("update 4 to 1", |clock| sample::<C>(clock, 4, 1, 100_000)).fixed(),
        Row::new("update 1000 to 1", |clock| {
            sample::<C>(clock, 1_000, 1, 1_000)
        })
        .fixed(),
        Row::new("update 1 to 2", |clock| sample::<C>(clock, 1, 2, 100_000)).fixed(),
        Row::new("update 1 to 4", |clock| sample::<C>(clock, 1, 4, 100_000)).fixed(),
        Row::new("fan-out 1000", |clock| sample::<C>(clock, 1, 1_000, 1_000)).fixed(),
        Row::new("fan-out 10000", |clock| sample::<C>(clock, 1, 10_000, 100)).fixed(),
    ]
}

fn sample<C: Core>(clock: Clock, reads: usize, effects: usize, writes: i64) -> f64 {
    let (root, signals) = C::root(move || sources::<C>(reads));
    let (runs, seen) = (Count::default(), Count::default());
    let counts = (Count::clone(&runs), Count::clone(&seen));
    let taken = time(clock, || {
        C::enter(&root, || {
            let sources = Rc::clone(&signals);
            let build = move || {
                for _ in 0..effects {
                    effect::<C>(&sources, &counts);
                }
            };
            if C::HAS_OWNERS {
                C::scope(build)
            } else {
                build()
            }
            for value in 1..=writes {
                write::<C>(&signals[0], value);
            }
            drop(signals);
        });
        C::dispose(root);
    });
    assert_eq!(runs.get(), effects as i64 * (writes + 1));
    assert_eq!(seen.get(), writes + (1..reads as i64).sum::<i64>());
    taken
}

fn effect<C: Core>(signals: &Rc<Vec<C::Signal<i64>>>, (runs, seen): &(Count, Count)) {
    let (runs, seen) = (Count::clone(runs), Count::clone(seen));
    let done = move |value| {
        add(&runs, 1);
        seen.set(value);
    };
    match signals.as_slice() {
        [signal] => {
            let signal = signal.clone();
            C::effect(move || done(C::get(&signal)));
        }
        [left, right] => {
            let (left, right) = (left.clone(), right.clone());
            C::effect(move || done(C::get(&left) + C::get(&right)));
        }
        _ => {
            let signals = Rc::clone(signals);
            C::effect(move || done(signals.iter().map(C::get).sum()));
        }
    }
}
