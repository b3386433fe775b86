//! The workloads: each checks its sums and the number of effect runs in every round.
//!
//! The graphs are those of the kairo and cellx rows of <https://github.com/milomg/js-reactivity-benchmark>.

use std::cell::Cell;
use std::rc::Rc;

use crate::core::Core;

/// One round of writes on a graph that is there already.
pub(crate) type Round = Box<dyn FnMut()>;

type Count = Rc<Cell<i64>>;

fn counter() -> (Count, Count) {
    let count = Count::default();
    (Rc::clone(&count), count)
}

fn write<C: Core>(signal: &C::Signal, value: i64) {
    C::batch(|| C::set(signal, value));
}

/// Writes 1 to 50 and expects so many effect runs, and a value at the end.
fn fifty<C: Core>(
    head: C::Signal,
    runs: Count,
    per_write: i64,
    last: impl Fn() -> i64 + 'static,
    expected: i64,
) -> Round {
    Box::new(move || {
        write::<C>(&head, 0);
        runs.set(0);
        for value in 1..=50 {
            write::<C>(&head, value);
        }
        assert_eq!(runs.get(), 50 * per_write);
        assert_eq!(last(), expected);
    })
}

fn effect_on<C: Core>(memo: &C::Memo, count: &Count) {
    let (memo, count) = (memo.clone(), Rc::clone(count));
    C::effect(move || {
        C::read(&memo);
        count.set(count.get() + 1);
    });
}

/// Fifty times memo, memo, effect on one signal.
pub(crate) fn broad<C: Core>() -> Round {
    let (runs, count) = counter();
    let head = C::signal(0);
    let mut last = None;
    for offset in 0..50 {
        let source = head.clone();
        let first = C::memo(move || C::get(&source) + offset);
        let second = C::memo(move || C::read(&first) + 1);
        effect_on::<C>(&second, &count);
        last = Some(second);
    }
    let last = last.expect("fifty of them");
    fifty::<C>(head, runs, 50, move || C::read(&last), 100)
}

/// A chain of fifty memos with an effect at its end.
pub(crate) fn deep<C: Core>() -> Round {
    let (runs, count) = counter();
    let head = C::signal(0);
    let source = head.clone();
    let mut last = C::memo(move || C::get(&source));
    for _ in 1..50 {
        let previous = last;
        last = C::memo(move || C::read(&previous) + 1);
    }
    effect_on::<C>(&last, &count);
    fifty::<C>(head, runs, 1, move || C::read(&last), 99)
}

/// Five memos that meet in one.
pub(crate) fn diamond<C: Core>() -> Round {
    let (runs, count) = counter();
    let head = C::signal(0);
    let arms: Vec<C::Memo> = (0..5)
        .map(|_| {
            let source = head.clone();
            C::memo(move || C::get(&source) + 1)
        })
        .collect();
    let sum = C::memo(move || arms.iter().map(C::read).sum());
    effect_on::<C>(&sum, &count);
    fifty::<C>(head, runs, 1, move || C::read(&sum), 255)
}

/// A chain of ten memos, all summed.
pub(crate) fn triangle<C: Core>() -> Round {
    let (runs, count) = counter();
    let head = C::signal(0);
    let source = head.clone();
    let mut links = vec![C::memo(move || C::get(&source))];
    for index in 1..10 {
        let previous: C::Memo = links[index - 1].clone();
        links.push(C::memo(move || C::read(&previous) + 1));
    }
    let sum = C::memo(move || links.iter().map(C::read).sum());
    effect_on::<C>(&sum, &count);
    fifty::<C>(head, runs, 1, move || C::read(&sum), 545)
}

/// One signal that an effect reads thirty times.
pub(crate) fn repeated<C: Core>() -> Round {
    let (runs, count) = counter();
    let head = C::signal(0);
    let source = head.clone();
    let sum = C::memo(move || (0..30).map(|_| C::get(&source)).sum());
    effect_on::<C>(&sum, &count);
    fifty::<C>(head, runs, 1, move || C::read(&sum), 1_500)
}

/// A wave that an equal memo stops before an expensive part.
#[allow(clippy::erasing_op, reason = "the value has to stay equal")]
pub(crate) fn avoidable<C: Core>() -> Round {
    let (runs, count) = counter();
    let head = C::signal(0);
    let source = head.clone();
    let first = C::memo(move || C::get(&source));
    let nothing = C::memo(move || C::read(&first) * 0);
    let mut last = nothing;
    for _ in 0..3 {
        let previous = last;
        last = C::memo(move || C::read(&previous) + 1);
    }
    effect_on::<C>(&last, &count);
    fifty::<C>(head, runs, 0, move || C::read(&last), 3)
}

/// One signal with many effects.
fn fan_out<C: Core>(width: i64) -> Round {
    let (runs, count) = counter();
    let head = C::signal(0);
    for _ in 0..width {
        let (source, count) = (head.clone(), Rc::clone(&count));
        C::effect(move || {
            C::get(&source);
            count.set(count.get() + 1);
        });
    }
    let end = head.clone();
    Box::new(move || {
        runs.set(0);
        for value in 1..=10 {
            write::<C>(&head, value);
        }
        assert_eq!(runs.get(), 10 * width);
        assert_eq!(C::get(&end), 10);
    })
}

/// One signal with a thousand effects.
pub(crate) fn fan_out_1000<C: Core>() -> Round {
    fan_out::<C>(1_000)
}

/// One signal with ten thousand effects.
pub(crate) fn fan_out_10000<C: Core>() -> Round {
    fan_out::<C>(10_000)
}

/// Layers of four memos, each reading two of the layer above.
pub(crate) fn cellx<C: Core>(layers: usize) -> Round {
    let signals: Vec<C::Signal> = (1..=4).map(C::signal).collect();
    let (runs, count) = counter();
    let sources = signals.clone();
    let mut layer: Vec<C::Memo> = (0..4)
        .map(|index| {
            let source = sources[index].clone();
            C::memo(move || C::get(&source))
        })
        .collect();
    for _ in 0..layers {
        layer = next_layer::<C>(&layer);
        layer.iter().for_each(|memo| effect_on::<C>(memo, &count));
    }
    let ends = layer;
    let mut shift = 0;
    Box::new(move || {
        shift = 1 - shift;
        let values = [0, 10, 20, 30].map(|value| value + shift);
        runs.set(0);
        C::batch(|| {
            for (value, signal) in values.iter().zip(&signals) {
                C::set(signal, *value);
            }
        });
        assert!(runs.get() > 0);
        let found: Vec<i64> = ends.iter().map(C::read).collect();
        assert_eq!(found, by_hand(values, layers));
    })
}

fn by_hand(values: [i64; 4], layers: usize) -> [i64; 4] {
    (0..layers).fold(values, |[first, second, third, fourth], _| {
        [
            second,
            first.wrapping_sub(third),
            second.wrapping_add(fourth),
            third,
        ]
    })
}

fn next_layer<C: Core>(above: &[C::Memo]) -> Vec<C::Memo> {
    let pick = |index: usize| above[index].clone();
    let (first, third) = (pick(0), pick(2));
    let (second, fourth) = (pick(1), pick(3));
    let (upper, lower) = (pick(1), pick(2));
    vec![
        C::memo(move || C::read(&upper)),
        C::memo(move || C::read(&first).wrapping_sub(C::read(&third))),
        C::memo(move || C::read(&second).wrapping_add(C::read(&fourth))),
        C::memo(move || C::read(&lower)),
    ]
}

/// Creation and disposal of ten owners of ten owners with three signals, memos and effects each.
pub(crate) fn owner_tree<C: Core>() -> Round {
    let (runs, count) = counter();
    Box::new(move || {
        runs.set(0);
        let count = Rc::clone(&count);
        let (root, ()) = C::root(move || {
            for _ in 0..10 {
                let count = Rc::clone(&count);
                C::scope(move || {
                    for _ in 0..10 {
                        let count = Rc::clone(&count);
                        C::scope(move || leaf::<C>(&count));
                    }
                });
            }
        });
        assert_eq!(runs.get(), 300);
        C::dispose(root);
    })
}

fn leaf<C: Core>(count: &Count) {
    for value in 0..3 {
        let signal = C::signal(value);
        let memo = C::memo(move || C::get(&signal) + 1);
        effect_on::<C>(&memo, count);
    }
}
