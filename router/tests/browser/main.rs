//! The router on a real page: data blocks, requests, links and history.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod ahead;
mod hash;
mod links;
mod packed;
mod page;
mod queries;
mod shop;
mod stays;
mod visit;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
