//! A URL within the site, taken apart.

use percent_encoding::percent_decode_str;

/// Path, search and hash of a URL within the site. Owned; still percent-encoded.
///
/// ```
/// use limosa_router::Location;
///
/// let location = Location::parse("/products?page=2#end");
/// assert_eq!((location.path(), location.search(), location.hash()), ("/products", "page=2", "end"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    path: String,
    search: String,
    hash: String,
}

impl Location {
    /// Takes a URL without scheme and host apart.
    #[must_use]
    pub fn parse(url: &str) -> Self {
        let (path, search, hash) = Self::split(url);
        Self {
            path: path.to_owned(),
            search: search.to_owned(),
            hash: hash.to_owned(),
        }
    }

    /// Path, search and hash of a URL without scheme and host.
    pub(crate) fn split(url: &str) -> (&str, &str, &str) {
        // Most have neither, and every link of a page comes here.
        if !url.bytes().any(|byte| matches!(byte, b'#' | b'?')) {
            return (if url.is_empty() { "/" } else { url }, "", "");
        }
        let (rest, hash) = url.split_once('#').unwrap_or((url, ""));
        let (path, search) = rest.split_once('?').unwrap_or((rest, ""));
        (if path.is_empty() { "/" } else { path }, search, hash)
    }

    /// The path, from its first slash on.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The search without its question mark.
    #[must_use]
    pub fn search(&self) -> &str {
        &self.search
    }

    /// The hash without its sign.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Path and search, as they are sent to the server.
    #[must_use]
    pub fn path_and_search(&self) -> String {
        if self.search.is_empty() {
            self.path.clone()
        } else {
            [&self.path, "?", &self.search].concat()
        }
    }

    /// Path, search and hash.
    #[must_use]
    pub fn url(&self) -> String {
        let mut url = self.path_and_search();
        if !self.hash.is_empty() {
            url.push('#');
            url.push_str(&self.hash);
        }
        url
    }

    /// The location as pages and links are written: without the base path of the app.
    pub(crate) fn below(mut self, base: &str) -> Self {
        if let Some(path) = self.path.strip_prefix(base)
            && (path.is_empty() || path.starts_with('/'))
        {
            self.path = if path.is_empty() { "/" } else { path }.to_owned();
        }
        self
    }

    /// The decoded parts of the path below `base`; `None` if it is not below it or is not UTF-8.
    pub(crate) fn segments(&self, base: &str) -> Option<Vec<String>> {
        let below = self.path.strip_prefix(base)?;
        if !below.is_empty() && !below.starts_with('/') {
            return None;
        }
        let below = below.strip_prefix('/').unwrap_or(below);
        let below = below.strip_suffix('/').unwrap_or(below);
        if below.is_empty() {
            return Some(Vec::new());
        }
        below.split('/').map(decode_segment).collect()
    }
}

/// The decoded search parameters, in order.
pub(super) fn search_pairs(search: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = search.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (form(name), form(value)))
}

fn decode_segment(segment: &str) -> Option<String> {
    if segment.is_empty() {
        return None;
    }
    percent_decode_str(segment)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// Search parameters are written as forms write them: a plus is a space.
fn form(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}
