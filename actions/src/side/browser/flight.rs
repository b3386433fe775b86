//! The answer of a submission: held back until its data is there, then applied in one batch.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use limosa_reactive::{batch, host};
use limosa_router::wire::from_json;
use limosa_router::{CallError, QueryFrame};
use wasm_bindgen::prelude::*;

use super::records::Running;
use super::send::without_reply;
use super::{outdated, page, script, submit, tabs};
use crate::wire::{Line, REPLY_HOLD, ReplyFrame, ReportLine};

/// One submission from its sending to the end of its answer.
pub(super) struct Flight {
    running: Running,
    /// Whether the reply has been applied.
    applied: bool,
    form: Option<JsValue>,
    /// What the form held when it was sent, to tell whether the visitor has typed on.
    held_text: String,
    /// Where the visitor was when it was sent.
    place: page::Place,
    sent_at: f64,
    status: Option<u16>,
    epoch: String,
    reply: Option<ReplyFrame>,
    /// Answers of queries that wait for the reply to be applied.
    held: Vec<QueryFrame>,
    /// Keys whose answers have not come.
    missing: Vec<String>,
    /// Lines that other tabs are told of when the reply is applied.
    lines: Vec<JsValue>,
}

impl Flight {
    pub(super) fn new(running: Running, form: Option<JsValue>) -> Self {
        Self {
            running,
            applied: false,
            held_text: form.as_ref().map(script::typed_text).unwrap_or_default(),
            form,
            place: page::place(),
            sent_at: page::now(),
            status: None,
            epoch: String::new(),
            reply: None,
            held: Vec::new(),
            missing: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Whether the server has said how it ended. A refusal without lines counts, unless it comes from something between
    /// here and the server.
    pub(super) fn is_answered(&self) -> bool {
        let refused = |status| !matches!(status, 200..=299 | 502..=504);
        self.reply.is_some() || self.status.is_some_and(refused)
    }

    /// A request goes out.
    pub(super) fn sent(&mut self) {
        self.sent_at = page::now();
        self.status = None;
    }

    /// The head of the answer has come.
    pub(super) fn head(&mut self, status: u16, epoch: String) {
        self.status = Some(status);
        self.epoch = epoch;
    }

    /// One line has come.
    pub(super) fn line(flight: &Rc<RefCell<Self>>, text: &str) {
        match from_json(text) {
            Some(Line::Reply(reply)) => {
                flight.borrow_mut().lines.push(text.into());
                Self::replied(flight, reply);
            }
            Some(Line::Query(frame)) => Self::answered(flight, frame, text),
            Some(Line::Done(_)) => return,
            None => return told(text),
        }
        let complete = {
            let flight = flight.borrow();
            flight.reply.is_some() && flight.missing.is_empty()
        };
        if complete {
            Self::apply(flight);
        }
    }

    /// The stream has ended, whole or not. Gives the reply.
    pub(super) fn finish(flight: &Rc<RefCell<Self>>) -> ReplyFrame {
        let reply = {
            let mut own = flight.borrow_mut();
            let status = own.status;
            own.reply
                .get_or_insert_with(|| without_reply(status))
                .clone()
        };
        Self::apply(flight);
        let missing = mem::take(&mut flight.borrow_mut().missing);
        page::give_up(&missing);
        reply
    }

    fn replied(flight: &Rc<RefCell<Self>>, reply: ReplyFrame) {
        let mut own = flight.borrow_mut();
        own.missing.clone_from(&reply.keys);
        own.reply = Some(reply);
        if !own.missing.is_empty() {
            let flight = flight.clone();
            script::after(
                REPLY_HOLD,
                Closure::once_into_js(move || {
                    if !host::is_stopped() {
                        Self::apply(&flight);
                    }
                }),
            );
        }
    }

    fn answered(flight: &Rc<RefCell<Self>>, frame: QueryFrame, text: &str) {
        let mut own = flight.borrow_mut();
        own.missing.retain(|key| *key != frame.key);
        if own.applied {
            let sent_at = own.sent_at;
            drop(own);
            page::apply(frame, sent_at);
            tabs::tell(vec![text.into()]);
        } else {
            own.held.push(frame);
            own.lines.push(text.into());
        }
    }

    /// Reply, data, navigation and the end of pending in one batch: nobody sees one without the others. Of a submission that
    /// was given up only the data counts.
    fn apply(flight: &Rc<RefCell<Self>>) {
        let mut own = flight.borrow_mut();
        let Some(reply) = own.reply.clone() else {
            return;
        };
        if mem::replace(&mut own.applied, true) {
            return;
        }
        let running = own.running;
        let (held, missing) = (mem::take(&mut own.held), own.missing.clone());
        let (sent_at, epoch) = (own.sent_at, mem::take(&mut own.epoch));
        let follows = own.place.is_here() && !running.is_over();
        let location = reply.location.clone().filter(|_| follows);
        let (form, held_text) = (own.form.take(), mem::take(&mut own.held_text));
        let lines = mem::take(&mut own.lines);
        drop(own);
        let (answered, succeeded) = (is_answer(&reply), reply.succeeded());
        batch(|| {
            page::session(&epoch, &reply.keys);
            for frame in held {
                page::apply(frame, sent_at);
            }
            if succeeded {
                page::expect(&missing);
                page::revalidate(&reply.stale, &reply.keys);
            }
            running.settle(&reply, answered);
            if let Some(location) = location {
                page::go(&location);
            }
        });
        if succeeded {
            tabs::tell(lines);
        }
        if reply.call == Some(CallError::StaleBuild) {
            outdated::reload();
        }
        if let Some(form) = form {
            submit::released(&form);
            if succeeded {
                script::reset(&form, &held_text);
            }
            if answered {
                script::renew(&form);
            }
        }
    }

    /// The form takes submits again, before there is an answer.
    pub(super) fn release(flight: &Rc<RefCell<Self>>) {
        let form = flight.borrow_mut().form.take();
        if let Some(form) = form {
            submit::released(&form);
            script::renew(&form);
        }
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
