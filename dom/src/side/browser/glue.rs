//! The functions of `js/glue.js`: one interprets writes in bulk, the others answer something and so are called one by one.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::events;

#[wasm_bindgen(module = "/js/glue.js")]
extern "C" {
    pub(super) fn run(words: &[u32], text: &str);
    /// Hands over the exports of the program, among them [`limosa_dispatch`].
    pub(super) fn connect(exports: &JsValue);
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
    /// What the walk over the server's HTML needs of this module.
    pub(super) fn shared() -> JsValue;
}

/// An event for a handler. Exported, as a closure passed to JavaScript costs more script than that.
#[allow(unreachable_pub, reason = "only what is public can be exported")]
#[wasm_bindgen]
pub fn limosa_dispatch(handler: u32, event: JsValue) {
    events::dispatch(handler, event);
}
