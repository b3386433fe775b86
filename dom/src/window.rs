//! Events of the window, which no element of a view has.

use wasm_bindgen::JsCast;

use crate::side;

/// Calls back at each event of the window (`hashchange`, `resize`, `storage`, `online`), as long as the current owner lives.
///
/// A batch, like a handler of `on:`; nothing happens on the server. Costs one listener each. The type of the event is that of the
/// closure's argument and not checked: `web_sys::Event` fits all.
///
/// ```
/// use limosa_dom::on_window;
/// use limosa_reactive::RwSignal;
/// # limosa_reactive::Owner::new_root().with(|| {
/// let online = RwSignal::new(true);
/// on_window("offline", move |_: web_sys::Event| online.set(false));
/// on_window("online", move |_: web_sys::Event| online.set(true));
/// # });
/// ```
pub fn on_window<E: JsCast>(event: &'static str, call: impl Fn(E) + 'static) {
    side::on_window(event, side::handler(call));
}
