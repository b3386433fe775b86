//! The browser: its event loop runs futures, its console takes warnings.

use std::future::poll_fn;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::host::{self, Spawner};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    fn console_warn(message: &str);
}

/// The memory of a program in the browser never shrinks: room for nodes is kept for those that come.
pub(crate) const GIVES_BACK: bool = false;

pub(crate) fn spawn(mut future: LocalBoxFuture<'static, ()>) {
    wasm_bindgen_futures::spawn_local(poll_fn(move |context| {
        if host::is_stopped() {
            return Poll::Pending;
        }
        future.as_mut().poll(context)
    }));
}

/// The event loop of the page is the only executor: there is nothing to choose.
pub(crate) fn set_spawner(_: Spawner) {}

/// The event loop runs what is ready by itself.
pub(crate) fn run_until_stalled() {}

pub(crate) fn warn(message: &str) {
    console_warn(message);
}
