//! The browser's half of an action: no body, unless the action runs where it is called.

use futures::future::LocalBoxFuture;
use limosa_router::wire::{raw_json, to_json};
use limosa_router::{AppError, CallError};
use serde::Serialize;
use serde_json::value::RawValue;

use super::send::{self, Submitted};
use super::{page, slots};
use crate::action::Action;
use crate::bound::Bound;
use crate::form::Form;
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
    Box::pin(async move {
        let bound_json = bound.to_json();
        if let Err(fields) = form.validate() {
            slots::begin(M::ID, &bound_json, None).settle(ReplyFrame::refused(fields.clone()));
            return Err(M::Error::invalid(fields));
        }
        let entries = form.encode();
        match M::run_here(bound, form) {
            Some(body) => run_here::<M>(body, &bound_json).await,
            None => typed::<M>(&send::post(Submitted::call(M::ID, bound_json, &entries)).await),
        }
    })
}

async fn run_here<M: ActionBody>(body: RunHere<M>, bound: &str) -> Result<M::Output, M::Error> {
    let running = slots::begin(M::ID, bound, None);
    let result = body.await;
    running.settle(frame_of::<M>(&result));
    result.and_then(|reply| {
        page::after_client_action(&reply.stale, reply.location.as_deref());
        M::output(reply).ok_or_else(|| CallError::Malformed.into())
    })
}

fn frame_of<M: Action>(result: &Result<Reply<M::Value>, M::Error>) -> ReplyFrame {
    match result {
        Ok(reply) => ReplyFrame {
            value: reply.value.as_ref().and_then(raw),
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
