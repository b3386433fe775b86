//! A future within a request of its own, for tests that call actions and queries directly.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use http::StatusCode;
use limosa_actions::Reply;
use limosa_actions::server::RawOutcome;

use super::run::settle;
use crate::idempotency::Running;
use crate::security::Visitor;
use crate::server::ServerState;
use crate::session::{SessionChanges, SessionSealer};

/// Awaits a future as server code of a page does; the answer has the headers that it set.
pub(crate) async fn direct(
    state: &ServerState,
    request: Request,
    page: String,
    work: BoxFuture<'static, ()>,
) -> Response {
    let (mut parts, _) = request.into_parts();
    let visitor = Visitor::of(&parts.headers, state.is_https(&parts));
    parts.extensions.insert(state.clone());
    parts.extensions.insert(SessionChanges::default());
    parts.extensions.insert(Running::default());
    SessionSealer::insert(state, &mut parts, visitor.as_ref());
    let context = ServerState::context(parts, page);
    Arc::clone(&context).scope(work).await;
    let Some(nothing) = RawOutcome::of_reply("direct", &Reply::<()>::reload()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let (outcome, _) = settle(state, &context, nothing).await;
    let mut response = StatusCode::NO_CONTENT.into_response();
    for (name, value) in outcome.headers() {
        response.headers_mut().append(name, value);
    }
    response
}
