//! The functions of `js/glue.js`: one interprets writes in bulk, the others answer something and so are called one by one.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen(module = "/js/glue.js")]
extern "C" {
    pub(super) fn run(words: &[u32], text: &str);
    pub(super) fn connect(dispatch: &Closure<dyn Fn(u32, JsValue)>);
    pub(super) fn adopt(id: u32, node: &JsValue);
    pub(super) fn node(id: u32) -> JsValue;
    /// Reports a panic and stops calling back.
    pub(super) fn stop(message: &str);
    pub(super) fn find(selector: &str) -> JsValue;
    pub(super) fn value(id: u32) -> String;
    pub(super) fn checked(id: u32) -> bool;
    #[wasm_bindgen(js_name = targetValue)]
    pub(super) fn target_value(event: &JsValue) -> String;
    #[wasm_bindgen(js_name = targetChecked)]
    pub(super) fn target_checked(event: &JsValue) -> bool;
    pub(super) fn hydrate(root: &JsValue, report: bool);
    /// Starts to hydrate a template at the place; what it says is a [`Step`](super::instance::Step).
    pub(super) fn enter(template: u32, id: u32) -> u32;
    /// Goes on after a child hole.
    pub(super) fn resume() -> u32;
    pub(super) fn separator();
    #[wasm_bindgen(js_name = hydrateText)]
    pub(super) fn hydrate_text(id: u32, text: &str);
    #[wasm_bindgen(js_name = hydrateMarker)]
    pub(super) fn hydrate_marker(id: u32);
    #[wasm_bindgen(js_name = hydrateMark)]
    pub(super) fn hydrate_mark(kind: char) -> bool;
    #[wasm_bindgen(js_name = fallbackLength)]
    pub(super) fn fallback_length() -> u32;
    #[wasm_bindgen(js_name = hydrateFallback)]
    pub(super) fn hydrate_fallback(id: u32);
}
