//! Limosa's side of the page that compares cores in a browser.

use limosa_benches::{all, cores::Limosa};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes one sample of a row, in milliseconds.
///
/// # Panics
/// If there is no such row, or a result is wrong.
#[wasm_bindgen]
pub fn sample(name: &str) -> f64 {
    let rows = all::<Limosa>();
    let row = rows.iter().find(|row| row.name == name);
    (row.expect("a row of that name").sample)(now)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

fn main() {}
