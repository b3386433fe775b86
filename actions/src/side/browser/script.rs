//! The crate's own JavaScript.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/side/browser/actions.js")]
extern "C" {
    /// Calls back with form, action, entries and whether the form is multipart, for every submit of an action, unless
    /// the app has stopped.
    pub(super) fn listen(
        prefix: &str,
        stopped: &Closure<dyn Fn() -> bool>,
        submit: &Closure<dyn FnMut(JsValue, String, JsValue, bool)>,
    );

    /// The content of the data block with this attribute that begins so; empty if there is none.
    #[wasm_bindgen(js_name = dataBlock)]
    pub(super) fn data_block(attribute: &str, begin: &str) -> String;

    /// Takes over from the early script: gives edits back to the app, and the held submits as arrays of form, action, entries
    /// and whether the form is multipart.
    #[wasm_bindgen(js_name = earlySubmits)]
    pub(super) fn early() -> Vec<js_sys::Array>;

    /// Follows the link that was clicked before the app had started.
    pub(super) fn follow();

    /// Id of the build this page is of.
    pub(super) fn build() -> String;

    /// The entries' texts, urlencoded.
    pub(super) fn texts(data: &JsValue) -> String;

    /// What to post: the entries themselves if there are files among them.
    pub(super) fn body(data: &JsValue, multipart: bool) -> JsValue;

    /// The idempotency key among the entries.
    pub(super) fn key(data: &JsValue) -> String;

    /// Size of a file in bytes.
    pub(super) fn size(file: &JsValue) -> f64;

    /// Adds an entry.
    pub(super) fn append(data: &JsValue, name: &str, value: &JsValue);

    /// 128 random bits as text.
    pub(super) fn random() -> String;

    /// Sets a text of a body, or takes it out.
    pub(super) fn set(body: &JsValue, name: &str, value: Option<&str>);

    /// Posts; calls back with the head (status and epoch), then with each line, and with how much of an upload has left.
    #[wasm_bindgen(catch)]
    pub(super) async fn send(
        number: u32,
        url: &str,
        headers: JsValue,
        body: &JsValue,
        head: &Closure<dyn FnMut(u16, String)>,
        line: &Closure<dyn FnMut(String)>,
        uploaded: &Closure<dyn FnMut(f64)>,
    ) -> Result<JsValue, JsValue>;

    /// Breaks the request of a submission off.
    pub(super) fn abort(number: u32);

    /// Sends lines to the other tabs, with the session they are of.
    pub(super) fn broadcast(epoch: &str, lines: Vec<JsValue>);

    /// Calls back with what other tabs send.
    pub(super) fn hear(heard: &Closure<dyn Fn(String, Vec<String>)>);

    /// Path and search of the page.
    pub(super) fn here() -> String;

    /// Whether a navigation is under way.
    pub(super) fn leaving() -> bool;

    /// Loads another document.
    pub(super) fn assign(url: &str);

    /// Calls back later.
    pub(super) fn after(milliseconds: i32, run: JsValue);

    /// Marks a form as busy, or not.
    pub(super) fn busy(form: &JsValue, on: bool);

    /// Gives a form a new key.
    pub(super) fn renew(form: &JsValue);

    /// What a form holds, urlencoded, without its key.
    #[wasm_bindgen(js_name = typedText)]
    pub(super) fn typed_text(form: &JsValue) -> String;

    /// Sets a form back to its defaults if it still holds what was sent.
    pub(super) fn reset(form: &JsValue, sent: &str);

    /// Sets a form that asks for it back to its defaults, now that it has been submitted.
    #[wasm_bindgen(js_name = resetAtOnce)]
    pub(super) fn reset_at_once(form: &JsValue);

    /// Whether a form submits itself when the visitor has changed something.
    #[wasm_bindgen(js_name = savesItself)]
    pub(super) fn saves_itself(form: &JsValue) -> bool;
}

#[wasm_bindgen]
extern "C" {
    /// Tells who develops the app, at the console's level "verbose", so that who only looks for what went wrong is not disturbed.
    #[wasm_bindgen(js_namespace = console, js_name = debug)]
    pub(super) fn tell(text: &str);
}
