//! What is told of a page that differs from what was to be hydrated, in debug builds: release builds do not carry it.

use std::panic::Location;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::builder::Builder;
use super::push_integer;
use crate::view::View;

#[wasm_bindgen(module = "/js/mismatch.js")]
extern "C" {
    #[wasm_bindgen(js_name = reporter)]
    fn js_reporter() -> JsValue;
    fn enter(component: &str);
    fn leave();
}

/// The function that tells; nothing in release builds.
pub(super) fn reporter() -> JsValue {
    if cfg!(debug_assertions) {
        js_reporter()
    } else {
        JsValue::UNDEFINED
    }
}

/// Builds the view of a component that a report is to name.
pub(crate) fn component(
    builder: &mut Builder<'_>,
    name: &'static str,
    place: &'static Location<'static>,
    view: View,
) {
    if !builder.is_hydrating() {
        return view.build(builder);
    }
    let mut component = [name, " (", place.file(), ":"].concat();
    push_integer(&mut component, false, u64::from(place.line()));
    component.push(')');
    enter(&component);
    view.build(builder);
    leave();
}
