//! Answers to scripted calls: the reply at once, then the data the page needs, in one stream.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use limosa_actions::server::{Flight, FlightPlan, RawOutcome};
use limosa_actions::wire::parse_header_text;
use limosa_router::Mounted;
use limosa_router::server::RequestContext;
use limosa_router::wire::{MOUNTED_HEADER, MOUNTED_LIMIT};

use super::action::{Call, Ended};
use super::answer::frames;
use crate::render;
use crate::security::Visitor;
use crate::server::ServerState;

/// Answers a call with its reply and, after success, the flight.
pub(super) async fn answer(
    state: &ServerState,
    call: Call,
    action: &'static str,
    ended: Ended,
    context: Arc<RequestContext>,
) -> Response {
    let outcome = ended.outcome;
    let headers = outcome.headers();
    let is_new_visitor = call.visitor.is_none();
    let https = call.https;
    let mut response = if outcome.succeeded() {
        // A redirect too: a script's fetch would follow a status of it by itself.
        frames(
            StatusCode::OK,
            flight(state, call, action, outcome, &context).await,
        )
    } else {
        let status =
            StatusCode::from_u16(outcome.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        frames(status, Flight::without_data(&outcome).concat())
    };
    for (name, value) in headers {
        response.headers_mut().append(name, value);
    }
    if is_new_visitor {
        response
            .headers_mut()
            .append(SET_COOKIE, Visitor::stranger().set_cookie(https));
    }
    response
}

async fn flight(
    state: &ServerState,
    call: Call,
    action: &'static str,
    outcome: RawOutcome,
    context: &Arc<RequestContext>,
) -> Body {
    let wants_report = call.wants_report();
    let mounted = mounted(&call.parts.headers, state.settings.limits.keys);
    let planned = outcome.clone();
    let plan = render::with_app(state, move |app| {
        FlightPlan::new(app, &planned, &call.page, mounted)
    });
    let Some(plan) = plan.await else {
        tracing::error!(
            "a preload panicked; the answer goes without data, which the browser then asks for"
        );
        return Flight::without_data(&outcome).concat().into();
    };
    let flight = plan.start(outcome, context, state.settings.flight_budget, sleep);
    if wants_report {
        body(flight.reporting(action).lines())
    } else {
        body(flight.lines())
    }
}

/// What is ready at once leaves as one piece; every later line is flushed by itself.
fn body(mut lines: BoxStream<'static, String>) -> Body {
    let mut ready = String::new();
    let mut context = Context::from_waker(Waker::noop());
    loop {
        // What is not ready is polled again with a waker, by whoever sends the rest.
        match lines.poll_next_unpin(&mut context) {
            Poll::Ready(Some(line)) => ready.push_str(&line),
            Poll::Ready(None) => return ready.into(),
            Poll::Pending => break,
        }
    }
    let all = stream::once(async move { ready }).chain(lines);
    Body::from_stream(all.map(|line| Ok::<_, Infallible>(Bytes::from(line))))
}

fn sleep(time: Duration) -> BoxFuture<'static, ()> {
    tokio::time::sleep(time).boxed()
}

/// The keys that the page shows; what cannot be read is left out, and the browser asks for it itself.
fn mounted(headers: &HeaderMap, most: usize) -> Vec<Mounted> {
    let text = headers
        .get(MOUNTED_HEADER)
        .and_then(|header| header.to_str().ok());
    let text = text
        .filter(|text| text.len() <= MOUNTED_LIMIT)
        .and_then(parse_header_text);
    let mut mounted: Vec<Mounted> = text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    mounted.truncate(most);
    mounted
}
