//! Sends a submission and takes its answer in.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot::channel;
use limosa_reactive::host;
use limosa_router::CallError;
use limosa_router::wire::{
    BUILD_HEADER, EPOCH_HEADER, KEY_HEADER, MOUNTED_HEADER, MOUNTED_LIMIT, to_json,
};
use wasm_bindgen::prelude::*;

use super::flight::Flight;
use super::lanes::{self, Place};
use super::records::{self, Running};
use super::{page, script, slots};
use crate::concurrency::Concurrency;
use crate::form::{EntryValue, FormEntries};
use crate::wire::{PREVIOUS_FIELD, REPORT_HEADER, ReplyFrame, action_url, header_text};

/// How long to wait before a submission whose answer was lost is sent again, in milliseconds.
const RESEND: i32 = 400;

/// A submission about to be sent. Cheap to clone.
#[derive(Clone)]
pub(super) struct Submitted {
    pub(super) id: String,
    pub(super) bound: String,
    pub(super) key: String,
    pub(super) body: JsValue,
    /// What the visitor sent, urlencoded.
    pub(super) input: String,
    /// The form it came from.
    pub(super) form: Option<JsValue>,
    /// What becomes of it while another is under way, if its action does not say so.
    pub(super) policy: Concurrency,
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
            policy: Concurrency::Parallel,
        }
    }
}

/// Posts a submission, which is pending from now on, when its turn comes. The future ends when the reply has been applied and
/// its stream is over; the submission does so whether that is polled or not.
pub(super) fn post(submitted: Submitted) -> impl Future<Output = ReplyFrame> {
    let place = Place::new(&submitted.id, &submitted.bound, submitted.policy);
    lanes::call(&place.clone(), move || {
        let running = begin(submitted.clone());
        send(submitted, running, place);
        running
    })
}

fn begin(submitted: Submitted) -> Running {
    let (id, bound, input) = (
        submitted.id.clone(),
        submitted.bound.clone(),
        submitted.input.clone(),
    );
    let again = move |running: Running, answered: bool| {
        let mut submitted = Submitted {
            form: None,
            ..submitted.clone()
        };
        if answered {
            // It is to be carried out anew: with the same key it would get the answer of the first.
            submitted.key = script::random();
        }
        let place = Place::new(&submitted.id, &submitted.bound, Concurrency::Queue);
        send(submitted, running, place);
    };
    records::begin(&id, &bound, &input, Rc::new(again))
}

fn send(submitted: Submitted, running: Running, place: Place) {
    let options = lanes::options(&submitted.id);
    let url = action_url(&submitted.id, &page::url(), Some(&submitted.bound));
    let flight = Rc::new(RefCell::new(Flight::new(running, submitted.form.clone())));
    let given_up = {
        let flight = Rc::clone(&flight);
        move || {
            if options.abort {
                script::abort(running.number());
            }
            Flight::release(&flight);
        }
    };
    let work = async move {
        if options.previous {
            set_previous(&submitted);
        }
        let reply = carry_out(&submitted, running, &url, &flight).await;
        running.tell(reply);
    };
    lanes::run(place, running, Box::pin(work), given_up);
}

/// How the call before this one ended goes with it.
fn set_previous(submitted: &Submitted) {
    let slot = slots::slot(&submitted.id, Some(&submitted.bound));
    let last = slot.answered();
    let value = last.as_ref().and_then(|reply| reply.value.as_ref());
    script::set(
        &submitted.body,
        PREVIOUS_FIELD,
        value.map(|value| value.get()),
    );
}

/// A lost answer is asked for once more with the same key: the server then runs nothing twice.
async fn carry_out(
    submitted: &Submitted,
    running: Running,
    url: &str,
    flight: &Rc<RefCell<Flight>>,
) -> ReplyFrame {
    for attempt in 0..2 {
        if attempt > 0 {
            sleep(RESEND).await;
        }
        // An error is a connection that failed or broke off: what has come of the answer counts.
        let _ = exchange(url, submitted, running, flight).await;
        if flight.borrow().is_answered() || running.is_over() {
            break;
        }
    }
    Flight::finish(flight)
}

/// One request.
async fn exchange(
    url: &str,
    submitted: &Submitted,
    running: Running,
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
    let uploaded = Closure::new(move |part| {
        if !host::is_stopped() {
            running.uploaded(part);
        }
    });
    let (number, headers) = (running.number(), headers(&submitted.key));
    script::send(
        number,
        url,
        headers,
        &submitted.body,
        &head,
        &line,
        &uploaded,
    )
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
    if cfg!(debug_assertions) {
        add(REPORT_HEADER, "1");
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
    let (wake, woken) = channel();
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
