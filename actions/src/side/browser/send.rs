//! Sends submissions and takes in what is told of their requests.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limosa_reactive::browser::{self, text};
use limosa_router::CallError;
use limosa_router::wire::{
    BUILD_HEADER, EPOCH_HEADER, KEY_HEADER, MOUNTED_HEADER, MOUNTED_LIMIT, to_json,
};
use wasm_bindgen::prelude::*;

use super::flight::{self, Flight};
use super::records::{self, Running, Work};
use super::{lanes, page, script, submit, tabs};
use crate::form::{EntryValue, FormEntries};
use crate::wire::{REPORT_HEADER, ReplyFrame, action_url, header_text};

/// How long to wait before a submission whose answer was lost is sent again, in milliseconds.
const RESEND: i32 = 400;

/// How often a submission is sent whose answers are lost.
const ATTEMPTS: u8 = 2;

// What is told, of a request or otherwise; the same numbers are in `actions.js`.
const SEND: u32 = 0;
const HEAD: u32 = 1;
const LINE: u32 = 2;
const UPLOADED: u32 = 3;
const END: u32 = 4;
const HELD: u32 = 5;
const SUBMIT: u32 = 6;
const HEARD: u32 = 7;
const RUNS: u32 = 8;

thread_local! {
    static CONNECTED: Cell<bool> = const { Cell::new(false) };
}

/// What a submission posts.
pub(super) struct Submitted {
    key: RefCell<String>,
    body: JsValue,
}

impl Submitted {
    pub(super) fn new(body: JsValue, key: String) -> Self {
        Self {
            key: RefCell::new(key),
            body,
        }
    }
}

/// Lets the script tell what happens; once.
pub(super) fn connect() {
    if !CONNECTED.replace(true) {
        browser::open(told, script::connect);
    }
}

/// Posts a call from code, with a key of its own.
pub(super) fn call(id: &str, bound: &str, entries: &FormEntries) -> Option<Running> {
    if lanes::is_taken(id, bound) {
        return None;
    }
    let data = script::entries();
    for (name, value) in entries.iter() {
        match value {
            EntryValue::Text(text) => script::append(&data, name, &JsValue::from_str(text)),
            EntryValue::File(file) => script::append(&data, name, file.content().as_browser()),
        }
    }
    let submitted = Submitted::new(script::body(&data, false), text(script::random()));
    let texts = text(script::texts(&data));
    Some(post(id, bound, &texts, submitted, None))
}

/// Posts a submission of an action, which is pending from now on, when its turn comes.
pub(super) fn post(
    id: &str,
    bound: &str,
    input: &str,
    submitted: Submitted,
    form: Option<JsValue>,
) -> Running {
    connect();
    let submitted = Rc::new(submitted);
    let running = records::begin(id, bound, input, submitted.clone());
    open(running, submitted, form);
    running.enter(None);
    running
}

fn open(running: Running, submitted: Rc<Submitted>, form: Option<JsValue>) {
    if let Some((id, bound)) = running.form() {
        let url = action_url(&id, &page::url(), Some(&bound));
        flight::open(Flight::new(running, submitted, url, form));
    }
}

impl Work for Submitted {
    fn begin(&self, running: Running) {
        if let Some(flight) = flight::of(running) {
            script::soon(flight);
        }
    }

    fn again(self: Rc<Self>, running: Running, is_answered: bool) {
        if is_answered {
            // It is to be carried out anew: with the same key it would get the answer of the first.
            self.key.replace(text(script::random()));
        }
        open(running, self, None);
    }

    fn stop(&self, running: Running) {
        if let Some(flight) = flight::of(running) {
            if lanes::is_broken_off(running) {
                script::abort(flight);
            }
            flight::release(flight);
        }
    }
}

/// Something has happened, mostly to a request. Gives 1, but 0 for a submit that is not taken.
fn told(what: u32, flight: u32, count: f64, value: JsValue) -> u32 {
    if what == SUBMIT {
        return submit::submitted(value, flight != 0).into();
    }
    let text = text(value);
    match what {
        SEND => send(flight),
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a status of three digits"
        )]
        HEAD => flight::head(flight, count as u16, text),
        LINE => flight::line(flight, &text),
        UPLOADED => flight::uploaded(flight, count),
        END => end(flight),
        HEARD => tabs::heard(&text),
        RUNS => {}
        _ => flight::apply(flight),
    }
    1
}

/// One request.
fn send(flight: u32) {
    let sent = flight::with(flight, |flight| {
        flight.sent();
        let submitted = Rc::clone(&flight.submitted);
        (flight.running, submitted, flight.url.clone())
    });
    if let Some((running, submitted, url)) = sent {
        lanes::prepare(running, &submitted.body);
        let headers = headers(&submitted.key.borrow());
        script::send(flight, &url, &headers, &submitted.body);
    }
}

/// A lost answer is asked for once more with the same key: the server then runs nothing twice.
fn end(flight: u32) {
    let is_lost = flight::with(flight, |flight| {
        !flight.is_answered() && !flight.running.is_over() && flight.attempts < ATTEMPTS
    });
    if is_lost == Some(true) {
        script::later(RESEND, flight, SEND);
    } else {
        flight::finish(flight);
    }
}

/// Applies the reply of a flight after a while, whatever has come by then.
pub(super) fn hold(milliseconds: i32, flight: u32) {
    script::later(milliseconds, flight, HELD);
}

fn headers(key: &str) -> String {
    let mut lines = String::new();
    for (name, value) in [
        (BUILD_HEADER, text(script::build()).as_str()),
        (EPOCH_HEADER, &page::epoch()),
        (KEY_HEADER, key),
        (MOUNTED_HEADER, &mounted()),
    ] {
        let separator = if lines.is_empty() { "" } else { "\n" };
        for part in [separator, name, "\t", value] {
            lines.push_str(part);
        }
    }
    if cfg!(debug_assertions) {
        lines.push_str(&["\n", REPORT_HEADER, "\t1"].concat());
    }
    lines
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
