//! The answer of a submission: held back until its data is there, then applied in one batch.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use limosa_reactive::batch;
use limosa_reactive::browser::text;
use limosa_router::wire::from_json;
use limosa_router::{CallError, QueryFrame};
use wasm_bindgen::prelude::*;

use super::records::Running;
use super::send::{self, Submitted, without_reply};
use super::{outdated, page, script, tabs};
use crate::wire::{Line, REPLY_HOLD, ReplyFrame, ReportLine};

thread_local! {
    static FLIGHTS: RefCell<Flights> = RefCell::default();
}

#[derive(Default)]
struct Flights {
    opened: u32,
    flights: Vec<Flight>,
}

/// One submission from its beginning to the end of its answer.
pub(super) struct Flight {
    id: u32,
    pub(super) running: Running,
    pub(super) submitted: Rc<Submitted>,
    pub(super) url: String,
    /// How often it was sent.
    pub(super) attempts: u8,
    /// Whether the reply has been applied.
    applied: bool,
    form: Option<JsValue>,
    /// What the form held when it was submitted, to tell whether the visitor has typed on.
    held_text: String,
    /// Where the visitor was when it was submitted.
    place: page::Place,
    sent_at: f64,
    status: Option<u16>,
    epoch: String,
    reply: Option<Rc<ReplyFrame>>,
    /// Answers of queries that wait for the reply to be applied.
    held: Vec<QueryFrame>,
    /// Keys whose answers have not come.
    missing: Vec<String>,
}

impl Flight {
    pub(super) fn new(
        running: Running,
        submitted: Rc<Submitted>,
        url: String,
        form: Option<JsValue>,
    ) -> Self {
        Self {
            id: 0,
            running,
            submitted,
            url,
            attempts: 0,
            applied: false,
            held_text: form
                .as_ref()
                .map(|form| text(script::typed_text(form)))
                .unwrap_or_default(),
            form,
            place: page::place(),
            sent_at: 0.0,
            status: None,
            epoch: String::new(),
            reply: None,
            held: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// A request goes out.
    pub(super) fn sent(&mut self) {
        self.attempts += 1;
        self.sent_at = page::now();
        self.status = None;
    }

    /// Whether the server has said how it ended. A refusal without lines counts, unless it comes from something between
    /// here and the server.
    pub(super) fn is_answered(&self) -> bool {
        let refused = |status| !matches!(status, 200..=299 | 502..=504);
        self.reply.is_some() || self.status.is_some_and(refused)
    }
}

/// A flight begins.
pub(super) fn open(flight: Flight) {
    FLIGHTS.with_borrow_mut(|flights| {
        flights.opened += 1;
        let id = flights.opened;
        flights.flights.push(Flight { id, ..flight });
    });
}

/// The latest flight of a submission.
pub(super) fn of(running: Running) -> Option<u32> {
    FLIGHTS.with_borrow(|flights| {
        let mut all = flights.flights.iter().rev();
        all.find_map(|flight| (flight.running == running).then_some(flight.id))
    })
}

/// Does something with a flight that has not ended. It must not run anything of the app's.
pub(super) fn with<R>(id: u32, run: impl FnOnce(&mut Flight) -> R) -> Option<R> {
    FLIGHTS.with_borrow_mut(|flights| {
        let mut all = flights.flights.iter_mut();
        all.find(|flight| flight.id == id).map(run)
    })
}

fn close(id: u32) {
    let closed = FLIGHTS.with_borrow_mut(|flights| {
        let place = flights.flights.iter().position(|flight| flight.id == id)?;
        Some(flights.flights.swap_remove(place))
    });
    drop(closed);
}

/// The head of the answer has come.
pub(super) fn head(id: u32, status: u16, epoch: String) {
    with(id, |flight| {
        flight.status = Some(status);
        flight.epoch = epoch;
    });
}

/// How much of what is sent has left, from 0 to 1.
pub(super) fn uploaded(id: u32, part: f64) {
    if let Some(running) = with(id, |flight| flight.running) {
        running.uploaded(part);
    }
}

/// One line has come.
pub(super) fn line(id: u32, text: &str) {
    match from_json(text) {
        Some(Line::Reply(reply)) => {
            let waits = with(id, |flight| {
                flight.missing.clone_from(&reply.keys);
                flight.reply = Some(Rc::new(reply));
                !flight.missing.is_empty()
            });
            if waits == Some(true) {
                send::hold(REPLY_HOLD, id);
            }
        }
        Some(Line::Query(frame)) => answered(id, frame),
        Some(Line::Done(_)) => return,
        None => return told(text),
    }
    let is_complete = with(id, |flight| {
        flight.reply.is_some() && flight.missing.is_empty()
    });
    if is_complete == Some(true) {
        apply(id);
    }
}

fn answered(id: u32, frame: QueryFrame) {
    let late = with(id, |flight| {
        flight.missing.retain(|key| *key != frame.key);
        if flight.applied {
            Some((frame, flight.sent_at))
        } else {
            flight.held.push(frame);
            None
        }
    });
    if let Some((frame, sent_at)) = late.flatten() {
        page::apply(frame, sent_at);
        tabs::tell(id);
    }
}

/// The stream has ended, whole or not.
pub(super) fn finish(id: u32) {
    with(id, |flight| {
        let status = flight.status;
        flight
            .reply
            .get_or_insert_with(|| Rc::new(without_reply(status)));
    });
    apply(id);
    let left = with(id, |flight| {
        let reply = flight.reply.clone();
        (flight.running, reply, mem::take(&mut flight.missing))
    });
    close(id);
    if let Some((running, reply, missing)) = left {
        page::give_up(&missing);
        if let Some(reply) = reply {
            running.tell(&reply);
        }
    }
}

/// What a flight brings when its reply is applied.
struct Landing {
    running: Running,
    reply: Rc<ReplyFrame>,
    held: Vec<QueryFrame>,
    missing: Vec<String>,
    sent_at: f64,
    epoch: String,
    is_here: bool,
    form: Option<JsValue>,
    held_text: String,
}

impl Flight {
    /// What it brings, once.
    fn landing(&mut self) -> Option<Landing> {
        let reply = self.reply.clone()?;
        (!mem::replace(&mut self.applied, true)).then(|| Landing {
            running: self.running,
            reply,
            held: mem::take(&mut self.held),
            missing: self.missing.clone(),
            sent_at: self.sent_at,
            epoch: mem::take(&mut self.epoch),
            is_here: self.place.is_here(),
            form: self.form.take(),
            held_text: mem::take(&mut self.held_text),
        })
    }
}

/// Reply, data, navigation and the end of pending in one batch: nobody sees one without the others. Of a submission that
/// was given up only the data counts. Does nothing before there is a reply, and once it was applied.
pub(super) fn apply(id: u32) {
    let Some(landing) = with(id, Flight::landing).flatten() else {
        return;
    };
    let (running, reply) = (landing.running, &landing.reply);
    let follows = landing.is_here && !running.is_over();
    let (answered, succeeded) = (is_answer(reply), reply.succeeded());
    batch(|| {
        page::session(&landing.epoch, &reply.keys);
        for frame in landing.held {
            page::apply(frame, landing.sent_at);
        }
        if succeeded {
            page::expect(&landing.missing);
            page::revalidate(&reply.stale, &reply.keys);
        }
        running.settle(reply, answered);
        if let Some(location) = reply.location.as_deref().filter(|_| follows) {
            page::go(location);
        }
    });
    if succeeded {
        tabs::tell(id);
    }
    if reply.call == Some(CallError::StaleBuild) {
        outdated::reload();
    }
    if let Some(form) = landing.form {
        script::busy(&form, -1);
        if succeeded {
            script::reset(&form, &landing.held_text);
        }
        if answered {
            script::renew(&form);
        }
    }
}

/// The form takes submits again, before there is an answer; a flight that was never sent is over.
pub(super) fn release(id: u32) {
    let Some((form, was_sent)) = with(id, |flight| (flight.form.take(), flight.attempts > 0))
    else {
        return;
    };
    if let Some(form) = form {
        script::busy(&form, -1);
        script::renew(&form);
    }
    if !was_sent {
        close(id);
    }
}

/// A debug build tells who develops the app what the flight did.
fn told(text: &str) {
    if cfg!(debug_assertions)
        && let Some(line) = from_json::<ReportLine>(text)
    {
        script::tell(&line.report);
    }
}

/// Whether the action itself has answered, rather than something on the way.
fn is_answer(reply: &ReplyFrame) -> bool {
    use limosa_router::CallError::{Network, OutcomeUnknown, Timeout};
    !matches!(reply.call, Some(Network | Timeout | OutcomeUnknown))
}
