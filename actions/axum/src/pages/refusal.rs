//! Answers without the app: for requests it never sees, and for when it fails.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");

/// A page of one sentence with the status.
pub(crate) fn refuse(status: StatusCode) -> Response {
    sentence(status, text(status)).map(Body::from)
}

/// What a visitor sees of a failure inside: nothing of its cause.
pub(crate) fn something_went_wrong() -> Response<Bytes> {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    sentence(status, text(status))
}

fn text(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "The request could not be understood",
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take such requests",
        StatusCode::REQUEST_TIMEOUT => "The request took too long",
        StatusCode::CONFLICT => "It is not known whether this was done",
        StatusCode::PAYLOAD_TOO_LARGE => "Too much was sent",
        StatusCode::URI_TOO_LONG => "The address is too long",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "This kind of content is not taken",
        _ => "Something went wrong",
    }
}

fn sentence(status: StatusCode, text: &str) -> Response<Bytes> {
    let html = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\"><title>{text}</title></head><body><main><h1>{text}</h1></main></body></html>"
    );
    let mut response = Response::new(Bytes::from(html));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HTML);
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response
}
