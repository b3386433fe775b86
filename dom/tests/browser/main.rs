//! Views on a real page: mounting, hydration, lists, waiting and failing content.
#![cfg(target_arch = "wasm32")]

mod components;
mod controls;
mod head;
mod hydrate;
mod lists;
mod mount;
mod page;
mod state;
mod timers;
mod unmount;
mod waiting;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
