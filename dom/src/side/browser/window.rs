//! Listeners at the window.

use limosa_reactive::on_cleanup;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::events::{self, Handler, NONE};

/// Listens until the current owner is disposed.
pub(crate) fn on_window(event: &'static str, handler: Handler) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let (number, slot) = events::keep(handler, NONE);
    let listener = Closure::<dyn Fn(JsValue)>::new(move |event| events::dispatch(number, event));
    let function = listener.as_ref().unchecked_ref();
    // Fails for no name and no function.
    let _ = window.add_event_listener_with_callback(event, function);
    on_cleanup(move || {
        let function = listener.as_ref().unchecked_ref();
        let _ = window.remove_event_listener_with_callback(event, function);
        events::drop_list(slot);
    });
}
