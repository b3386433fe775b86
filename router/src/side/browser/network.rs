//! The cache's way to the server and to the clock.

use std::rc::Rc;

use limosa_reactive::browser;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use wasm_bindgen::JsValue;

use crate::cache::{Host, RequestId};
use crate::error::CallError;
use crate::query::QueryFrame;
use crate::side::browser::queries::cache;
use crate::side::browser::{bridge, listen};
use crate::wire::{QUERY_PATH, QUERY_URL_LIMIT, from_json, to_json};

// What the script tells; the same numbers are in `router.js`.
const LINE: u32 = 0;
const END: u32 = 1;
const INTEND: u32 = 2;
const CLICK: u32 = 3;
const POP: u32 = 4;
const MOVED: u32 = 5;
const FOCUSED: u32 = 6;
const ONLINE: u32 = 7;
const EPOCH: u32 = 8;
const LOADED: u32 = 9;
const BLOCKS: u32 = 10;
const LEAVE: u32 = 11;
const RUN: u32 = 12;

// The bits that come with a click.
const REPLACE: u32 = 1;
const KEEP_SCROLL: u32 = 2;

// What a script is answered; 0 when the app has stopped.
const YES: u32 = 1;
const NO: u32 = 2;

/// The browser as the cache sees it.
pub(super) struct Network(());

/// A line of a stream; others than those of queries are ignored.
#[derive(Deserialize)]
struct Line {
    query: Option<QueryFrame>,
}

impl Network {
    pub(super) fn new() -> Self {
        browser::open(told, bridge::connect);
        Self(())
    }
}

/// The script tells something.
fn told(what: u32, number: u32, count: f64, value: JsValue) -> u32 {
    let text = browser::text(value);
    let mut answer = true;
    match what {
        LINE => {
            if let Some(frame) = read_line(&text) {
                cache().answered(number, frame);
            }
        }
        END => cache().ended(number, failure(count)),
        INTEND => listen::intend(&text),
        CLICK => answer = listen::click(&text, number & REPLACE != 0, number & KEEP_SCROLL != 0),
        POP => answer = listen::pop(&text),
        MOVED => listen::moved(&text),
        FOCUSED => cache().focused(),
        ONLINE => cache().reconnected(),
        EPOCH => listen::set_epoch(&text),
        LOADED => listen::loaded(),
        BLOCKS => listen::read_data_blocks(),
        LEAVE => answer = listen::may_close(),
        RUN => browser::run(number),
        _ => {}
    }
    if answer { YES } else { NO }
}

/// The frame in a line or in a data block.
pub(super) fn read_line(text: &str) -> Option<QueryFrame> {
    from_json::<Line>(text)?.query
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a status of three digits, or -1"
)]
fn failure(status: f64) -> Option<CallError> {
    match status as i32 {
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
        browser::soon(job);
    }

    fn after(&self, milliseconds: f64, job: Box<dyn FnOnce()>) {
        browser::after(milliseconds, job);
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
        bridge::ask(request, &url, body.as_deref(), page, &cache().epoch());
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
