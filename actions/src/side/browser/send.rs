//! Sends a submission and takes its answer in.

use std::cell::RefCell;
use std::rc::Rc;

use limosa_reactive::host;
use limosa_router::CallError;
use limosa_router::wire::{
    BUILD_HEADER, EPOCH_HEADER, KEY_HEADER, MOUNTED_HEADER, MOUNTED_LIMIT, to_json,
};
use wasm_bindgen::prelude::*;

use super::flight::Flight;
use super::{page, script, slots};
use crate::form::{EntryValue, FormEntries};
use crate::wire::{ReplyFrame, action_url, header_text};

/// How long to wait before a submission whose answer was lost is sent again, in milliseconds.
const RESEND: i32 = 400;

/// A submission about to be sent.
pub(super) struct Submitted {
    pub(super) id: String,
    pub(super) bound: String,
    pub(super) key: String,
    pub(super) body: JsValue,
    /// What the visitor sent, urlencoded.
    pub(super) input: String,
    /// The form it came from.
    pub(super) form: Option<JsValue>,
}

impl Submitted {
    /// A call from code: a key of its own.
    pub(super) fn call(id: &str, bound: String, entries: &FormEntries) -> Self {
        let data: JsValue = web_sys::FormData::new()
            .expect("every browser has FormData")
            .into();
        for (name, value) in entries.iter() {
            match value {
                EntryValue::Text(text) => script::append(&data, name, &JsValue::from_str(text)),
                EntryValue::File(file) => script::append(&data, name, file.content().as_browser()),
            }
        }
        Self {
            id: id.to_owned(),
            bound,
            key: script::random(),
            body: script::body(&data, false),
            input: script::texts(&data),
            form: None,
        }
    }
}

/// Posts a submission, which is pending at once, before the future is polled; it ends when the reply has been applied
/// and its stream is over.
pub(super) fn post(submitted: Submitted) -> impl Future<Output = ReplyFrame> {
    let running = slots::begin(&submitted.id, &submitted.bound, Some(&submitted.input));
    let url = action_url(&submitted.id, &page::url(), Some(&submitted.bound));
    let flight = Flight::new(running, submitted.form.clone());
    carry_out(submitted, url, flight)
}

/// A lost answer is asked for once more with the same key: the server then runs nothing twice.
async fn carry_out(submitted: Submitted, url: String, flight: Flight) -> ReplyFrame {
    let flight = Rc::new(RefCell::new(flight));
    for attempt in 0..2 {
        if attempt > 0 {
            sleep(RESEND).await;
        }
        // An error is a connection that failed or broke off: what has come of the answer counts.
        let _ = exchange(&url, &submitted, &flight).await;
        if flight.borrow().is_answered() {
            break;
        }
    }
    Flight::finish(&flight)
}

/// One request.
async fn exchange(
    url: &str,
    submitted: &Submitted,
    flight: &Rc<RefCell<Flight>>,
) -> Result<(), JsValue> {
    flight.borrow_mut().sent();
    let head = {
        let flight = flight.clone();
        Closure::new(move |status, epoch: String| {
            if !host::is_stopped() {
                flight.borrow_mut().head(status, epoch);
            }
        })
    };
    let line = {
        let flight = flight.clone();
        Closure::new(move |text: String| {
            if !host::is_stopped() {
                Flight::line(&flight, &text);
            }
        })
    };
    let headers = headers(&submitted.key);
    script::send(url, headers, &submitted.body, &head, &line)
        .await
        .map(drop)
}

fn headers(key: &str) -> JsValue {
    let pairs = js_sys::Array::new();
    let add = |name: &str, value: &str| {
        pairs.push(&js_sys::Array::of2(&name.into(), &value.into()));
    };
    for (name, value) in [
        (BUILD_HEADER, script::build().as_str()),
        (EPOCH_HEADER, &page::epoch()),
        (KEY_HEADER, key),
        (MOUNTED_HEADER, &mounted()),
    ] {
        add(name, value);
    }
    pairs.into()
}

/// The mounted keys, as many as the header may carry; the rest is refetched after the reply.
fn mounted() -> String {
    let mut keys = page::mounted();
    loop {
        let text = to_json(&keys).unwrap_or_default();
        let text = header_text(&text);
        if text.len() <= MOUNTED_LIMIT || keys.pop().is_none() {
            return text;
        }
    }
}

async fn sleep(milliseconds: i32) {
    let (wake, woken) = futures::channel::oneshot::channel();
    script::after(
        milliseconds,
        Closure::once_into_js(move || {
            // Nobody waits any more if the page is going away.
            let _ = wake.send(());
        }),
    );
    // An error means that the timer was dropped, which ends the wait as well.
    let _ = woken.await;
}

/// What is said of a submission without a reply.
pub(super) fn without_reply(status: Option<u16>) -> ReplyFrame {
    ReplyFrame::failed(match status {
        None | Some(200..=299 | 502..=504) => CallError::Network,
        Some(500..) => CallError::Internal,
        Some(status) => CallError::Refused {
            status,
            message: None,
        },
    })
}
