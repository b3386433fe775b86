//! The browser's half of an action: no body, unless the action runs where it is called.

use std::rc::Rc;

use futures::channel::oneshot::channel;
use futures::future::LocalBoxFuture;
use limosa_router::wire::{raw_json, to_json};
use limosa_router::{AppError, CallError, FieldErrors};
use serde::Serialize;
use serde_json::value::RawValue;

use super::records::{self, Running, Work};
use super::{lanes, local, send};
use crate::action::Action;
use crate::bound::Bound;
use crate::form::{Form, FormEntries};
use crate::reply::Reply;
use crate::wire::ReplyFrame;

/// What may cross threads on the server; everything in the browser.
pub trait Crossing {}

impl<T> Crossing for T {}

/// The run of a body in the browser.
pub type RunHere<M> =
    LocalBoxFuture<'static, Result<Reply<<M as Action>::Value>, <M as Action>::Error>>;

/// The browser's half of an action.
pub trait ActionBody: Action {
    /// Runs the body here: only an action marked `#[action(client)]` has one.
    fn run_here(bound: Self::Bound, form: Self::Form) -> Option<RunHere<Self>> {
        drop((bound, form));
        None
    }
}

/// The future of an awaited call.
pub type CallFuture<M> =
    LocalBoxFuture<'static, Result<<M as Action>::Output, <M as Action>::Error>>;

/// Awaits a call: posts it and takes the flight in, or runs the body here.
pub(crate) fn call<M: ActionBody>(bound: M::Bound, form: M::Form) -> CallFuture<M> {
    Box::pin(async move { typed::<M>(&*end(begin::<M>(&bound, &form)).await) })
}

/// Begins a call now; it goes on by itself.
pub(crate) fn dispatch<M: ActionBody>(bound: &M::Bound, form: &M::Form) {
    drop(begin::<M>(bound, form));
}

/// Begins a call, or says how one ends that is never sent.
fn begin<M: ActionBody>(bound: &M::Bound, form: &M::Form) -> Result<Running, Rc<ReplyFrame>> {
    lanes::note_options::<M>();
    let (bound_json, entries) = (bound.to_json(), form.encode());
    if let Err(fields) = form.validate() {
        return Err(refuse(M::ID, &bound_json, &entries, fields));
    }
    let begun = if M::OPTIONS.client {
        local::call(M::ID, bound_json, entries, run::<M>)
    } else {
        send::call(M::ID, &bound_json, &entries)
    };
    begun.ok_or_else(|| Rc::new(ReplyFrame::failed(CallError::Aborted)))
}

/// Waits for the end of a call.
async fn end(begun: Result<Running, Rc<ReplyFrame>>) -> Rc<ReplyFrame> {
    let running = match begun {
        Ok(running) => running,
        Err(ended) => return ended,
    };
    let (told, ended) = channel();
    running.wait(move |reply| {
        // Nobody may wait any more.
        let _ = told.send(Rc::clone(reply));
    });
    // An error is a submission that was forgotten before it ended, which none is.
    let lost = |_| Rc::new(ReplyFrame::failed(CallError::Aborted));
    ended.await.unwrap_or_else(lost)
}

/// What can never be sent.
struct Refused;

impl Work for Refused {
    fn begin(&self, _: Running) {}

    fn again(self: Rc<Self>, running: Running, _: bool) {
        running.settle(&Rc::new(ReplyFrame::failed(CallError::Malformed)), true);
    }

    fn stop(&self, _: Running) {}
}

/// The end of a call whose form is not valid: it is never sent, but sending it again may be tried.
fn refuse(id: &str, bound: &str, entries: &FormEntries, fields: FieldErrors) -> Rc<ReplyFrame> {
    let refused = Rc::new(ReplyFrame::refused(fields));
    let running = records::begin(id, bound, &entries.to_urlencoded(), Rc::new(Refused));
    running.settle(&refused, true);
    refused
}

/// Runs the body of an action here.
fn run<M: ActionBody>(bound: &str, entries: &FormEntries) -> LocalBoxFuture<'static, ReplyFrame> {
    let body = M::Bound::from_json(bound).zip(M::Form::decode(entries).ok());
    let body = body.and_then(|(bound, form)| M::run_here(bound, form));
    Box::pin(async move {
        match body {
            Some(body) => frame_of::<M>(&body.await),
            None => ReplyFrame::failed(CallError::Malformed),
        }
    })
}

fn frame_of<M: Action>(result: &Result<Reply<M::Value>, M::Error>) -> ReplyFrame {
    match result {
        Ok(reply) => ReplyFrame {
            value: reply.value.as_ref().and_then(raw),
            location: reply.location.clone(),
            stale: reply.stale.clone(),
            ..ReplyFrame::default()
        },
        Err(error) => ReplyFrame {
            invalid: error.fields().cloned().unwrap_or_default(),
            error: raw(error),
            status: Some(error.status()),
            ..ReplyFrame::default()
        },
    }
}

fn raw<T: Serialize>(value: &T) -> Option<Box<RawValue>> {
    raw_json(&to_json(value)?)
}

/// What an awaited call makes of the frame.
fn typed<M: Action>(frame: &ReplyFrame) -> Result<M::Output, M::Error> {
    if !frame.succeeded() {
        return Err(frame.error_as());
    }
    let reply = Reply::<M::Value> {
        value: frame.value_as(),
        location: frame.location.clone(),
        stale: frame.stale.clone(),
        ..Reply::reload()
    };
    M::output(reply).ok_or_else(|| CallError::Malformed.into())
}
