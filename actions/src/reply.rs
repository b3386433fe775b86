//! Replies: what an action says beside its value.

use limosa_router::{Keys, PageRoute, Preload, PreloadList, Stale};

/// The whole answer of an action: value, where to go, what became stale, headers. Owned.
///
/// ```
/// use limosa_actions::{Reply, SiteUrl, redirect};
///
/// let reply: Reply<u32> = redirect(SiteUrl::parse("/products").unwrap()).revalidate(());
/// assert_eq!(reply.location(), Some("/products"));
/// assert!(SiteUrl::parse("//elsewhere.example/").is_none());
/// ```
#[derive(Debug, Clone)]
#[must_use = "an action answers with what it returns"]
pub struct Reply<T> {
    pub(crate) value: Option<T>,
    pub(crate) location: Option<String>,
    pub(crate) stale: Stale,
    pub(crate) refresh: Vec<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl<T> Reply<T> {
    /// An answer with a value; everything mounted is read again.
    pub fn value(value: T) -> Self {
        Self {
            value: Some(value),
            ..Self::reload()
        }
    }

    /// An answer without a value that sends the visitor to a page.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "pages and calls are made for it"
    )]
    pub fn redirect(to: impl Destination) -> Self {
        Self {
            location: Some(to.url()),
            ..Self::reload()
        }
    }

    /// An answer without a value: everything mounted is read again.
    pub fn reload() -> Self {
        Self {
            value: None,
            location: None,
            stale: Stale::Mounted,
            refresh: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Narrows what became stale, `()` to nothing. Calls add up.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "pages and calls are made for it"
    )]
    pub fn revalidate(mut self, keys: impl Keys) -> Self {
        let mut patterns = match self.stale {
            Stale::Mounted => Vec::new(),
            Stale::Keys(patterns) => patterns,
        };
        keys.collect(&mut patterns);
        self.stale = Stale::Keys(patterns);
        self
    }

    /// Sends these queries along, mounted or not: what the page that a redirect leads to reads without preloading it, which
    /// would cost a second request. Only calls that are known at once count, no dependent loads. Calls add up.
    pub fn refresh(mut self, queries: impl Preload) -> Self {
        let list = PreloadList::of(queries);
        let keys = list.calls().iter().map(|call| call.key.to_string());
        self.refresh.extend(keys);
        self
    }

    /// Adds a header to the response.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets a cookie: the text of a `Set-Cookie` header. The flight's queries see it.
    pub fn cookie(self, cookie: impl Into<String>) -> Self {
        self.header("set-cookie", cookie)
    }

    /// The value, if the answer has one.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Takes the value out.
    pub fn into_value(self) -> Option<T> {
        self.value
    }

    /// Where the visitor is sent.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }
}

impl<T> From<T> for Reply<T> {
    fn from(value: T) -> Self {
        Self::value(value)
    }
}

/// Sends the visitor to a page: `Ok(redirect(ProductPage::at(id)))`.
pub fn redirect<T>(to: impl Destination) -> Reply<T> {
    Reply::redirect(to)
}

/// Stays on the page, without a value: `Ok(reload())`.
pub fn reload<T>() -> Reply<T> {
    Reply::reload()
}

/// Where a redirect may lead: a typed page, a [`SiteUrl`], or an [`OtherSite`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no place to redirect to",
    note = "give a page such as `ProductPage::at(id)`, or check a text with `SiteUrl::parse`"
)]
pub trait Destination {
    /// Path and search.
    fn url(&self) -> String;
}

impl<P: PageRoute> Destination for P {
    fn url(&self) -> String {
        self.href()
    }
}

/// Path and search within this site, checked. Owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl(String);

impl SiteUrl {
    /// The text, if no browser takes it for a place on another site.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        // Browsers read `\` as `/` and skip tabs and line breaks: https://url.spec.whatwg.org/#concept-basic-url-parser
        let here =
            !rest.starts_with('/') && !text.chars().any(|char| char == '\\' || char.is_control());
        here.then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Destination for SiteUrl {
    fn url(&self) -> String {
        self.0.clone()
    }
}

/// Address of a page on another site, checked: `https` or `http`, without a user's name in it. Owned.
///
/// The server sends visitors only to sites that `Server::allowed_redirects` names; to others it answers with an error.
///
/// ```
/// use limosa_actions::{OtherSite, Reply, redirect};
///
/// let reply: Reply<u32> = redirect(OtherSite::parse("https://pay.example/checkout?for=7").unwrap());
/// assert_eq!(reply.location(), Some("https://pay.example/checkout?for=7"));
/// assert!(OtherSite::parse("javascript:alert(1)").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherSite(String);

impl OtherSite {
    /// The text, if it is such an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text
            .strip_prefix("https://")
            .or(text.strip_prefix("http://"))?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_odd = |char: char| char == '\\' || char.is_whitespace() || char.is_control();
        let is_plain = !host.is_empty() && !host.contains('@') && !text.contains(is_odd);
        is_plain.then(|| Self(text.to_owned()))
    }

    /// Scheme, and host with its port.
    #[must_use]
    pub fn origin(&self) -> (&str, &str) {
        let (scheme, rest) = self.0.split_once("://").unwrap_or_default();
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        (scheme, host)
    }
}

impl Destination for OtherSite {
    fn url(&self) -> String {
        self.0.clone()
    }
}
