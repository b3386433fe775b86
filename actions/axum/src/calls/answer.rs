//! Answers to calls: streams of frames, and refusals that a script can tell apart.

use axum::body::Body;
use axum::response::Response;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use limosa_actions::server::RawOutcome;
use limosa_actions::wire::{Line, ReportLine};
use limosa_router::wire::FRAMES;
use limosa_router::{AppError, CallError};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Names the reason of a refusal, for scripts and logs.
const REASON: HeaderName = HeaderName::from_static("limosa-refusal");

/// Headers of a stream of frames: nobody on the way may keep, change or gather it.
pub(super) fn frame_headers() -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(FRAMES));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("private, no-store, no-transform"),
    );
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    headers
}

/// A stream of frames with the status.
pub(super) fn frames(status: StatusCode, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    *response.headers_mut() = frame_headers();
    response
}

/// The answer to a scripted call that was refused before it ran, with its reason in a header.
/// `report` is for who develops the app.
pub(super) fn refused(
    status: StatusCode,
    error: CallError,
    reason: &'static str,
    report: Option<String>,
) -> Response {
    debug_assert!(error.status() >= 300, "a refusal is no success");
    let outcome = RawOutcome::refused(error);
    let text = [
        Line::Reply(outcome.reply).to_text(),
        report.map(ReportLine::text).unwrap_or_default(),
        Line::Done(true).to_text(),
    ]
    .concat();
    let mut response = frames(status, text);
    response
        .headers_mut()
        .insert(REASON, HeaderValue::from_static(reason));
    response
}

/// Adds the reason of a refusal to a page that says it.
pub(super) fn labelled(mut response: Response, reason: &'static str) -> Response {
    response
        .headers_mut()
        .insert(REASON, HeaderValue::from_static(reason));
    response
}

/// A URL as headers and request lines carry it: what is no ASCII, and blanks, percent-encoded.
pub(crate) fn ascii(url: &str) -> String {
    utf8_percent_encode(url, BARE).to_string()
}

const BARE: &AsciiSet = &CONTROLS.add(b' ');
