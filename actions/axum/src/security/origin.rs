//! Which requests may run an action: the origin rules of calls that change data.

use http::HeaderMap;
use http::header::{COOKIE, HOST, ORIGIN};
use limosa_actions::OtherSite;

/// What an origin is compared with: scheme (when known), host and port of the site the request was sent to.
///
/// Owned, on the server; cheap to build from a request's headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteOrigin {
    /// `Some(true)` for https, `Some(false)` for http, `None` when nothing trustworthy says.
    pub https: Option<bool>,
    /// Host in lower case, with the port unless it is the scheme's default.
    pub host: String,
}

/// Origins besides the site's own that may post to it.
///
/// Owned; cloned once per server. An entry is an origin (`https://pay.example`), a host (`pay.example`, any scheme), or either
/// with `*` standing for exactly one label (`*.example.com`).
#[derive(Debug, Clone, Default)]
pub struct AllowedOrigins(Vec<Pattern>);

#[derive(Debug, Clone)]
struct Pattern {
    scheme: Option<String>,
    host: String,
}

/// Why a request was refused before its body was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginRefusal {
    /// `Origin` names another site that is not on the allow list.
    Foreign,
    /// The browser says that another site, or a sibling of this one, sent it.
    CrossSite,
    /// `Origin: null` without the browser's word that it comes from this site.
    Opaque,
    /// Cookies, but nothing that says where the request comes from.
    Unknown,
    /// A header that may appear once appeared twice, or is not text.
    Malformed,
}

impl AllowedOrigins {
    /// Reads the entries of an allow list.
    ///
    /// # Errors
    ///
    /// The first entry that is neither an origin nor a host, or whose `*` is not a whole label.
    pub fn new<S: AsRef<str>>(entries: impl IntoIterator<Item = S>) -> Result<Self, String> {
        let patterns = entries
            .into_iter()
            .map(|entry| Pattern::parse(entry.as_ref()));
        patterns.collect::<Result<_, _>>().map(Self)
    }

    /// Whether the address is one of these sites'.
    #[must_use]
    pub fn has(&self, site: &OtherSite) -> bool {
        let (scheme, host) = site.origin();
        let host = host.to_ascii_lowercase();
        self.contains(scheme, without_default_port(scheme, &host))
    }

    fn contains(&self, scheme: &str, host: &str) -> bool {
        self.0.iter().any(|pattern| pattern.matches(scheme, host))
    }
}

impl Pattern {
    fn parse(entry: &str) -> Result<Self, String> {
        let entry = entry.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, host) = match entry.split_once("://") {
            Some((scheme, host)) => (Some(scheme.to_owned()), host.to_owned()),
            None => (None, entry.clone()),
        };
        let labels_are_whole = host
            .split('.')
            .all(|label| label == "*" || !label.contains('*') && !label.is_empty());
        let scheme_is_known = scheme
            .as_deref()
            .is_none_or(|scheme| matches!(scheme, "http" | "https"));
        if !labels_are_whole || !scheme_is_known || host.contains(['/', '@', '?', '#', ' ']) {
            return Err(format!(
                "`{entry}` is not an origin, a host, or a host with `*` for whole labels"
            ));
        }
        let host = without_default_port(scheme.as_deref().unwrap_or("https"), &host).to_owned();
        Ok(Self { scheme, host })
    }

    fn matches(&self, scheme: &str, host: &str) -> bool {
        if self.scheme.as_deref().is_some_and(|own| own != scheme) {
            return false;
        }
        let mut wanted = self.host.split('.');
        let mut given = host.split('.');
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(wanted), Some(given))
                    if wanted == "*" && !given.is_empty() || wanted == given => {}
                _ => return false,
            }
        }
    }
}

impl SiteOrigin {
    /// The origin a request was sent to, from `Host`, or from the forwarding headers where the peer is a trusted proxy.
    ///
    /// `None` when the request names no host, or several.
    #[must_use]
    pub fn of(headers: &HeaderMap, authority: Option<&str>, trusted_proxy: bool) -> Option<Self> {
        let forwarded = |name| {
            if trusted_proxy {
                first_forwarded(headers, name)
            } else {
                None
            }
        };
        let https = forwarded("x-forwarded-proto").map(|proto| proto.eq_ignore_ascii_case("https"));
        let host = match forwarded("x-forwarded-host") {
            Some(host) => host,
            None => match single(headers, HOST.as_str()) {
                Ok(Some(host)) => host,
                Ok(None) => authority?,
                Err(()) => return None,
            },
        };
        let host = host.trim().to_ascii_lowercase();
        let scheme = if https == Some(true) { "https" } else { "http" };
        Some(Self {
            https,
            host: without_default_port(scheme, &host).to_owned(),
        })
    }

    /// Reads a configured origin such as `https://shop.example`.
    ///
    /// # Errors
    ///
    /// A text that is no origin of http or https.
    pub fn parse(origin: &str) -> Result<Self, String> {
        let text = origin.trim().trim_end_matches('/').to_ascii_lowercase();
        let (https, host) = match text.split_once("://") {
            Some(("https", host)) => (true, host),
            Some(("http", host)) => (false, host),
            _ => {
                return Err(format!(
                    "`{origin}` is no origin such as `https://shop.example`"
                ));
            }
        };
        if host.is_empty() || host.contains(['/', '@', '?', '#', ' ']) {
            return Err(format!(
                "`{origin}` is no origin such as `https://shop.example`"
            ));
        }
        let host = without_default_port(if https { "https" } else { "http" }, host).to_owned();
        Ok(Self {
            https: Some(https),
            host,
        })
    }

    fn is(&self, scheme: &str, host: &str) -> bool {
        let same_scheme = self.https.is_none_or(|https| https == (scheme == "https"));
        // Without a known scheme `Host: a:443` and `Origin: https://a` are the same place.
        same_scheme && (self.host == host || without_default_port(scheme, &self.host) == host)
    }
}

/// Whether a request that changes data may run; decided on its headers alone.
///
/// # Errors
///
/// The reason for which the request has to be answered with 403.
///
/// # Examples
///
/// ```
/// use http::{HeaderMap, HeaderValue};
/// use limosa_axum::security::{AllowedOrigins, OriginRefusal, SiteOrigin, check_origin};
///
/// let mut headers = HeaderMap::new();
/// headers.insert("host", HeaderValue::from_static("shop.example"));
/// headers.insert("origin", HeaderValue::from_static("https://evil.example"));
/// let site = SiteOrigin::of(&headers, None, false);
/// let decision = check_origin(&headers, site.as_ref(), &AllowedOrigins::default());
/// assert_eq!(decision, Err(OriginRefusal::Foreign));
/// ```
pub fn check_origin(
    headers: &HeaderMap,
    site: Option<&SiteOrigin>,
    allowed: &AllowedOrigins,
) -> Result<(), OriginRefusal> {
    let malformed = |()| OriginRefusal::Malformed;
    let fetch_site = single(headers, "sec-fetch-site").map_err(malformed)?;
    match single(headers, ORIGIN.as_str()).map_err(malformed)? {
        Some("null") if fetch_site == Some("same-origin") => Ok(()),
        Some("null") => Err(OriginRefusal::Opaque),
        Some(origin) => check_named(origin, fetch_site, site, allowed),
        None => match fetch_site {
            Some("same-origin") => Ok(()),
            // `none` says only that no page sent it.
            None | Some("none") if !headers.contains_key(COOKIE) => Ok(()),
            None | Some("none") => Err(OriginRefusal::Unknown),
            Some(_) => Err(OriginRefusal::CrossSite),
        },
    }
}

fn check_named(
    origin: &str,
    fetch_site: Option<&str>,
    site: Option<&SiteOrigin>,
    allowed: &AllowedOrigins,
) -> Result<(), OriginRefusal> {
    let origin = origin.to_ascii_lowercase();
    let Some((scheme, host)) = origin.split_once("://") else {
        return Err(OriginRefusal::Malformed);
    };
    if !matches!(scheme, "http" | "https") || host.is_empty() {
        return Err(OriginRefusal::Foreign);
    }
    let host = without_default_port(scheme, host);
    if allowed.contains(scheme, host) {
        return Ok(());
    }
    if !site.is_some_and(|site| site.is(scheme, host)) {
        return Err(OriginRefusal::Foreign);
    }
    match fetch_site {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => Err(OriginRefusal::CrossSite),
    }
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, ()> {
    let mut values = headers.get_all(name).iter();
    let Some(first) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(());
    }
    first.to_str().map(|value| Some(value.trim())).map_err(drop)
}

fn first_forwarded<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?;
    value
        .split(',')
        .next()
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

fn without_default_port<'a>(scheme: &str, host: &'a str) -> &'a str {
    let port = if scheme == "https" { ":443" } else { ":80" };
    host.strip_suffix(port).unwrap_or(host)
}
