//! The cache's way to the server and to the clock.

use std::rc::Rc;

use limosa_reactive::host;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use wasm_bindgen::prelude::Closure;

use crate::cache::{Host, RequestId};
use crate::error::CallError;
use crate::query::QueryFrame;
use crate::side::browser::queries::cache;
use crate::side::browser::{bridge, listen};
use crate::wire::{QUERY_PATH, QUERY_URL_LIMIT, from_json, to_json};

/// The browser as the cache sees it.
pub(super) struct Network {
    line: Closure<dyn Fn(u32, String)>,
    end: Closure<dyn Fn(u32, i32)>,
}

/// A line of a stream; others than those of queries are ignored.
#[derive(Deserialize)]
struct Line {
    query: Option<QueryFrame>,
}

impl Network {
    pub(super) fn new() -> Self {
        Self {
            line: Closure::new(|id, text: String| {
                if !host::is_stopped()
                    && let Some(frame) = read_line(&text)
                {
                    cache().answered(id, frame);
                }
            }),
            end: Closure::new(|id, status| {
                if !host::is_stopped() {
                    cache().ended(id, failure(status));
                }
            }),
        }
    }
}

/// The frame in a line or in a data block.
pub(super) fn read_line(text: &str) -> Option<QueryFrame> {
    from_json::<Line>(text)?.query
}

fn failure(status: i32) -> Option<CallError> {
    match status {
        0 | -1 => None,
        409 => Some(CallError::StaleBuild),
        400 => Some(CallError::Malformed),
        408 | 504 => Some(CallError::Timeout),
        500.. => Some(CallError::Internal),
        status => Some(CallError::Refused {
            status: u16::try_from(status).unwrap_or(400),
            message: None,
        }),
    }
}

impl Host for Network {
    fn now(&self) -> f64 {
        bridge::now()
    }

    fn soon(&self, job: Box<dyn FnOnce()>) {
        bridge::soon(listen::once(job));
    }

    fn after(&self, milliseconds: f64, job: Box<dyn FnOnce()>) {
        bridge::after(milliseconds, listen::once(job));
    }

    fn ask(&self, request: RequestId, keys: &[Rc<str>], page: Option<&str>) {
        let mut url = String::from(QUERY_PATH);
        for (place, key) in keys.iter().enumerate() {
            url.push_str(if place == 0 { "?k=" } else { "&k=" });
            url.extend(utf8_percent_encode(key, NON_ALPHANUMERIC));
        }
        let body = (url.len() > QUERY_URL_LIMIT).then(|| {
            url.truncate(QUERY_PATH.len());
            let keys: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
            to_json(&keys).unwrap_or_default()
        });
        bridge::ask(
            request,
            &url,
            body,
            page,
            &cache().epoch(),
            &self.line,
            &self.end,
        );
    }

    fn abort(&self, request: RequestId) {
        bridge::abort(request);
    }

    fn redirect(&self, to: &str) {
        // Later: whatever is being built now is finished first.
        let to = to.to_owned();
        self.soon(Box::new(move || listen::redirect(&to)));
    }
}
