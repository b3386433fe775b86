//! Timers of the window.

use std::time::Duration;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(job: &JsValue, milliseconds: f64);
}

/// Runs a job later; it cannot be stopped, but may find that there is nothing left to do.
pub(crate) fn after(delay: Duration, job: Box<dyn FnOnce()>) {
    set_timeout(&Closure::once_into_js(job), delay.as_secs_f64() * 1000.0);
}
