//! The reactive core inside a browser, whose stack is smaller.
#![cfg(target_arch = "wasm32")]

#[path = "../it/limits.rs"]
mod limits;
#[allow(dead_code, reason = "a panic cannot be caught here")]
#[path = "../it/support.rs"]
mod support;
mod warnings;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
