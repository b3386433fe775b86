//! The JavaScript of the router, as Rust sees it.

use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen(module = "/src/side/router.js")]
extern "C" {
    pub(super) fn ask(
        id: u32,
        url: &str,
        body: Option<String>,
        about: Option<&str>,
        epoch: &str,
        line: &Closure<dyn Fn(u32, String)>,
        end: &Closure<dyn Fn(u32, i32)>,
    );
    pub(super) fn abort(id: u32);
    pub(super) fn now() -> f64;
    pub(super) fn soon(job: wasm_bindgen::JsValue);
    pub(super) fn after(milliseconds: f64, job: wasm_bindgen::JsValue);
    #[wasm_bindgen(js_name = isLoading)]
    pub(super) fn is_loading() -> bool;
    pub(super) fn here(location: u32) -> String;
    pub(super) fn locate(location: u32, url: &str, never_ahead: bool);
    pub(super) fn assign(url: &str);
    pub(super) fn busy(to: Option<&str>);
    pub(super) fn push(url: &str, replace: bool, state: Option<String>);
    #[wasm_bindgen(js_name = historyState)]
    pub(super) fn history_state() -> Option<String>;
    #[wasm_bindgen(js_name = undoPop)]
    pub(super) fn undo_pop();
    pub(super) fn transition(job: wasm_bindgen::JsValue);
    pub(super) fn shown(scroll: u32);
    pub(super) fn guarded(is_guarded: bool);
    #[wasm_bindgen(js_name = watchLink)]
    pub(super) fn watch_link(link: &web_sys::Element, once: bool);
    #[wasm_bindgen(js_name = storedEpoch)]
    pub(super) fn stored_epoch() -> String;
    #[wasm_bindgen(js_name = storeEpoch)]
    pub(super) fn store_epoch(epoch: &str);
    pub(super) fn start(
        intend: &Closure<dyn Fn(String)>,
        click: &Closure<dyn Fn(String, bool, bool, Option<String>) -> bool>,
        pop: &Closure<dyn Fn(String) -> bool>,
        moved: &Closure<dyn Fn(String)>,
        focused: &Closure<dyn Fn()>,
        online: &Closure<dyn Fn()>,
        epoch: &Closure<dyn Fn(String)>,
        loaded: &Closure<dyn Fn()>,
        blocks: &Closure<dyn Fn()>,
        leave: &Closure<dyn Fn() -> bool>,
    );

    #[wasm_bindgen(js_name = Number)]
    pub(super) fn number(text: &str) -> f64;
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    pub(super) fn console_error(message: &str);
}

#[wasm_bindgen(module = "/src/side/packed.js")]
extern "C" {
    #[wasm_bindgen(js_name = dataLines)]
    pub(super) fn data_lines() -> Vec<String>;
}
