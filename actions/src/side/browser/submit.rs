//! Submits of forms whose action is an action: one listener for the document.

use std::cell::RefCell;

use limosa_reactive::host;
use limosa_router::wire::{ACTION_PATH, DATA_ATTRIBUTE};
use wasm_bindgen::prelude::*;

use super::send::{self, Submitted};
use super::{script, slots};
use crate::flash::{FLASH_BLOCK, Flash};
use crate::wire::parse_action_url;

thread_local! {
    /// Forms whose submission is under way.
    static PENDING: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
}

/// Takes over the submits of the document. Called once, before the app is hydrated or mounted.
pub fn start() {
    let block = script::data_block(DATA_ATTRIBUTE, FLASH_BLOCK);
    if let Some(flash) = Flash::from_data_block(&block) {
        slots::seed(flash);
    }
    let submit: Closure<dyn FnMut(JsValue, String, JsValue, bool)> = Closure::new(submitted);
    let stopped: Closure<dyn Fn() -> bool> = Closure::new(host::is_stopped);
    script::listen(ACTION_PATH, &stopped, &submit);
    // The listener lives as long as the page.
    stopped.forget();
    submit.forget();
}

/// Replays what the visitor did before the app had started: edits, then submits one after the other, then the link they
/// clicked. Called once, after the app is hydrated.
pub fn ready() {
    let held = script::early();
    host::spawn(async move {
        for submit in held {
            let (form, data, multipart) = (submit.get(0), submit.get(2), submit.get(3).is_truthy());
            let action = submit.get(1).as_string().unwrap_or_default();
            if let Some(submitted) = taken(form, &action, &data, multipart) {
                send::post(submitted).await;
            }
        }
        script::follow();
    });
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the signature of the closure"
)]
fn submitted(form: JsValue, action: String, data: JsValue, multipart: bool) {
    if let Some(submitted) = taken(form, &action, &data, multipart) {
        let posted = send::post(submitted);
        host::spawn(async move {
            posted.await;
        });
    }
}

/// A submit that is to be sent: a form drops one while its own is under way.
fn taken(form: JsValue, action: &str, data: &JsValue, multipart: bool) -> Option<Submitted> {
    let (id, _, bound) = parse_action_url(action)?;
    if PENDING.with_borrow(|pending| pending.contains(&form)) {
        return None;
    }
    PENDING.with_borrow_mut(|pending| pending.push(form.clone()));
    script::busy(&form, true);
    let key = script::key(data);
    Some(Submitted {
        id,
        bound: if bound.is_empty() {
            "[]".to_owned()
        } else {
            bound
        },
        key: if key.is_empty() {
            script::random()
        } else {
            key
        },
        body: script::body(data, multipart),
        input: script::texts(data),
        form: Some(form),
    })
}

/// The form takes submits again.
pub(super) fn released(form: &JsValue) {
    PENDING.with_borrow_mut(|pending| pending.retain(|other| other != form));
}
