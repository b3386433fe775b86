//! Decodes the bodies that forms and calls send: URL-encoded, multipart and JSON.

use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use limosa_actions::FormEntries;
use limosa_actions::server::{JsonRefusal, entries_of_json};
use percent_encoding::percent_decode_str;

use super::limits::Limits;
use super::read::{BodyRefusal, Chunks, discard, in_time, or_discard, read};
use super::{multipart, multipart::LONGEST_BOUNDARY};

/// What a body holds, by its content type.
enum Kind {
    /// No content type: there must be no body either.
    Nothing,
    Urlencoded,
    Json,
    /// With its boundary.
    Multipart(String),
}

/// Reads a body and decodes it by its content type. Files of some size go to disk as they come; everything else is held in
/// memory, within [`Limits::memory`].
///
/// # Errors
///
/// When it has another content type, is compressed, does not hold what its type says, or exceeds a limit. What is left of it
/// has then been discarded as far as [`discard`] goes.
pub async fn take(
    headers: &HeaderMap,
    mut body: Body,
    limits: &Limits,
) -> Result<FormEntries, BodyRefusal> {
    match kind(headers) {
        Ok(Kind::Multipart(boundary)) => {
            let chunks = Chunks::of(headers, &mut body, limits.body);
            let decoded = in_time(limits, multipart::read(chunks, boundary, limits)).await;
            or_discard(headers, body, decoded).await
        }
        Ok(kind) => decoded(&kind, &read(headers, body, limits).await?, limits),
        Err(refusal) => {
            discard(headers, body).await;
            Err(refusal)
        }
    }
}

/// Decodes a body that has been read.
///
/// # Errors
///
/// When it has another content type, is compressed, does not hold what its type says, or exceeds a limit.
pub async fn decode(
    headers: &HeaderMap,
    body: Bytes,
    limits: &Limits,
) -> Result<FormEntries, BodyRefusal> {
    match kind(headers)? {
        Kind::Multipart(boundary) => {
            multipart::read(stream::iter([Ok(body)]), boundary, limits).await
        }
        kind => decoded(&kind, &body, limits),
    }
}

fn kind(headers: &HeaderMap) -> Result<Kind, BodyRefusal> {
    if headers.contains_key(CONTENT_ENCODING) {
        return Err(BodyRefusal::UnknownType);
    }
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let Some(content_type) = types.next() else {
        return Ok(Kind::Nothing);
    };
    if types.next().is_some() {
        return Err(BodyRefusal::Malformed);
    }
    let content_type = content_type
        .to_str()
        .map_err(|_| BodyRefusal::UnknownType)?;
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(Kind::Urlencoded)
    } else if essence.eq_ignore_ascii_case("multipart/form-data") {
        let boundary = multer::parse_boundary(content_type).ok();
        let boundary = boundary.filter(|boundary| boundary.len() <= LONGEST_BOUNDARY);
        boundary.map(Kind::Multipart).ok_or(BodyRefusal::Malformed)
    } else if essence.eq_ignore_ascii_case("application/json") {
        Ok(Kind::Json)
    } else {
        Err(BodyRefusal::UnknownType)
    }
}

fn decoded(kind: &Kind, body: &[u8], limits: &Limits) -> Result<FormEntries, BodyRefusal> {
    match kind {
        Kind::Urlencoded => urlencoded(body, limits),
        Kind::Json => json(body, limits),
        Kind::Nothing if body.is_empty() => Ok(FormEntries::new()),
        Kind::Nothing | Kind::Multipart(_) => Err(BodyRefusal::UnknownType),
    }
}

fn urlencoded(body: &[u8], limits: &Limits) -> Result<FormEntries, BodyRefusal> {
    let text = std::str::from_utf8(body).map_err(|_| BodyRefusal::Malformed)?;
    let mut entries = FormEntries::new();
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    for (count, pair) in pairs.enumerate() {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (unescape(name)?, unescape(value)?);
        check_name(&name, count, limits)?;
        entries.push_text(name, check_text(&value)?);
    }
    Ok(entries)
}

fn unescape(text: &str) -> Result<String, BodyRefusal> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced)
        .decode_utf8()
        .map_err(|_| BodyRefusal::Malformed)?;
    Ok(decoded.into_owned())
}

/// Whether a field of this name may follow so many others.
pub(super) fn check_name(name: &str, count: usize, limits: &Limits) -> Result<(), BodyRefusal> {
    if count >= limits.fields || name.len() > limits.name {
        return Err(BodyRefusal::TooLarge);
    }
    check_text(name).map(drop)
}

/// A text as forms send it: no browser sends a null, and neither HTML nor many a database can hold it.
pub(super) fn check_text(text: &str) -> Result<&str, BodyRefusal> {
    match text.contains('\0') {
        true => Err(BodyRefusal::Malformed),
        false => Ok(text),
    }
}

fn json(body: &[u8], limits: &Limits) -> Result<FormEntries, BodyRefusal> {
    let text = std::str::from_utf8(body).map_err(|_| BodyRefusal::Malformed)?;
    if deepest(text.as_bytes()) > limits.depth {
        return Err(BodyRefusal::TooLarge);
    }
    entries_of_json(text, limits.fields, limits.name).map_err(|refusal| match refusal {
        JsonRefusal::Malformed => BodyRefusal::Malformed,
        JsonRefusal::TooLarge => BodyRefusal::TooLarge,
    })
}

/// How deep arrays and objects nest, without parsing: brackets inside strings do not count.
fn deepest(text: &[u8]) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for &byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                most = most.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    most
}
