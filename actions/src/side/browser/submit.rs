//! Submits of forms whose action is an action: one listener for the document.

use std::cell::RefCell;
use std::time::Duration;

use limosa_reactive::host;
use limosa_router::wire::{ACTION_PATH, DATA_ATTRIBUTE};
use wasm_bindgen::prelude::*;

use super::lanes;
use super::send::{self, Submitted};
use super::{outdated, script, slots, tabs};
use crate::concurrency::Concurrency;
use crate::flash::{FLASH_BLOCK, Flash};
use crate::wire::parse_action_url;

thread_local! {
    /// The forms of the submissions under way, once for each.
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
    tabs::listen();
    // The listener lives as long as the page.
    stopped.forget();
    submit.forget();
}

/// Gives back what was typed before the page was loaded anew, and replays what the visitor did before the app had started: edits, then submits one after the other, then the link they
/// clicked. Called once, after the app is hydrated.
pub fn ready() {
    let held = script::early();
    outdated::restore();
    host::spawn(async move {
        for submit in held {
            let (form, data, multipart) = (submit.get(0), submit.get(2), submit.get(3).is_truthy());
            let action = submit.get(1).as_string().unwrap_or_default();
            if let Some(submitted) = taken(&form, &action, &data, multipart) {
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
    if let Some(submitted) = taken(&form, &action, &data, multipart) {
        drop(send::post(submitted));
    }
}

/// A submit that is to be sent: unless its action says what is to become of it, a form drops one while its own is under way,
/// and one that saves by itself puts it off.
fn taken(form: &JsValue, action: &str, data: &JsValue, multipart: bool) -> Option<Submitted> {
    let (id, _, bound) = parse_action_url(action)?;
    let has_policy = lanes::options(&id).concurrency.is_some();
    let saves_itself = script::saves_itself(form);
    let waits_for_answer = !has_policy && !saves_itself;
    if waits_for_answer && PENDING.with_borrow(|pending| pending.contains(form)) {
        return None;
    }
    PENDING.with_borrow_mut(|pending| pending.push(form.clone()));
    script::busy(form, true);
    let key = script::key(data);
    if !waits_for_answer {
        // The next submit may come before the answer to this one.
        script::renew(form);
    }
    let submitted = Submitted {
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
        policy: if saves_itself {
            Concurrency::Debounce(Duration::ZERO)
        } else {
            Concurrency::Parallel
        },
        form: Some(form.clone()),
    };
    script::reset_at_once(form);
    Some(submitted)
}

/// One submission of a form has ended.
pub(super) fn released(form: &JsValue) {
    let is_busy = PENDING.with_borrow_mut(|pending| {
        if let Some(place) = pending.iter().position(|other| other == form) {
            pending.remove(place);
        }
        pending.contains(form)
    });
    script::busy(form, is_busy);
}
