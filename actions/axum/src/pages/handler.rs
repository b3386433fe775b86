//! Takes a request for a page from its head to its response.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use limosa_actions::server::Flash;
use tracing::Instrument;

use super::refusal::refuse;
use super::rendering::render;
use crate::render;
use crate::security::{Visitor, cookies};
use crate::server::ServerState;

/// A page to be rendered.
pub(crate) struct PageRequest {
    /// The request, whose URI is the page's.
    pub(crate) parts: Parts,
    /// Whether the visitor's browser speaks https, seen through the proxies.
    pub(crate) https: bool,
    /// The visitor, and whether the response has to tell the browser.
    pub(crate) visitor: Visitor,
    pub(crate) is_new_visitor: bool,
    /// What the page shows of a form sent without script.
    pub(crate) flash: Option<Arc<Flash>>,
    /// The status of that form's failure.
    pub(crate) status: Option<StatusCode>,
    /// Cookies to set whatever the page says.
    pub(crate) set_cookies: Vec<HeaderValue>,
}

/// Handles every path that is nothing else.
pub(crate) async fn page(State(state): State<ServerState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED);
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let length = parts
        .uri
        .path_and_query()
        .map_or(0, |url| url.as_str().len());
    if length > state.settings.limits.url {
        return refuse(StatusCode::URI_TOO_LONG);
    }
    let span = tracing::info_span!("page", path = parts.uri.path());
    let mut request = PageRequest::new(&state, parts);
    request.take_flash(&state).await;
    respond(&state, request).instrument(span).await
}

/// Renders a page and answers with it.
pub(crate) async fn respond(state: &ServerState, request: PageRequest) -> Response {
    let shared = state.clone();
    let response = render::run(state, move |app| render(app, shared, request)).await;
    response.into_response()
}

impl PageRequest {
    pub(crate) fn new(state: &ServerState, parts: Parts) -> Self {
        let https = state.is_https(&parts);
        let known = Visitor::of(&parts.headers, https);
        Self {
            https,
            is_new_visitor: known.is_none(),
            visitor: known.unwrap_or_else(Visitor::stranger),
            parts,
            flash: None,
            status: None,
            set_cookies: Vec::new(),
        }
    }

    /// Takes the one-shot flash that a form has left for this page.
    async fn take_flash(&mut self, state: &ServerState) {
        if !crate::flash::is_any(&self.parts.headers) {
            return;
        }
        let url = self
            .parts
            .uri
            .path_and_query()
            .map_or("/", |url| url.as_str());
        let name = crate::flash::cookie_name(url);
        if cookies::read(&self.parts.headers, &name, self.https).is_none() {
            return;
        }
        self.flash =
            crate::flash::open(state, &self.parts.headers, url, self.https, &self.visitor).await;
        let failure = self.flash.as_ref().and_then(|flash| flash.status());
        self.status = failure.and_then(|status| StatusCode::from_u16(status).ok());
        self.set_cookies.push(cookies::clear(&name, self.https));
    }
}
