//! The browser's half of a query: no body, unless the query runs where it is called.

use futures::future::LocalBoxFuture;
use limosa_reactive::Connection;

use crate::app::note_error_type;
use crate::cache::{LocalRun, Overlay, Wanted};
use crate::error::{AppError, CallError};
use crate::query::{Query, QueryCall, QueryFrame};
use crate::side::browser::queries::{self, cache};
use crate::wire::{from_json, raw_json, to_json};

/// The browser's half of a query.
pub trait QueryBody: Sized {
    /// Whether the body runs here: only that of a query marked `#[query(client)]`.
    const RUNS_HERE: bool = false;

    /// Runs the body here.
    fn run_here(
        arguments: <Self as Query>::Arguments,
    ) -> LocalBoxFuture<'static, Result<<Self as Query>::Value, <Self as Query>::Error>>
    where
        Self: Query,
    {
        drop(arguments);
        Box::pin(async { Err(CallError::Internal.into()) })
    }
}

/// The future of an awaited call.
pub type CallFuture<M> = LocalBoxFuture<'static, Result<<M as Query>::Value, <M as Query>::Error>>;

/// The future of a dependent preload.
pub type PreloadFuture = LocalBoxFuture<'static, ()>;

/// What [`crate::preload::then`] takes.
pub trait PreloadTask: Future<Output = ()> + 'static {}

impl<F: Future<Output = ()> + 'static> PreloadTask for F {}

/// Runs a query of the browser; the server's queries need nothing but their key.
pub type Starter = Option<LocalRun>;

pub(crate) fn starter<M: Query>() -> Starter {
    if M::RUNS_HERE {
        Some(run_local::<M>)
    } else {
        None
    }
}

/// Awaits a call: the value held if it is fresh, else an answer.
pub(crate) fn call<M: Query>(call: QueryCall<M>) -> CallFuture<M> {
    Box::pin(async move {
        let wanted = wanted::<M>(call.key().as_str());
        cache().wait(wanted).await?.decode::<M>()
    })
}

/// Connects a resource to the cache, for the page whose view is being built.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the server needs the arguments"
)]
pub(crate) fn connect<M: Query>(call: QueryCall<M>, depth: u8) -> Connection<M::Value, M::Error> {
    note_error_type::<M::Error>();
    cache().connect::<M>(wanted::<M>(call.key().as_str()), depth)
}

/// Puts a value into the cache.
pub(crate) fn put<M: Query>(call: &QueryCall<M>, value: &M::Value) {
    if let Some(json) = to_json(value) {
        queries::put(wanted::<M>(call.key().as_str()), &json);
    }
}

/// Lays a change over the value of a call.
pub(crate) fn overlay<M: Query>(
    call: &QueryCall<M>,
    order: u64,
    change: impl Fn(&mut M::Value) + 'static,
) -> Option<Overlay>
where
    M::Value: Clone,
    M::Error: Clone,
{
    let wanted = wanted::<M>(call.key().as_str());
    Some(cache().overlay::<M>(wanted, order, change))
}

fn wanted<M: Query>(key: &str) -> Wanted<'_> {
    Wanted {
        key,
        options: M::OPTIONS,
        local: starter::<M>(),
    }
}

fn run_local<M: Query>(arguments: &str) -> LocalBoxFuture<'static, QueryFrame> {
    let text = if arguments == "[]" { "null" } else { arguments };
    let decoded = from_json(text).or_else(|| from_json(arguments));
    Box::pin(async move {
        let result = match decoded {
            Some(arguments) => M::run_here(arguments).await,
            None => Err(CallError::Malformed.into()),
        };
        let mut frame = QueryFrame::default();
        match result {
            Ok(value) => frame.value = to_json(&value).and_then(|text| raw_json(&text)),
            Err(error) => {
                frame.redirect = error
                    .call()
                    .and_then(CallError::location)
                    .map(ToOwned::to_owned);
                frame.status = Some(error.status());
                frame.error = to_json(&error).and_then(|text| raw_json(&text));
            }
        }
        frame
    })
}
