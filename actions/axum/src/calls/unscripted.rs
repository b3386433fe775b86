//! Answers to forms sent without script: on to the next page after success, the form's page with its messages after failure.

use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, Uri};
use limosa_actions::FormEntries;
use limosa_actions::server::Flash;

use super::action::{Call, Ended};
use super::answer::ascii;
use crate::flash;
use crate::pages::{self, PageRequest};
use crate::security::Visitor;
use crate::server::ServerState;

/// Answers a call by what the browser shall show next.
pub(super) async fn answer(state: &ServerState, id: &str, call: Call, ended: Ended) -> Response {
    let Ended {
        outcome,
        bound,
        typed_text,
    } = ended;
    let headers = outcome.headers();
    let succeeded = outcome.succeeded();
    let location = outcome.location().map(str::to_owned);
    let target = location.clone().unwrap_or_else(|| call.page.clone());
    let flash = Flash {
        page: if succeeded {
            shown(&target)
        } else {
            call.page.clone()
        },
        action: id.to_owned(),
        bound,
        reply: outcome.reply,
        typed_text: if succeeded {
            FormEntries::new()
        } else {
            typed_text
        },
    };
    let mut response = if succeeded {
        after_success(state, &call, &flash, &target)
    } else if let Some(location) = &location {
        see_other(location)
    } else {
        after_failure(state, call, flash, outcome.status).await
    };
    for (name, value) in headers {
        response.headers_mut().append(name, value);
    }
    response
}

fn after_success(state: &ServerState, call: &Call, flash: &Flash, target: &str) -> Response {
    let mut response = see_other(target);
    let visitor = call.visitor.clone().unwrap_or_else(Visitor::stranger);
    let headers = response.headers_mut();
    if call.visitor.is_none() {
        headers.append(SET_COOKIE, visitor.set_cookie(call.https));
    }
    if let Some(cookie) = flash::cookie(state, flash, call.https, &visitor) {
        headers.append(SET_COOKIE, cookie);
    }
    response
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

/// The form's page in the answer to the post itself: its status is the one on which the browser ends.
async fn after_failure(state: &ServerState, call: Call, flash: Flash, status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let Some(parts) = as_page(call.parts, &call.page) else {
        return pages::refuse(status);
    };
    let mut request = PageRequest::new(state, parts);
    request.flash = Some(Arc::new(flash));
    request.status = Some(status);
    request.replaces_address = true;
    pages::respond(state, request).await
}

/// The request as if the browser had asked for the page.
fn as_page(mut parts: Parts, page: &str) -> Option<Parts> {
    parts.uri = page.parse::<Uri>().ok()?;
    parts.method = Method::GET;
    for of_the_body in [CONTENT_TYPE, CONTENT_LENGTH, TRANSFER_ENCODING] {
        parts.headers.remove(of_the_body);
    }
    Some(parts)
}
