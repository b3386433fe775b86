//! Submits of forms whose action is an action: one listener for the document.

use limosa_reactive::browser::text;
use limosa_router::wire::{ACTION_PATH, DATA_ATTRIBUTE};
use wasm_bindgen::prelude::*;

use super::send::{self, Submitted};
use super::{lanes, outdated, script, slots};
use crate::flash::{FLASH_BLOCK, Flash};
use crate::wire::parse_action_url;

/// Takes over the submits of the document. Called once, before the app is hydrated or mounted.
pub fn start() {
    let block = text(script::data_block(DATA_ATTRIBUTE, FLASH_BLOCK));
    if let Some(flash) = Flash::from_data_block(&block) {
        slots::seed(flash);
    }
    send::connect();
    script::listen(ACTION_PATH);
}

/// Gives back what was typed before the page was loaded anew, and replays what the visitor did before the app had started:
/// edits, then submits one after the other, then the link they clicked. Called once, after the app is hydrated.
pub fn ready() {
    script::replay();
    outdated::restore();
}

/// Says whether it is taken: unless its action says what is to become of it, a form drops a submit while its own is under way.
pub(super) fn submitted(form: JsValue, is_pending: bool) -> bool {
    let [action, input, key] = [0, 2, 3].map(|number| text(script::part(number)));
    let body = script::part(1);
    let Some((id, _, mut bound)) = parse_action_url(&action) else {
        return false;
    };
    if bound.is_empty() {
        bound.push_str("[]");
    }
    let has_policy = lanes::has_policy(&id);
    if is_pending && !has_policy || lanes::is_taken(&id, &bound) {
        return false;
    }
    script::busy(&form, 1);
    if has_policy {
        // The next submit may come before the answer to this one.
        script::renew(&form);
    }
    script::reset_at_once(&form);
    let key = if key.is_empty() {
        text(script::random())
    } else {
        key
    };
    send::post(&id, &bound, &input, Submitted::new(body, key), Some(form));
    true
}
