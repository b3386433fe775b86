//! The kairo set: small graphs, written to again and again.

use std::hint::black_box;
use std::sync::Arc;

use super::{Clock, Count, Row, add, plain, time, write};
use crate::Core;

pub(super) fn rows<C: Core>() -> Vec<Row> {
    vec![
        Row::new("avoidable", |clock| rounds::<C>(clock, 30, avoidable::<C>)),
        Row::new("broad", |clock| rounds::<C>(clock, 50, broad::<C>))
            .fixed()
            .by_hand(plain::broad),
        Row::new("deep", |clock| rounds::<C>(clock, 100, deep::<C>))
            .fixed()
            .by_hand(plain::deep),
        Row::new("diamond", |clock| rounds::<C>(clock, 50, diamond::<C>))
            .fixed()
            .by_hand(plain::diamond),
        Row::new("mux", |clock| rounds::<C>(clock, 50, mux::<C>)),
        Row::new("repeated", |clock| rounds::<C>(clock, 200, repeated::<C>))
            .fixed()
            .by_hand(plain::repeated),
        Row::new("triangle", |clock| rounds::<C>(clock, 100, triangle::<C>))
            .fixed()
            .by_hand(plain::triangle),
        Row::new("unstable", |clock| rounds::<C>(clock, 100, unstable::<C>)),
    ]
}

type Round = Box<dyn Fn()>;

/// Builds a graph and times so many rounds on it, after two that do not count.
fn rounds<C: Core>(clock: Clock, count: usize, build: fn() -> Round) -> f64 {
    let (root, round) = C::root(build);
    let taken = C::enter(&root, || {
        round();
        round();
        let taken = time(clock, || (0..count).for_each(|_| round()));
        drop(round);
        taken
    });
    C::dispose(root);
    taken
}

/// An effect on a memo, which counts its runs.
fn watch<C: Core>(memo: &C::Memo<i64>) -> Count {
    let count = Count::default();
    let (memo, runs) = (memo.clone(), Count::clone(&count));
    C::effect(move || {
        black_box(C::read(&memo));
        add(&runs, 1);
    });
    count
}

fn plus<C: Core>(memo: &C::Memo<i64>, number: i64) -> C::Memo<i64> {
    let memo = memo.clone();
    C::memo(move || C::read(&memo) + number)
}

fn first<C: Core>(head: &C::Signal<i64>, number: i64) -> C::Memo<i64> {
    let head = head.clone();
    C::memo(move || C::get(&head) + number)
}

/// Writes so many values, reads `end` after each, and expects a value there and one run of every effect.
fn steady<C: Core>(
    head: C::Signal<i64>,
    end: C::Memo<i64>,
    runs: Vec<Count>,
    writes: i64,
    expected: impl Fn(i64) -> i64 + 'static,
) -> Round {
    Box::new(move || {
        write::<C>(&head, -1);
        runs.iter().for_each(|count| count.set(0));
        for value in 0..writes {
            write::<C>(&head, value);
            assert_eq!(C::read(&end), expected(value));
        }
        assert!(runs.iter().all(|count| count.get() == writes));
    })
}

/// A loop that the compiler must not take out.
fn busy() {
    for step in 0..100 {
        black_box(step);
    }
}

/// A memo that is always equal keeps an expensive part from running.
fn avoidable<C: Core>() -> Round {
    let head = C::signal(0_i64);
    let copy = first::<C>(&head, 0);
    let constant = C::memo(move || {
        black_box(C::read(&copy));
        0_i64
    });
    let expensive = Count::default();
    let runs = Count::clone(&expensive);
    let third = C::memo(move || {
        add(&runs, 1);
        busy();
        C::read(&constant) + 1
    });
    let end = plus::<C>(&plus::<C>(&third, 2), 3);
    let seen = watch::<C>(&end);
    Box::new(move || {
        for value in 0..1000 {
            write::<C>(&head, value);
            assert_eq!(C::read(&end), 6);
        }
        assert_eq!((expensive.get(), seen.get()), (1, 1));
    })
}

/// One signal, and fifty times memo, memo, effect.
fn broad<C: Core>() -> Round {
    let head = C::signal(0_i64);
    let ends: Vec<_> = (0..50)
        .map(|number| plus::<C>(&first::<C>(&head, number), 1))
        .collect();
    let runs = ends.iter().map(watch::<C>).collect();
    steady::<C>(head, ends[49].clone(), runs, 50, |value| value + 50)
}

/// A chain of fifty memos.
fn deep<C: Core>() -> Round {
    let head = C::signal(0_i64);
    let end = (1..50).fold(first::<C>(&head, 1), |above, _| plus::<C>(&above, 1));
    let runs = vec![watch::<C>(&end)];
    steady::<C>(head, end, runs, 50, |value| value + 50)
}

/// Five memos of one signal, summed by one.
fn diamond<C: Core>() -> Round {
    let head = C::signal(0_i64);
    let arms: Vec<_> = (0..5).map(|_| first::<C>(&head, 1)).collect();
    let end = C::memo(move || arms.iter().map(C::read).sum::<i64>());
    let runs = vec![watch::<C>(&end)];
    steady::<C>(head, end, runs, 500, |value| (value + 1) * 5)
}

/// A chain of ten memos, all of them summed by one.
fn triangle<C: Core>() -> Round {
    let head = C::signal(0_i64);
    let mut chain = vec![first::<C>(&head, 0)];
    for above in 0..9 {
        chain.push(plus::<C>(&chain[above], 1));
    }
    let end = C::memo(move || chain.iter().map(C::read).sum::<i64>());
    let runs = vec![watch::<C>(&end)];
    steady::<C>(head, end, runs, 100, |value| value * 10 + 45)
}

/// A memo that reads one signal thirty times.
fn repeated<C: Core>() -> Round {
    let head = C::signal(0_i64);
    let source = head.clone();
    let end = C::memo(move || (0..30).map(|_| C::get(&source)).sum::<i64>());
    let runs = vec![watch::<C>(&end)];
    steady::<C>(head, end, runs, 100, |value| value * 30)
}

/// A hundred signals in one memo, taken apart again by a hundred pairs of memos.
fn mux<C: Core>() -> Round {
    let heads: Vec<C::Signal<i64>> = (0..100).map(|_| C::signal(0)).collect();
    let sources = heads.clone();
    let all = C::memo(move || Arc::new(sources.iter().map(C::get).collect::<Vec<i64>>()));
    let ends: Vec<_> = (0..100)
        .map(|index| {
            let all = all.clone();
            plus::<C>(&C::memo(move || C::read(&all)[index]), 1)
        })
        .collect();
    let runs: Vec<Count> = ends.iter().map(watch::<C>).collect();
    Box::new(move || {
        runs.iter().for_each(|count| count.set(0));
        for factor in [3, 1] {
            for (value, (head, end)) in (1..=10).zip(heads.iter().zip(&ends)) {
                write::<C>(head, value * factor);
                assert_eq!(C::read(end), value * factor + 1);
            }
        }
        let total: i64 = runs.iter().map(|count| count.get()).sum();
        assert_eq!(total, 20);
    })
}

/// A memo that reads another source whenever its first one is odd.
fn unstable<C: Core>() -> Round {
    let head = C::signal(0_i64);
    let (twice, minus, source) = (head.clone(), head.clone(), head.clone());
    let double = C::memo(move || C::get(&twice) * 2);
    let inverse = C::memo(move || -C::get(&minus));
    let end = C::memo(move || {
        let read = |_| match C::get(&source) % 2 {
            0 => C::read(&inverse),
            _ => C::read(&double),
        };
        (0..20).map(read).sum::<i64>()
    });
    let runs = vec![watch::<C>(&end)];
    steady::<C>(head, end, runs, 100, |value| match value % 2 {
        0 => value * -20,
        _ => value * 40,
    })
}
