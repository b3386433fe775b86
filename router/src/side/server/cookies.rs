//! The Cookie header as a browser would send it after some Set-Cookie headers.

use cookie::time::OffsetDateTime;
use cookie::{Cookie, Expiration};
use http::{HeaderMap, HeaderValue, header::COOKIE};

/// Lays set cookies over the Cookie headers of a request: later ones win, expired ones delete.
pub(super) fn overlay(headers: &mut HeaderMap, set_cookies: &[HeaderValue]) {
    let sent: Vec<String> = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .map(ToOwned::to_owned)
        .collect();
    let mut held: Vec<(&str, &str)> = sent
        .iter()
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .collect();
    for cookie in set_cookies
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter_map(|text| Cookie::parse(text).ok())
    {
        let name = cookie.name_raw().unwrap_or_default();
        held.retain(|(other, _)| *other != name);
        if !is_over(&cookie) {
            held.push((name, cookie.value_raw().unwrap_or_default()));
        }
    }
    headers.remove(COOKIE);
    let line = held
        .iter()
        .map(|(name, value)| [name, "=", value].concat())
        .collect::<Vec<_>>()
        .join("; ");
    if !line.is_empty()
        && let Ok(value) = HeaderValue::from_str(&line)
    {
        headers.insert(COOKIE, value);
    }
}

/// Max-Age counts before Expires, as in RFC 6265 5.3.
fn is_over(cookie: &Cookie<'_>) -> bool {
    match (cookie.max_age(), cookie.expires()) {
        (Some(age), _) => !age.is_positive(),
        (None, Some(Expiration::DateTime(end))) => end <= OffsetDateTime::now_utc(),
        _ => false,
    }
}
