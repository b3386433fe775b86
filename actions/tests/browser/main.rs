//! Forms and submissions in a real browser, against a server that the tests play.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod buttons;
mod concurrency;
mod forms;
mod server;
mod streams;
mod submits;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
