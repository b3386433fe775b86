//! Names and attributes of the cookies the server sets for itself.

use std::time::Duration;

use cookie::{Cookie, SameSite};
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// The part of a cookie's name that does not depend on the scheme.
pub(crate) type BaseName<'a> = &'a str;

/// The cookie's name: with the `__Host-` prefix on https, where browsers then let nobody else set it; bare on http.
pub(crate) fn name(base: BaseName<'_>, https: bool) -> String {
    if https {
        format!("__Host-{base}")
    } else {
        base.to_owned()
    }
}

/// The value of a cookie in the request's `Cookie` headers; the first one where it is repeated.
pub(crate) fn read<'a>(headers: &'a HeaderMap, base: BaseName<'_>, https: bool) -> Option<&'a str> {
    all(headers)
        .find(|(given, _)| is_named(given, base, https))
        .map(|(_, value)| value)
}

/// Every cookie of the request, as name and value.
pub(crate) fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let texts = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(';')).filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((name.trim(), value.trim()))
    })
}

/// A `Set-Cookie` value: for this host, all paths, not readable by scripts; secure on https.
pub(crate) fn set(
    base: BaseName<'_>,
    value: &str,
    https: bool,
    lifetime: Option<Duration>,
) -> HeaderValue {
    let mut cookie = Cookie::build((name(base, https), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    if https {
        cookie = cookie.secure(true);
    }
    if let Some(lifetime) = lifetime {
        let seconds = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        cookie = cookie.max_age(cookie::time::Duration::seconds(seconds));
    }
    HeaderValue::from_str(&cookie.build().to_string()).expect("names and values are base64 text")
}

/// A `Set-Cookie` value that takes the cookie away.
pub(crate) fn clear(base: BaseName<'_>, https: bool) -> HeaderValue {
    set(base, "", https, Some(Duration::ZERO))
}

fn is_named(given: &str, base: BaseName<'_>, https: bool) -> bool {
    if https {
        given.strip_prefix("__Host-") == Some(base)
    } else {
        given == base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_cookies_have_the_host_prefix_and_are_secure() {
        let value = set("limosa-visitor", "abc", true, Some(Duration::from_secs(60)));
        assert_eq!(
            value,
            "__Host-limosa-visitor=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60"
        );
        let value = set("limosa-visitor", "abc", false, None);
        assert_eq!(value, "limosa-visitor=abc; HttpOnly; SameSite=Lax; Path=/");
    }

    #[test]
    fn reads_by_scheme() {
        let mut headers = HeaderMap::new();
        headers.append(
            COOKIE,
            HeaderValue::from_static("a=1; limosa-visitor=plain; __Host-limosa-visitor=safe"),
        );
        assert_eq!(read(&headers, "limosa-visitor", false), Some("plain"));
        assert_eq!(read(&headers, "limosa-visitor", true), Some("safe"));
        assert_eq!(read(&headers, "limosa", true), None);
    }
}
