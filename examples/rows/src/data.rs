//! The benchmark's data: labels of three words from its lists, drawn by a small generator with a fixed seed.

use std::cell::Cell;

use limosa::prelude::*;

const ADJECTIVES: [&str; 25] = [
    "pretty",
    "large",
    "big",
    "small",
    "tall",
    "short",
    "long",
    "handsome",
    "plain",
    "quaint",
    "clean",
    "elegant",
    "easy",
    "angry",
    "crazy",
    "helpful",
    "mushy",
    "odd",
    "unsightly",
    "adorable",
    "important",
    "inexpensive",
    "cheap",
    "expensive",
    "fancy",
];
const COLOURS: [&str; 11] = [
    "red", "yellow", "blue", "green", "pink", "brown", "purple", "brown", "white", "black",
    "orange",
];
const NOUNS: [&str; 13] = [
    "table", "chair", "house", "bbq", "desk", "car", "pony", "cookie", "sandwich", "burger",
    "pizza", "mouse", "keyboard",
];

/// No label is longer.
const LONGEST: usize = "inexpensive yellow keyboard".len();

thread_local! {
    static SEED: Cell<u32> = const { Cell::new(0x2545_f491) };
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

/// What one row of the table shows.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) id: u32,
    pub(crate) label: RwSignal<String>,
}

/// Makes rows with the next ids.
pub(crate) fn rows(count: usize) -> Vec<Row> {
    let row = |_| Row {
        id: NEXT_ID.replace(NEXT_ID.get() + 1),
        label: RwSignal::new(label()),
    };
    (0..count).map(row).collect()
}

fn label() -> String {
    String::with_capacity(LONGEST) + pick(&ADJECTIVES) + " " + pick(&COLOURS) + " " + pick(&NOUNS)
}

/// One of the words (xorshift32).
fn pick(words: &[&'static str]) -> &'static str {
    let mut seed = SEED.get();
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    SEED.set(seed);
    words[(seed >> 8) as usize % words.len()]
}
