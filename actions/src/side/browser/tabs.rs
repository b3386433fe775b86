//! Other tabs of the same browser: they hear of every flight. All learn what is stale; values are for those of the same
//! session alone.

use limosa_reactive::{batch, host};
use limosa_router::wire::from_json;
use wasm_bindgen::prelude::*;

use super::{page, script};
use crate::wire::Line;

/// Tells other tabs what has come with a flight, the reply first.
pub(super) fn tell(flight: u32) {
    script::broadcast(flight, &page::epoch());
}

/// Listens to what other tabs tell, as long as the page lives.
pub(super) fn listen() {
    let heard: Closure<dyn Fn(String, String)> = Closure::new(heard);
    script::hear(&heard);
    heard.forget();
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the signature of the closure"
)]
fn heard(epoch: String, lines: String) {
    if host::is_stopped() {
        return;
    }
    let is_same_session = epoch == page::epoch();
    batch(|| {
        for line in lines.split('\n') {
            match from_json(line) {
                // Those of the same session get what comes with it, or later.
                Some(Line::Reply(reply)) => {
                    let coming = if is_same_session {
                        &reply.keys[..]
                    } else {
                        &[]
                    };
                    page::revalidate(&reply.stale, coming);
                }
                Some(Line::Query(frame)) if is_same_session => page::hear(frame),
                _ => {}
            }
        }
    });
}
