//! Other tabs of the same browser: they hear of every flight. All learn what is stale; values are for those of the same
//! session alone.

use limosa_reactive::batch;
use limosa_router::wire::from_json;

use super::{page, script};
use crate::wire::Line;

/// Tells other tabs what has come with a flight, the reply first.
pub(super) fn tell(flight: u32) {
    script::broadcast(flight, &page::epoch());
}

/// Another tab tells the session and lines.
pub(super) fn heard(told: &str) {
    let (epoch, lines) = told.split_once('\n').unwrap_or_default();
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
