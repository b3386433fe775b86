//! Answers to forms sent without script: on to the next page after success, back to the form's page with its messages
//! after a failure. Always 303, so that a reload posts nothing again.

use axum::body::Body;
use axum::response::Response;
use http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use limosa_actions::FormEntries;
use limosa_actions::server::Flash;

use super::action::{Call, Ended};
use super::answer::ascii;
use crate::flash;
use crate::pages;
use crate::security::Visitor;
use crate::server::ServerState;

/// Answers a call by what the browser shall show next.
pub(super) async fn answer(state: &ServerState, id: &str, call: &Call, ended: Ended) -> Response {
    let Ended {
        outcome,
        bound,
        typed_text,
        is_malformed,
    } = ended;
    if is_malformed {
        let status = StatusCode::from_u16(outcome.status).unwrap_or(StatusCode::BAD_REQUEST);
        return pages::refuse(status);
    }
    let headers = outcome.headers();
    let succeeded = outcome.succeeded();
    let location = outcome.location().map(str::to_owned);
    let is_redirect = location.is_some();
    let target = location.unwrap_or_else(|| call.page.clone());
    let mut response = see_other(&target);
    if succeeded || !is_redirect {
        let flash = Flash {
            page: shown(&target),
            action: id.to_owned(),
            bound,
            reply: outcome.reply,
            typed_text: if succeeded {
                FormEntries::new()
            } else {
                typed_text
            },
        };
        leave_flash(state, call, &flash, &mut response).await;
    }
    for (name, value) in headers {
        response.headers_mut().append(name, value);
    }
    response
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
