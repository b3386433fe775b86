//! The dynamic rows: layers of memos, each reading some of the layer above; some leave one of them out, depending on what
//! they read. Parameters, sums and numbers of memo runs are the published ones.

use std::hint::black_box;

use super::{Clock, Count, Row, add, time};
use crate::Core;
use crate::cores::{Derived, Source, Written};

struct Shape {
    name: &'static str,
    width: usize,
    layers: usize,
    /// How many of the layer above a memo reads.
    reads: usize,
    /// The part of the memos that always read all of them.
    steady: f64,
    /// The part of the last layer that is read.
    read: f64,
    writes: usize,
    sum: f64,
    runs: i64,
}

#[rustfmt::skip]
const SHAPES: [Shape; 6] = [
    Shape { name: "dynamic: simple component", width: 10, layers: 5, reads: 2, steady: 1.0, read: 0.2, writes: 600_000, sum: 19_199_968.0, runs: 3_480_000 },
    Shape { name: "dynamic: component", width: 10, layers: 10, reads: 6, steady: 0.75, read: 0.2, writes: 15_000, sum: 302_310_782_860.0, runs: 1_155_000 },
    Shape { name: "dynamic: large web app", width: 1_000, layers: 12, reads: 4, steady: 0.95, read: 1.0, writes: 7_000, sum: 29_355_933_696_000.0, runs: 1_463_000 },
    Shape { name: "dynamic: wide dense", width: 1_000, layers: 5, reads: 25, steady: 1.0, read: 1.0, writes: 3_000, sum: 1_171_484_375_000.0, runs: 732_000 },
    Shape { name: "dynamic: deep", width: 5, layers: 500, reads: 3, steady: 1.0, read: 1.0, writes: 500, sum: 3.023_964_267_689_846_4e241, runs: 1_246_500 },
    Shape { name: "dynamic: very dynamic", width: 100, layers: 15, reads: 6, steady: 0.5, read: 1.0, writes: 2_000, sum: 15_664_996_402_790_400.0, runs: 1_078_000 },
];

pub(super) fn rows<C: Core>() -> Vec<Row> {
    let samples: [fn(Clock) -> f64; 6] = [
        sample::<C, 0>,
        sample::<C, 1>,
        sample::<C, 2>,
        sample::<C, 3>,
        sample::<C, 4>,
        sample::<C, 5>,
    ];
    let rows = SHAPES.iter().zip(samples);
    rows.map(|(shape, sample)| Row::new(shape.name, sample))
        .collect()
}

fn sample<C: Core, const SHAPE: usize>(clock: Clock) -> f64 {
    let shape = &SHAPES[SHAPE];
    let runs = Count::default();
    let count = Count::clone(&runs);
    let (root, (signals, leaves)) = C::root(move || build::<C>(shape, &count));
    let taken = C::enter(&root, || {
        let mut sum = 0.0;
        // The last writes of a run leave what the whole of it leaves: a warm-up that is short.
        writes::<C>(
            &signals,
            &leaves,
            shape.writes.saturating_sub(2 * shape.width)..shape.writes,
        );
        runs.set(0);
        let taken = time(clock, || {
            sum = writes::<C>(&signals, &leaves, 0..shape.writes);
        });
        assert!(
            sum.total_cmp(&shape.sum).is_eq(),
            "{sum} instead of {}",
            shape.sum
        );
        // Cores that compute what nobody reads run more memos where not all leaves are read.
        if !C::IS_EAGER || shape.read >= 1.0 {
            assert_eq!(runs.get(), shape.runs);
        }
        drop((signals, leaves));
        taken
    });
    C::dispose(root);
    taken
}

fn writes<C: Core>(
    signals: &[Written<C, f64>],
    leaves: &[Derived<C, f64>],
    range: std::ops::Range<usize>,
) -> f64 {
    for step in range {
        let index = step % signals.len();
        C::batch(|| C::set(&signals[index].0, (step + index) as f64));
        for leaf in leaves {
            black_box(leaf.value());
        }
    }
    leaves.iter().fold(0.0, |sum, leaf| sum + leaf.value())
}

type Graph<C> = (Vec<Written<C, f64>>, Vec<Derived<C, f64>>);

fn build<C: Core>(shape: &Shape, runs: &Count) -> Graph<C> {
    let mut random = Random::seeded("seed");
    let mut is_steady = |_| random.next() < shape.steady;
    let mut steady = || (0..shape.width).map(&mut is_steady).collect::<Vec<bool>>();
    let signals: Vec<_> = (0..shape.width)
        .map(|index| Written::<C, f64>(C::signal(index as f64)))
        .collect();
    let mut layer = below::<C, _>(&signals, &steady(), shape.reads, runs);
    for _ in 2..shape.layers {
        layer = below::<C, _>(&layer, &steady(), shape.reads, runs);
    }
    let leaves = some_of(layer, shape.read);
    let read = leaves.clone();
    C::effect(move || {
        for leaf in &read {
            black_box(leaf.value());
        }
    });
    (signals, leaves)
}

fn below<C: Core, S: Source<f64>>(
    above: &[S],
    steady: &[bool],
    reads: usize,
    runs: &Count,
) -> Vec<Derived<C, f64>> {
    let memo = |(index, steady): (usize, &bool)| {
        let around = above.iter().cycle().skip(index).take(reads);
        let (sources, runs): (Vec<S>, _) = (around.cloned().collect(), Count::clone(runs));
        Derived(if *steady {
            C::memo(move || {
                add(&runs, 1);
                sources.iter().fold(0.0, |sum, source| sum + source.value())
            })
        } else {
            C::memo(move || {
                add(&runs, 1);
                all_but_one(&sources)
            })
        })
    };
    steady.iter().enumerate().map(memo).collect()
}

/// The sum of all, without one where the first is odd.
#[allow(clippy::cast_possible_truncation, reason = "whole numbers")]
fn all_but_one<S: Source<f64>>(sources: &[S]) -> f64 {
    let Some((first, rest)) = sources.split_first() else {
        return 0.0;
    };
    let first = first.value();
    let whole = first as i64;
    let left_out = whole.rem_euclid(rest.len() as i64);
    rest.iter().zip(0..).fold(first, |sum, (source, index)| {
        if whole & 1 == 1 && index == left_out {
            sum
        } else {
            sum + source.value()
        }
    })
}

/// Takes leaves away at random until the part is left.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small whole numbers"
)]
fn some_of<T>(mut leaves: Vec<T>, part: f64) -> Vec<T> {
    let mut random = Random::seeded("seed");
    let away = (leaves.len() as f64 * (1.0 - part)).round() as usize;
    for _ in 0..away {
        let index = (random.next() * leaves.len() as f64) as usize;
        leaves.remove(index);
    }
    leaves
}

/// The numbers the published graphs are drawn with: sfc32 (<https://pracrand.sourceforge.net>), seeded by the mixing
/// steps of `MurmurHash3` (<https://github.com/aappleby/smhasher>).
struct Random([u32; 4]);

impl Random {
    fn seeded(text: &str) -> Self {
        let mut hash = 2_166_136_261_u32;
        for byte in text.bytes() {
            let word = u32::from(byte).wrapping_mul(3_432_918_353).rotate_left(15);
            hash = (hash ^ word.wrapping_mul(461_845_907)).rotate_left(13);
            hash = hash.wrapping_mul(5).wrapping_add(3_864_292_196);
        }
        hash ^= u32::try_from(text.len()).unwrap_or(0);
        Self([(); 4].map(|()| {
            hash = (hash ^ (hash >> 16)).wrapping_mul(2_246_822_507);
            hash = (hash ^ (hash >> 13)).wrapping_mul(3_266_489_909);
            hash ^= hash >> 16;
            hash
        }))
    }

    /// At least 0 and below 1.
    fn next(&mut self) -> f64 {
        let [first, second, third, count] = &mut self.0;
        *count = count.wrapping_add(1);
        let number = first.wrapping_add(*second).wrapping_add(*count);
        *first = *second ^ (*second >> 9);
        *second = third.wrapping_add(*third << 3);
        *third = third.rotate_left(21).wrapping_add(number);
        f64::from(number) / 4_294_967_296.0
    }
}
