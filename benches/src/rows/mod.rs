//! The rows of the tables. Each takes one sample: it builds its graph, times a part of what it does with it, and checks
//! what came out.
//!
//! The graphs are those of <https://github.com/milomg/js-reactivity-benchmark>, which collects the kairo set
//! (<https://github.com/3Shain/kairo>), cellx (<https://github.com/Riim/cellx>) and S-bench
//! (<https://github.com/adamhaile/S>), and adds the layered ones.

mod cellx;
mod create;
mod kairo;
mod layered;
mod plain;
mod tree;
mod update;

use std::cell::Cell;
use std::rc::Rc;

use crate::Core;

/// The time, in milliseconds.
pub type Clock = fn() -> f64;

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Takes one sample: milliseconds. Panics if a result is wrong.
    pub sample: fn(Clock) -> f64,
    /// The same without a graph, where that can be told apart from the whole being optimised away.
    pub by_hand: Option<fn(Clock) -> f64>,
    /// Whether a fixed order of calls does the same.
    pub is_fixed: bool,
}

impl Row {
    fn new(name: &'static str, sample: fn(Clock) -> f64) -> Self {
        Self {
            name,
            sample,
            by_hand: None,
            is_fixed: false,
        }
    }

    /// Every node is brought up to date by every write.
    fn fixed(self) -> Self {
        Self {
            is_fixed: true,
            ..self
        }
    }

    fn by_hand(self, by_hand: fn(Clock) -> f64) -> Self {
        Self {
            by_hand: Some(by_hand),
            ..self
        }
    }
}

/// All rows, for one core.
#[must_use]
pub fn all<C: Core>() -> Vec<Row> {
    let mut rows = kairo::rows::<C>();
    rows.extend(cellx::rows::<C>());
    rows.extend(create::rows::<C>());
    rows.extend(update::rows::<C>());
    rows.extend(layered::rows::<C>());
    if C::HAS_OWNERS {
        rows.push(Row::new("owner tree", tree::sample::<C>));
    }
    rows
}

/// A number that closures share.
type Count = Rc<Cell<i64>>;

fn add(count: &Count, number: i64) {
    count.set(count.get().wrapping_add(number));
}

fn time(clock: Clock, run: impl FnOnce()) -> f64 {
    let start = clock();
    run();
    clock() - start
}

fn write<C: Core>(signal: &C::Signal<i64>, value: i64) {
    C::batch(|| C::set(signal, value));
}
