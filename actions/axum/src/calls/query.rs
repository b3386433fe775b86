//! The query endpoint: one or many keys, answered as they come.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use futures::future::{BoxFuture, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use http::header::{ALLOW, CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use limosa_actions::SiteUrl;
use limosa_actions::wire::parse_header_text;
use limosa_router::server::{RequestContext, StartError, find_query};
use limosa_router::wire::{BUILD_HEADER, PAGE_HEADER};
use limosa_router::{CallError, QueryFrame, split_key};
use percent_encoding::percent_decode_str;
use tracing::Instrument;

use super::answer::{frames, refused};
use crate::body;
use crate::security::Visitor;
use crate::server::ServerState;
use crate::session::SessionSealer;

type Answer = BoxFuture<'static, QueryFrame>;

/// Handles `GET /_limosa/q?k=..&k=..` and `POST` with a JSON array of keys.
pub(crate) async fn query(State(state): State<ServerState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !is_own(&parts) {
        body::discard(&parts.headers, body).await;
        let error = CallError::Refused {
            status: 403,
            message: None,
        };
        return refused(StatusCode::FORBIDDEN, error, "origin", None);
    }
    let keys = match keys(&state, &parts, body).await {
        Ok(keys) => keys,
        Err(status) => return unreadable(status),
    };
    let span = tracing::info_span!("queries", keys = keys.len());
    answer(&state, parts, &keys).instrument(span).await
}

/// A page of this site asks, or a program that another site's page cannot be: its header would need a preflight.
fn is_own(parts: &Parts) -> bool {
    match parts.headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => parts.headers.contains_key(BUILD_HEADER),
    }
}

async fn keys(state: &ServerState, parts: &Parts, body: Body) -> Result<Vec<String>, StatusCode> {
    let limits = &state.settings.limits;
    let url = parts.uri.path_and_query().map_or("", |url| url.as_str());
    if url.len() > limits.url {
        return Err(StatusCode::URI_TOO_LONG);
    }
    let keys: Vec<String> = match parts.method {
        Method::GET | Method::HEAD => keys_of_url(parts.uri.query().unwrap_or_default())?,
        Method::POST => {
            let bytes = body::read(&parts.headers, body, limits)
                .await
                .map_err(body::BodyRefusal::status)?;
            serde_json::from_slice(&bytes).map_err(|_| StatusCode::BAD_REQUEST)?
        }
        _ => return Err(StatusCode::METHOD_NOT_ALLOWED),
    };
    match keys.len() {
        0 => Err(StatusCode::BAD_REQUEST),
        count if count > limits.keys => Err(StatusCode::PAYLOAD_TOO_LARGE),
        _ => Ok(keys),
    }
}

fn keys_of_url(query: &str) -> Result<Vec<String>, StatusCode> {
    let keys = query.split('&').filter_map(|pair| pair.strip_prefix("k="));
    keys.map(|key| {
        let spaced = key.replace('+', " ");
        let key = percent_decode_str(&spaced)
            .decode_utf8()
            .map_err(|_| StatusCode::BAD_REQUEST)?;
        Ok(key.into_owned())
    })
    .collect()
}

fn unreadable(status: StatusCode) -> Response {
    let mut response = refused(status, CallError::Malformed, "malformed", None);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, POST"));
    }
    response
}

async fn answer(state: &ServerState, mut parts: Parts, keys: &[String]) -> Response {
    parts.extensions.insert(state.clone());
    let visitor = Visitor::of(&parts.headers, state.is_https(&parts));
    SessionSealer::insert(state, &mut parts, visitor.as_ref());
    let page = page_url(&parts);
    let cached = Cached::of(&parts, keys);
    let request = ServerState::context(parts, page);
    let started = keys
        .iter()
        .map(|key| start(&request, key))
        .collect::<Vec<_>>();
    if let Some(status) = failure_of_all(&started) {
        return unknown(status, started);
    }
    let answers: FuturesUnordered<Answer> = started.into_iter().map(Started::into_answer).collect();
    if keys.len() == 1 {
        let answered: Vec<QueryFrame> = answers.collect().await;
        let lines: String = answered.iter().map(QueryFrame::to_line).collect();
        let response = frames(StatusCode::OK, lines);
        return match (cached, answered.first()) {
            (Some(cached), Some(frame)) => cached.mark(response, frame),
            _ => response,
        };
    }
    let lines = answers.map(|frame| Ok::<_, Infallible>(Bytes::from(frame.to_line())));
    frames(StatusCode::OK, Body::from_stream(lines))
}

/// A GET of one query that says how long caches may keep its values.
struct Cached {
    control: &'static str,
    /// The tags that whoever asks already holds.
    held: Option<HeaderValue>,
}

impl Cached {
    fn of(parts: &Parts, keys: &[String]) -> Option<Self> {
        let [key] = keys else { return None };
        let is_get = matches!(parts.method, Method::GET | Method::HEAD);
        let (id, _) = split_key(key).filter(|_| is_get)?;
        Some(Self {
            control: find_query(id)?.options.cache_control?,
            held: parts.headers.get(IF_NONE_MATCH).cloned(),
        })
    }

    /// Lets caches keep a value; errors and redirects are nobody's to keep.
    fn mark(self, mut response: Response, frame: &QueryFrame) -> Response {
        let Some(tag) = frame.tag.as_ref().filter(|_| frame.value.is_some()) else {
            return response;
        };
        // Weak, because the stamp beside the value differs from read to read.
        let tag = HeaderValue::try_from(["W/\"", tag, "\""].concat());
        if let (Ok(tag), Ok(control)) = (tag, HeaderValue::from_str(self.control)) {
            if self.holds(&tag) {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                *response.body_mut() = Body::empty();
            }
            response.headers_mut().insert(CACHE_CONTROL, control);
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }

    fn holds(&self, tag: &HeaderValue) -> bool {
        let held = self.held.as_ref().and_then(|held| held.to_str().ok());
        held.is_some_and(|held| {
            held.split(',')
                .any(|one| one.trim().as_bytes() == tag.as_bytes())
        })
    }
}

fn page_url(parts: &Parts) -> String {
    let header = parts
        .headers
        .get(PAGE_HEADER)
        .and_then(|page| page.to_str().ok());
    let page = header
        .and_then(parse_header_text)
        .and_then(|page| SiteUrl::parse(&page));
    page.map_or_else(|| "/".to_owned(), |page| page.as_str().to_owned())
}

enum Started {
    Runs(Answer),
    Failed(QueryFrame, StartError),
}

impl Started {
    fn into_answer(self) -> Answer {
        match self {
            Self::Runs(answer) => answer,
            Self::Failed(frame, _) => futures::future::ready(frame).boxed(),
        }
    }
}

fn start(request: &Arc<RequestContext>, key: &str) -> Started {
    match request.queries().start_key(request, key) {
        Ok(running) => {
            let asked = key.to_owned();
            // The browser waits for the key as it spelt it.
            Started::Runs(
                async move {
                    QueryFrame {
                        key: asked,
                        ..running.frame().await
                    }
                }
                .boxed(),
            )
        }
        Err(error) => {
            let status = match error {
                StartError::UnknownQuery => StatusCode::CONFLICT,
                StartError::Malformed => StatusCode::BAD_REQUEST,
            };
            let frame = QueryFrame {
                status: Some(status.as_u16()),
                ..QueryFrame::new(key)
            };
            Started::Failed(frame, error)
        }
    }
}

/// 404 if this build knows none of the queries, 400 if no key can be read.
fn failure_of_all(started: &[Started]) -> Option<StatusCode> {
    let mut status = None;
    for query in started {
        match query {
            Started::Runs(_) => return None,
            Started::Failed(_, StartError::UnknownQuery) => status = Some(StatusCode::NOT_FOUND),
            Started::Failed(_, StartError::Malformed) => {
                status.get_or_insert(StatusCode::BAD_REQUEST);
            }
        }
    }
    status
}

fn unknown(status: StatusCode, started: Vec<Started>) -> Response {
    let lines = started.into_iter().map(|query| match query {
        Started::Failed(frame, _) => frame.to_line(),
        Started::Runs(_) => String::new(),
    });
    let reason = if status == StatusCode::NOT_FOUND {
        "unknown-function"
    } else {
        "malformed"
    };
    super::answer::labelled(frames(status, lines.collect::<String>()), reason)
}
