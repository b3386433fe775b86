//! The body of a query, and the ways to it: awaited in server code, or started from arguments as text.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::pin::Pin;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::error::CallError;
use crate::query::{Query, QueryCall};
use crate::side::server::{RequestContext, Running};

/// What runs on the server when a query is asked; `#[query]` implements it.
pub trait QueryBody: Sized {
    /// Runs the body with the request it is asked in.
    fn run(
        arguments: <Self as Query>::Arguments,
        request: Arc<RequestContext>,
    ) -> BoxFuture<'static, Result<<Self as Query>::Value, <Self as Query>::Error>>
    where
        Self: Query;
}

/// The future of an awaited call.
pub type CallFuture<M> = Pin<
    Box<dyn Future<Output = Result<<M as Query>::Value, <M as Query>::Error>> + Send + 'static>,
>;

/// The future of a dependent preload.
pub type PreloadFuture = BoxFuture<'static, ()>;

/// What [`crate::preload::then`] takes.
pub trait PreloadTask: Future<Output = ()> + Send + 'static {}

impl<F: Future<Output = ()> + Send + 'static> PreloadTask for F {}

/// Starts a query from the JSON array of its arguments.
pub type Starter = fn(&str, &Arc<RequestContext>) -> Result<Running, Malformed>;

/// Arguments that are not those of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl Display for Malformed {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the arguments do not fit the query")
    }
}

impl Error for Malformed {}

/// Starts a query of a known type from the JSON array of its arguments.
///
/// # Errors
/// If the arguments are not those of the query.
pub fn start_text<M: Query>(
    arguments: &str,
    request: &Arc<RequestContext>,
) -> Result<Running, Malformed> {
    // The tuple of no arguments is null for serde.
    let text = if arguments == "[]" { "null" } else { arguments };
    let decoded: M::Arguments = serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(arguments))
        .map_err(|_| Malformed)?;
    // The key is written anew, so that `[3]` and `[ 3 ]` run once.
    Ok(request
        .queries()
        .start::<M>(request, QueryCall::new(decoded)))
}

pub(crate) fn starter<M: Query>() -> Starter {
    start_text::<M>
}

/// Awaits a call in the request at hand.
pub(crate) fn call<M: Query>(call: QueryCall<M>) -> CallFuture<M> {
    // Where it is awaited; in a future of a component, the request that is rendered.
    let rendered = RequestContext::of_render();
    Box::pin(async move {
        let Some(request) = RequestContext::current().or(rendered) else {
            tracing::error!("the query `{}` was awaited outside of a request", M::NAME);
            return Err(CallError::Internal.into());
        };
        let running = request.queries().start::<M>(&request, call);
        running.outcome().await.decode::<M>()
    })
}
