//! The body of an action, and an action awaited in server code.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use limosa_router::CallError;
use limosa_router::server::RequestContext;

use super::seal::{opening, sees_seals};
use crate::action::{Action, ActionCall};
use crate::bound::Bound;
use crate::form::Form;
use crate::reply::Reply;

/// What may cross threads on the server; everything in the browser.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used in an action, because it is not `Send`",
    note = "bodies of actions run on any thread of the server"
)]
pub trait Crossing: Send {}

impl<T: Send> Crossing for T {}

/// What runs on the server; `#[action]` implements it.
pub trait ActionBody: Action {
    /// Runs the extractors, before the form is validated: who may not act learns nothing of the form. Gives the body, to be
    /// run with what it was called with.
    fn admit(request: Arc<RequestContext>)
    -> BoxFuture<'static, Result<Admitted<Self>, CallError>>;
}

/// A body that has its `#[server]` arguments.
pub type Admitted<M> = Box<
    dyn FnOnce(
            <M as Action>::Bound,
            <M as Action>::Form,
        )
            -> BoxFuture<'static, Result<Reply<<M as Action>::Value>, <M as Action>::Error>>
        + Send,
>;

/// The future of an awaited call.
pub type CallFuture<M> = BoxFuture<'static, Result<<M as Action>::Output, <M as Action>::Error>>;

/// Awaits a call in the request at hand.
pub(crate) fn call<M: ActionBody>(bound: M::Bound, form: M::Form) -> CallFuture<M> {
    Box::pin(async move {
        let reply = answered::<M>(bound, form).await?;
        M::output(reply).ok_or_else(|| CallError::Malformed.into())
    })
}

/// The whole reply of a call in the request at hand, also where awaiting the call gives its value alone.
///
/// # Errors
/// That of the action, or of the call itself.
pub async fn answer<M: ActionBody>(call: ActionCall<M>) -> Result<Reply<M::Value>, M::Error> {
    let (bound, form) = call.into_parts();
    answered::<M>(bound, form).await
}

async fn answered<M: ActionBody>(
    bound: M::Bound,
    form: M::Form,
) -> Result<Reply<M::Value>, M::Error> {
    let Some(request) = RequestContext::current() else {
        tracing::error!("the action `{}` was awaited outside of a request", M::NAME);
        return Err(CallError::Internal.into());
    };
    let run = M::admit(request.clone()).await?;
    let bound = opened::<M>(bound, &request)?;
    form.validate()
        .map_err(super::outcome::refused_fields::<M>)?;
    run_guarded::<M>(run, bound, form, &request).await
}

/// While a page is rendered nothing is changed.
pub(crate) fn dispatch<M: ActionBody>(_: &M::Bound, _: &M::Form) {}

/// Seals in arguments from server code are opened like those that come over the wire.
fn opened<M: Action>(bound: M::Bound, request: &RequestContext) -> Result<M::Bound, CallError> {
    let (json, sealed) = sees_seals(|| bound.to_json());
    if !sealed {
        return Ok(bound);
    }
    opening(request, M::ID, || M::Bound::from_json(&json))?.ok_or(CallError::Malformed)
}

/// Runs a body within its request; a panic in it is an internal error of this call alone.
pub(super) async fn run_guarded<M: ActionBody>(
    run: Admitted<M>,
    bound: M::Bound,
    form: M::Form,
    request: &Arc<RequestContext>,
) -> Result<Reply<M::Value>, M::Error> {
    let body = async { run(bound, form).await };
    let ended = AssertUnwindSafe(request.scope(body)).catch_unwind().await;
    ended.unwrap_or_else(|_| {
        tracing::error!("the action `{}` panicked", M::NAME);
        Err(CallError::Internal.into())
    })
}
