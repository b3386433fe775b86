//! Writing of URLs, with everything encoded that needs it.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::url::encode::encode;

/// What a path segment cannot hold as it is.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a search parameter cannot hold as it is.
const SEARCH: &AsciiSet = &PATH
    .add(b'&')
    .add(b'+')
    .add(b'=')
    .add(b'\'')
    .remove(b'/')
    .remove(b'?');

/// Things a link can lead to: pages, and texts for what is no page of the app.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no link target",
    note = "give a page as in `ProductPage::at(3)`, or the text of a URL"
)]
pub trait Href {
    /// The URL within the site, without the base path of the app.
    fn href(&self) -> String;
}

impl Href for &str {
    fn href(&self) -> String {
        (*self).to_owned()
    }
}

impl Href for String {
    fn href(&self) -> String {
        self.clone()
    }
}

/// A URL in the making.
#[derive(Debug, Clone, Default)]
pub struct UrlWriter {
    path: String,
    search: String,
}

impl UrlWriter {
    /// An empty one, which is `/`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A fixed part of the path.
    pub fn fixed(&mut self, text: &str) {
        self.segment(text);
    }

    /// A path parameter. What is no scalar for serde becomes an empty part, which leads to the not-found page.
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let texts = encode(value).unwrap_or_default();
        self.segment(texts.first().map_or("", String::as_str));
    }

    /// An optional path parameter or a splat.
    pub fn values<T: Serialize + ?Sized>(&mut self, value: &T) {
        for text in encode(value).unwrap_or_default() {
            self.segment(&text);
        }
    }

    /// A search parameter, once for each of its values.
    pub fn search<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        for text in encode(value).unwrap_or_default() {
            self.search
                .push(if self.search.is_empty() { '?' } else { '&' });
            self.search.extend(utf8_percent_encode(name, SEARCH));
            self.search.push('=');
            self.search.extend(utf8_percent_encode(&text, SEARCH));
        }
    }

    /// The URL.
    #[must_use]
    pub fn finish(mut self) -> String {
        if self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(&self.search);
        self.path
    }

    fn segment(&mut self, text: &str) {
        self.path.push('/');
        self.path.extend(utf8_percent_encode(text, PATH));
    }
}
