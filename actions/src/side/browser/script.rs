//! The crate's own JavaScript.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/side/browser/actions.js")]
extern "C" {
    /// Hands over what is to be called: see `told` in `send.rs`.
    pub(super) fn connect(exports: &JsValue, door: u32);

    /// Tells of every submit of an action, unless the app has stopped. What is not taken of a form that saves itself comes
    /// again after the one that is under way.
    pub(super) fn listen(prefix: &str);

    /// Of the submit that is told of at the moment: 0 its action, 1 its body, 2 its texts, 3 its idempotency key.
    pub(super) fn part(number: u32) -> JsValue;

    /// The content of the data block with this attribute that begins so; empty if there is none.
    #[wasm_bindgen(js_name = dataBlock)]
    pub(super) fn data_block(attribute: &str, begin: &str) -> JsValue;

    /// Takes over from the early script: gives edits back to the app, then the held submits one after the other, then follows
    /// the link that was clicked.
    pub(super) fn replay();

    /// Id of the build this page is of.
    pub(super) fn build() -> JsValue;

    /// The entries' texts, urlencoded.
    pub(super) fn texts(data: &JsValue) -> JsValue;

    /// What to post: the entries themselves if there are files among them.
    pub(super) fn body(data: &JsValue, multipart: bool) -> JsValue;

    /// Size of a file in bytes.
    pub(super) fn size(file: &JsValue) -> f64;

    /// No entries yet.
    pub(super) fn entries() -> JsValue;

    /// Adds an entry.
    pub(super) fn append(data: &JsValue, name: &str, value: &JsValue);

    /// 128 random bits as text.
    pub(super) fn random() -> JsValue;

    /// Sets a text of a body, or takes it out.
    pub(super) fn set(body: &JsValue, name: &str, value: Option<&str>);

    /// Tells of a request that it may be sent, after what runs now.
    pub(super) fn soon(id: u32);

    /// Tells something of a request later.
    pub(super) fn later(milliseconds: i32, id: u32, what: u32);

    /// Posts, and tells of it until the answer has ended. Headers are lines of name, tab, value.
    pub(super) fn send(id: u32, url: &str, headers: &str, body: &JsValue);

    /// From now on it is told how much of an upload has left.
    pub(super) fn uploads();

    /// Breaks a request off.
    pub(super) fn abort(id: u32);

    /// Tells other tabs the lines that have come with an answer since it was last called, and the session they are of.
    pub(super) fn broadcast(id: u32, epoch: &str);

    /// Path and search of the page.
    pub(super) fn here() -> JsValue;

    /// Whether a navigation is under way.
    pub(super) fn leaving() -> bool;

    /// Loads another document.
    pub(super) fn assign(url: &str);

    /// One more submission of a form is under way, or one less: it is marked as busy, or not.
    pub(super) fn busy(form: &JsValue, change: i32);

    /// Gives a form a new key.
    pub(super) fn renew(form: &JsValue);

    /// What a form holds, urlencoded, without its key.
    #[wasm_bindgen(js_name = typedText)]
    pub(super) fn typed_text(form: &JsValue) -> JsValue;

    /// Sets a form back to its defaults if it still holds what was sent.
    pub(super) fn reset(form: &JsValue, sent: &str);

    /// Sets a form that asks for it back to its defaults, now that it has been submitted.
    #[wasm_bindgen(js_name = resetAtOnce)]
    pub(super) fn reset_at_once(form: &JsValue);
}

#[wasm_bindgen]
extern "C" {
    /// Reads a number as the browser does: the standard library's way there is 8 kB of code and tables.
    #[wasm_bindgen(js_name = Number)]
    pub(crate) fn number(text: &str) -> f64;

    /// Tells who develops the app, at the console's level "verbose", so that who only looks for what went wrong is not disturbed.
    #[wasm_bindgen(js_namespace = console, js_name = debug)]
    pub(super) fn tell(text: &str);
}
