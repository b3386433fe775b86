//! The walk over the server's HTML: functions of `js/hydration.js`, reached through a table that only hydrating fills in, so
//! that an app which only mounts carries neither the script nor the code around its calls.

use std::cell::Cell;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::ops::Id;
use super::{glue, mismatch};

#[wasm_bindgen(module = "/js/hydration.js")]
extern "C" {
    fn hydrate(shared: &JsValue, root: &JsValue, report: &JsValue);
    #[wasm_bindgen(js_name = enter)]
    fn js_enter(template: u32, id: u32) -> u32;
    #[wasm_bindgen(js_name = resume)]
    fn js_resume() -> u32;
    #[wasm_bindgen(js_name = separate)]
    fn js_separate();
    #[wasm_bindgen(js_name = text)]
    fn js_text(id: u32, text: &str);
    #[wasm_bindgen(js_name = marker)]
    fn js_marker(id: u32);
    #[wasm_bindgen(js_name = mark)]
    fn js_mark(kind: char) -> bool;
    #[wasm_bindgen(js_name = fallbackLength)]
    fn js_fallback_length() -> u32;
    #[wasm_bindgen(js_name = fallback)]
    fn js_fallback(id: u32);
}

struct Walk {
    enter: fn(u32, Id) -> u32,
    resume: fn() -> u32,
    separate: fn(),
    text: fn(Id, &str),
    marker: fn(Id),
    mark: fn(char) -> bool,
    fallback_length: fn() -> u32,
    fallback: fn(Id),
}

static WALK: Walk = Walk {
    enter: js_enter,
    resume: js_resume,
    separate: js_separate,
    text: |id, text| js_text(id, text),
    marker: js_marker,
    mark: js_mark,
    fallback_length: js_fallback_length,
    fallback: js_fallback,
};

thread_local! {
    static STARTED: Cell<Option<&'static Walk>> = const { Cell::new(None) };
}

/// Begins to walk below `root`.
pub(super) fn start(root: &JsValue) {
    STARTED.set(Some(&WALK));
    hydrate(&glue::shared(), root, &mismatch::reporter());
}

/// Whether this app hydrates at all: where nothing does, the compiler knows.
pub(super) fn is_used() -> bool {
    STARTED.get().is_some()
}

/// Starts a template at the place; what it says is a [`Step`](super::instance::Step).
pub(super) fn enter(template: u32, id: Id) -> u32 {
    STARTED.get().map_or(0, |walk| (walk.enter)(template, id))
}

/// Goes on after a child hole.
pub(super) fn resume() -> u32 {
    STARTED.get().map_or(0, |walk| (walk.resume)())
}

/// Skips what the server writes behind a text, before a part that may begin with another.
pub(super) fn separate() {
    if let Some(walk) = STARTED.get() {
        (walk.separate)();
    }
}

/// Takes over a text.
pub(super) fn text(id: Id, text: &str) {
    if let Some(walk) = STARTED.get() {
        (walk.text)(id, text);
    }
}

/// Takes over the end of a block.
pub(super) fn marker(id: Id) {
    if let Some(walk) = STARTED.get() {
        (walk.marker)(id);
    }
}

/// Whether a mark of the server's is next, which is then taken.
pub(super) fn mark(kind: char) -> bool {
    STARTED.get().is_some_and(|walk| (walk.mark)(kind))
}

/// How many nodes a fallback has whose content is late.
pub(super) fn fallback_length() -> u32 {
    STARTED.get().map_or(0, |walk| (walk.fallback_length)())
}

/// Numbers those nodes, and their end mark, from `id` on.
pub(super) fn fallback(id: Id) {
    if let Some(walk) = STARTED.get() {
        (walk.fallback)(id);
    }
}
