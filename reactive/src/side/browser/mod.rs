//! The browser: its event loop runs futures, its console takes warnings.

mod door;
mod tasks;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::host::Spawner;

pub(crate) use tasks::spawn;

/// Calls of the page's scripts, and what is called later; empty on the server.
pub mod browser {
    pub use super::door::{Call, open, text};
    pub use super::tasks::{after, later, run, soon};
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    fn console_warn(message: &str);
}

/// The memory of a program in the browser never shrinks: room for nodes is kept for those that come.
pub(crate) const GIVES_BACK: bool = false;

/// The event loop of the page is the only executor: there is nothing to choose.
pub(crate) fn set_spawner(_: Spawner) {}

/// The event loop runs what is ready by itself.
pub(crate) fn run_until_stalled() {}

pub(crate) fn warn(message: &str) {
    console_warn(message);
}
