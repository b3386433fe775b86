//! Other tabs of the same browser: they hear of every flight. All learn what is stale; values are for those of the same
//! session alone.

use limosa_reactive::{batch, host};
use limosa_router::wire::from_json;
use wasm_bindgen::prelude::*;

use super::{page, script};
use crate::wire::Line;

/// Tells other tabs what has come: lines of a flight, the reply first.
pub(super) fn tell(lines: Vec<JsValue>) {
    script::broadcast(&page::epoch(), lines);
}

/// Listens to what other tabs tell, as long as the page lives.
pub(super) fn listen() {
    let heard: Closure<dyn Fn(String, Vec<String>)> = Closure::new(heard);
    script::hear(&heard);
    heard.forget();
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the signature of the closure"
)]
fn heard(epoch: String, lines: Vec<String>) {
    if host::is_stopped() {
        return;
    }
    let is_same_session = epoch == page::epoch();
    batch(|| {
        for line in lines {
            match from_json(&line) {
                // Those of the same session get what comes with it, or later.
                Some(Line::Reply(reply)) if is_same_session => {
                    page::revalidate(&reply.stale, &reply.keys);
                }
                Some(Line::Reply(reply)) => page::revalidate(&reply.stale, &[]),
                Some(Line::Query(frame)) if is_same_session => page::hear(frame),
                _ => {}
            }
        }
    });
}
