//! S-bench, creation: signals are there and were read; making the effects on them and disposing everything is timed.

use std::hint::black_box;
use std::rc::Rc;

use super::{Clock, Count, Row, add, time};
use crate::Core;

/// Signals, or effects of one signal each.
const MANY: usize = 100_000;

pub(super) fn rows<C: Core>() -> Vec<Row> {
    vec![
        Row::new("create signals", signals::<C>),
        Row::new("create 0 to 1", |clock| sample::<C>(clock, 0, MANY, 1)),
        Row::new("create 1 to 1", |clock| sample::<C>(clock, 1, MANY, 1)),
        Row::new("create 2 to 1", |clock| sample::<C>(clock, 2, MANY / 2, 1)),
        Row::new("create 4 to 1", |clock| sample::<C>(clock, 4, MANY / 4, 1)),
        Row::new("create 1000 to 1", |clock| {
            sample::<C>(clock, 1_000, MANY / 1_000, 1)
        }),
        Row::new("create 1 to 2", |clock| sample::<C>(clock, 1, MANY, 2)),
        Row::new("create 1 to 4", |clock| sample::<C>(clock, 1, MANY, 4)),
        Row::new("create 1 to 8", |clock| sample::<C>(clock, 1, MANY, 8)),
        Row::new("create 1 to 1000", |clock| {
            sample::<C>(clock, 1, MANY, 1_000)
        }),
    ]
}

/// Signals with the values 0, 1, 2 and so on, each of which was read.
pub(super) fn sources<C: Core>(count: usize) -> Rc<Vec<C::Signal<i64>>> {
    let signals: Vec<_> = (0..).take(count).map(C::signal).collect();
    for _ in 0..3 {
        for signal in &signals {
            black_box(C::get(signal));
        }
    }
    Rc::new(signals)
}

fn signals<C: Core>(clock: Clock) -> f64 {
    let mut last = 0;
    let taken = time(clock, || {
        let (root, end) = C::root(|| {
            let signals: Vec<_> = (0..).take(MANY).map(C::signal).collect();
            C::get(&signals[MANY - 1])
        });
        last = end;
        C::dispose(root);
    });
    assert_eq!(last, MANY as i64 - 1);
    taken
}

/// So many effects that read so many signals each, of signals that are read by so many effects each.
fn sample<C: Core>(clock: Clock, reads: usize, effects: usize, readers: usize) -> f64 {
    let (root, signals) = C::root(move || sources::<C>(effects / readers * reads));
    let (runs, sum) = (Count::default(), Count::default());
    let counts = (Count::clone(&runs), Count::clone(&sum));
    let taken = time(clock, || {
        C::enter(&root, || {
            let build = move || {
                for index in 0..effects {
                    effect::<C>(&signals, index / readers * reads, reads, &counts);
                }
            };
            if C::HAS_OWNERS {
                C::scope(build)
            } else {
                build()
            }
        });
        C::dispose(root);
    });
    assert_eq!(runs.get(), effects as i64);
    let values: i64 = (0..(effects / readers * reads) as i64).sum();
    assert_eq!(sum.get(), values * readers as i64);
    taken
}

/// Kept apart by how many signals are read, so that reading few costs no loop.
fn effect<C: Core>(
    signals: &Rc<Vec<C::Signal<i64>>>,
    first: usize,
    reads: usize,
    (runs, sum): &(Count, Count),
) {
    let (runs, sum) = (Count::clone(runs), Count::clone(sum));
    let done = move |value| {
        add(&runs, 1);
        add(&sum, value);
    };
    let signal = |offset: usize| signals[first + offset].clone();
    match reads {
        0 => C::effect(move || done(0)),
        1 => {
            let signal = signal(0);
            C::effect(move || done(C::get(&signal)));
        }
        2 => {
            let (left, right) = (signal(0), signal(1));
            C::effect(move || done(C::get(&left) + C::get(&right)));
        }
        4 => {
            let four = [0, 1, 2, 3].map(signal);
            C::effect(move || done(four.iter().map(C::get).sum()));
        }
        _ => {
            let signals = Rc::clone(signals);
            C::effect(move || done(signals[first..first + reads].iter().map(C::get).sum()));
        }
    }
}
