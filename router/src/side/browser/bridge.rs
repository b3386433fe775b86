//! The JavaScript of the router, as Rust sees it.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen(module = "/src/side/router.js")]
extern "C" {
    pub(super) fn connect(exports: &JsValue, door: u32);
    pub(super) fn ask(id: u32, url: &str, body: Option<&str>, about: Option<&str>, epoch: &str);
    pub(super) fn abort(id: u32);
    pub(super) fn now() -> f64;
    #[wasm_bindgen(js_name = isLoading)]
    pub(super) fn is_loading() -> bool;
    pub(super) fn here(location: u32) -> JsValue;
    pub(super) fn locate(location: u32, url: &str, never_ahead: bool);
    pub(super) fn assign(url: &str);
    pub(super) fn busy(to: Option<&str>);
    pub(super) fn push(url: &str, replace: bool, state: Option<&str>);
    #[wasm_bindgen(js_name = historyState)]
    pub(super) fn history_state() -> JsValue;
    #[wasm_bindgen(js_name = undoPop)]
    pub(super) fn undo_pop();
    pub(super) fn transition(job: u32);
    pub(super) fn shown(scroll: u32);
    pub(super) fn guarded(is_guarded: bool);
    #[wasm_bindgen(js_name = watchLink)]
    pub(super) fn watch_link(link: &web_sys::Element, once: bool);
    #[wasm_bindgen(js_name = storedEpoch)]
    pub(super) fn stored_epoch() -> JsValue;
    #[wasm_bindgen(js_name = storeEpoch)]
    pub(super) fn store_epoch(epoch: &str);
    pub(super) fn start();

    #[wasm_bindgen(js_name = Number)]
    pub(super) fn number(text: &str) -> f64;
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    pub(super) fn console_error(message: &str);
}

#[wasm_bindgen(module = "/src/side/packed.js")]
extern "C" {
    #[wasm_bindgen(js_name = dataLines)]
    pub(super) fn data_lines() -> JsValue;
}
