//! The origin rules as one table: every combination of headers, allow list and cookies.

use http::{HeaderMap, HeaderName, HeaderValue};
use limosa_axum::security::{AllowedOrigins, SiteOrigin, check_origin};

const ORIGINS: [Option<&str>; 9] = [
    None,
    Some("null"),
    Some("https://shop.example"),
    Some("http://shop.example"),
    Some("https://shop.example:8443"),
    Some("https://pay.partner.example"),
    Some("https://evil.example"),
    Some("https://evilpartner.example"),
    Some("https://a.pay.partner.example"),
];
const SITES: [Option<&str>; 5] = [
    None,
    Some("same-origin"),
    Some("same-site"),
    Some("cross-site"),
    Some("none"),
];

/// What the rules say, written independently of the code: by case, not by header.
fn expected(
    origin: Option<&str>,
    site: Option<&str>,
    forwarded: bool,
    list: bool,
    cookies: bool,
) -> bool {
    let own = if forwarded {
        "https://pay.partner.example"
    } else {
        "https://shop.example"
    };
    match (origin, site) {
        (None, Some("same-origin")) => true,
        (None, None | Some("none")) => !cookies,
        (None, _) => false,
        (Some("null"), site) => site == Some("same-origin"),
        (Some("https://pay.partner.example"), _) if list => true,
        // Without a proxy's word on the scheme, http and https of the same host are both the site.
        (Some("http://shop.example"), site) if !forwarded => {
            matches!(site, None | Some("same-origin" | "none"))
        }
        (Some(origin), site) if origin == own => {
            matches!(site, None | Some("same-origin" | "none"))
        }
        _ => false,
    }
}

#[test]
fn full_matrix_of_origin_rules() {
    let listed = AllowedOrigins::new(["https://*.partner.example"]).unwrap();
    let mut checked = 0;
    for origin in ORIGINS {
        for site in SITES {
            for forwarded in [false, true] {
                for list in [false, true] {
                    for cookies in [false, true] {
                        let headers = request(origin, site, forwarded, cookies);
                        let own = SiteOrigin::of(&headers, None, forwarded);
                        let none = AllowedOrigins::default();
                        let decision = check_origin(
                            &headers,
                            own.as_ref(),
                            if list { &listed } else { &none },
                        );
                        assert_eq!(
                            decision.is_ok(),
                            expected(origin, site, forwarded, list, cookies),
                            "{origin:?} {site:?} forwarded={forwarded} list={list} cookies={cookies}: {decision:?}"
                        );
                        checked += 1;
                    }
                }
            }
        }
    }
    assert_eq!(checked, 9 * 5 * 2 * 2 * 2);
}

#[test]
fn forwarded_host_counts_only_from_a_trusted_proxy() {
    let headers = request(Some("https://pay.partner.example"), None, true, true);
    let seen = |trusted| {
        let own = SiteOrigin::of(&headers, None, trusted);
        check_origin(&headers, own.as_ref(), &AllowedOrigins::default()).is_ok()
    };
    assert!(seen(true));
    assert!(!seen(false));
}

#[test]
fn repeated_or_unreadable_headers_are_refused() {
    let mut headers = request(Some("https://shop.example"), None, false, false);
    headers.append("origin", HeaderValue::from_static("https://shop.example"));
    let own = SiteOrigin::of(&headers, None, false);
    assert!(check_origin(&headers, own.as_ref(), &AllowedOrigins::default()).is_err());
    let mut headers = request(None, None, false, false);
    headers.append("origin", HeaderValue::from_bytes(b"https://\xff").unwrap());
    assert!(check_origin(&headers, own.as_ref(), &AllowedOrigins::default()).is_err());
    let mut headers = request(Some("https://shop.example"), None, false, false);
    headers.append("host", HeaderValue::from_static("evil.example"));
    assert_eq!(SiteOrigin::of(&headers, None, false), None);
}

#[test]
fn wildcards_stand_for_one_label() {
    let allows = |pattern: &str, origin: &str| {
        let headers = request(Some(origin), Some("cross-site"), false, true);
        let own = SiteOrigin::of(&headers, None, false);
        check_origin(
            &headers,
            own.as_ref(),
            &AllowedOrigins::new([pattern]).unwrap(),
        )
        .is_ok()
    };
    for (pattern, origin, allowed) in [
        ("my-proxy.com", "https://my-proxy.com", true),
        ("my-proxy.com", "https://evilmy-proxy.com", false),
        ("my-proxy.com", "https://my-proxy.com.evil.com", false),
        ("my-proxy.com:8443", "https://my-proxy.com:8443", true),
        ("my-proxy.com", "https://my-proxy.com:8443", false),
        ("https://my-proxy.com", "http://my-proxy.com", false),
        ("https://my-proxy.com:443/", "https://my-proxy.com", true),
        ("*.my-proxy.com", "https://a.my-proxy.com", true),
        ("*.my-proxy.com", "https://A.My-Proxy.com", true),
        ("*.my-proxy.com", "https://a.b.my-proxy.com", false),
        ("*.my-proxy.com", "https://my-proxy.com", false),
        ("*.my-proxy.com", "https://.my-proxy.com", false),
        ("*.*.my-proxy.com", "https://a.b.my-proxy.com", true),
        ("*.my-proxy.com", "file://a.my-proxy.com", false),
        ("*.my-proxy.com", "null", false),
    ] {
        assert_eq!(allows(pattern, origin), allowed, "{pattern} {origin}");
    }
    for wrong in ["*evil.com", "ftp://a.com", "a.com/path", "", "a..com"] {
        assert!(AllowedOrigins::new([wrong]).is_err(), "{wrong}");
    }
}

fn request(origin: Option<&str>, site: Option<&str>, forwarded: bool, cookies: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, value: &str| {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_str(value).expect("text"),
        );
    };
    put("host", "shop.example");
    if let Some(origin) = origin {
        put("origin", origin);
    }
    if let Some(site) = site {
        put("sec-fetch-site", site);
    }
    if forwarded {
        put("x-forwarded-host", "pay.partner.example, inner.example");
        put("x-forwarded-proto", "https");
    }
    if cookies {
        put("cookie", "limosa-visitor=abc");
    }
    headers
}
