//! What the fixed rows cost without any graph: loops over arrays. A bound and no core.

use std::hint::black_box;

use super::{Clock, time};

/// Values of memos, the number of effect runs, and the value that is read at the end.
struct Arrays {
    memos: Vec<i64>,
    runs: i64,
}

fn rounds(
    clock: Clock,
    (count, writes): (usize, i64),
    memos: usize,
    update: impl Fn(&mut Arrays, i64) -> i64,
    expected: impl Fn(i64) -> i64,
) -> f64 {
    let memos = vec![0; memos];
    let mut arrays = Arrays { memos, runs: 0 };
    time(clock, || {
        for _ in 0..count {
            for value in 0..writes {
                let end = update(&mut arrays, black_box(value));
                assert_eq!(black_box(end), expected(value));
            }
        }
    })
}

#[inline(never)]
fn effect(arrays: &mut Arrays, value: i64) {
    black_box(value);
    arrays.runs += 1;
}

pub(super) fn broad(clock: Clock) -> f64 {
    let update = |arrays: &mut Arrays, value: i64| {
        for index in 0..50 {
            arrays.memos[index] = black_box(value + index as i64) + 1;
            effect(arrays, arrays.memos[index]);
        }
        arrays.memos[49]
    };
    rounds(clock, (50, 50), 50, update, |value| value + 50)
}

pub(super) fn deep(clock: Clock) -> f64 {
    let update = |arrays: &mut Arrays, value: i64| {
        let mut last = value;
        for memo in &mut arrays.memos {
            *memo = black_box(last + 1);
            last = *memo;
        }
        effect(arrays, last);
        last
    };
    rounds(clock, (100, 50), 50, update, |value| value + 50)
}

pub(super) fn diamond(clock: Clock) -> f64 {
    let update = |arrays: &mut Arrays, value: i64| {
        arrays.memos.fill_with(|| black_box(value + 1));
        let sum = arrays.memos.iter().sum();
        effect(arrays, sum);
        sum
    };
    rounds(clock, (50, 500), 5, update, |value| (value + 1) * 5)
}

pub(super) fn triangle(clock: Clock) -> f64 {
    let update = |arrays: &mut Arrays, value: i64| {
        for (memo, number) in arrays.memos.iter_mut().zip(0..) {
            *memo = black_box(value + number);
        }
        let sum = arrays.memos.iter().sum();
        effect(arrays, sum);
        sum
    };
    rounds(clock, (100, 100), 10, update, |value| value * 10 + 45)
}

pub(super) fn repeated(clock: Clock) -> f64 {
    let update = |arrays: &mut Arrays, value: i64| {
        let sum = (0..30).map(|_| black_box(value)).sum();
        effect(arrays, sum);
        sum
    };
    rounds(clock, (200, 100), 0, update, |value| value * 30)
}
