//! Answers to forms sent without script: on to the next page after success, back to the form's page with its messages
//! after a failure. By 303, so that a reload posts nothing again, but for those who may not act: they are told at once.

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use http::{HeaderValue, Method, StatusCode, Uri};
use limosa_actions::FormEntries;
use limosa_actions::server::Flash;

use super::action::{Call, Ended, Showing};
use super::answer::ascii;
use crate::flash;
use crate::pages::{self, PageRequest};
use crate::security::Visitor;
use crate::server::ServerState;

/// Answers a call by what the browser shall show next.
pub(super) async fn answer(state: &ServerState, id: &str, call: &Call, ended: Ended) -> Response {
    let status = StatusCode::from_u16(ended.outcome.status).unwrap_or(StatusCode::BAD_REQUEST);
    match ended.showing {
        Showing::Alone => pages::refuse(status),
        Showing::InPlace if ended.outcome.location().is_none() => {
            in_place(state, id, call, ended, status).await
        }
        Showing::InPlace | Showing::Next => next_page(state, id, call, ended).await,
    }
}

/// The form's page with the refusal on it, and with its status.
async fn in_place(
    state: &ServerState,
    id: &str,
    call: &Call,
    ended: Ended,
    status: StatusCode,
) -> Response {
    let Ok(uri) = Uri::try_from(&call.page) else {
        return pages::refuse(status);
    };
    let mut parts = call.parts.clone();
    (parts.method, parts.uri) = (Method::GET, uri);
    let mut request = PageRequest::new(state, parts);
    request.status = Some(status);
    request.flash = Some(Arc::new(flash_of(id, ended, &call.page)));
    pages::respond(state, request).await
}

async fn next_page(state: &ServerState, id: &str, call: &Call, ended: Ended) -> Response {
    let outcome = &ended.outcome;
    let headers = outcome.headers();
    let is_redirect = outcome.location().is_some();
    let target = outcome.location().unwrap_or(&call.page).to_owned();
    let mut response = see_other(&target);
    if outcome.succeeded() || !is_redirect {
        let flash = flash_of(id, ended, &target);
        leave_flash(state, call, &flash, &mut response).await;
    }
    for (name, value) in headers {
        response.headers_mut().append(name, value);
    }
    response
}

/// What a page is to say of the form.
fn flash_of(id: &str, ended: Ended, page: &str) -> Flash {
    let failed = !ended.outcome.succeeded();
    Flash {
        page: shown(page),
        action: id.to_owned(),
        bound: ended.bound,
        reply: ended.outcome.reply,
        typed_text: if failed {
            ended.typed_text
        } else {
            FormEntries::new()
        },
    }
}

/// What the page will say of the form, and, after a failure, with which status.
async fn leave_flash(state: &ServerState, call: &Call, flash: &Flash, response: &mut Response) {
    let visitor = call.visitor.clone().unwrap_or_else(Visitor::stranger);
    let headers = response.headers_mut();
    if call.visitor.is_none() {
        headers.append(SET_COOKIE, visitor.set_cookie(call.https));
    }
    if let Some(cookie) = flash::cookie(state, flash, call.https, &visitor).await {
        headers.append(SET_COOKIE, cookie);
    }
}

fn see_other(to: &str) -> Response {
    let Ok(location) = HeaderValue::try_from(ascii(to)) else {
        tracing::error!("an action redirects to an address that is none");
        return pages::refuse(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, location);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// Path and search of a target: the browser keeps the fragment to itself.
fn shown(target: &str) -> String {
    ascii(target.split('#').next().unwrap_or_default())
}
