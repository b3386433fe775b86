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

/// Most URLs are shorter.
const USUAL_LENGTH: usize = 40;

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
        Self {
            path: String::with_capacity(USUAL_LENGTH),
            search: String::new(),
        }
    }

    /// A fixed part of the path.
    pub fn fixed(&mut self, text: &str) {
        push_segment(&mut self.path, text);
    }

    /// A path parameter. What is no scalar for serde becomes an empty part, which leads to the not-found page.
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let (start, path) = (self.path.len(), &mut self.path);
        let first = |text: &str| {
            if path.len() == start {
                push_segment(path, text);
            }
        };
        if encode(value, first).is_err() || self.path.len() == start {
            self.path.truncate(start);
            self.path.push('/');
        }
    }

    /// An optional path parameter or a splat.
    pub fn values<T: Serialize + ?Sized>(&mut self, value: &T) {
        let (start, path) = (self.path.len(), &mut self.path);
        if encode(value, |text| push_segment(path, text)).is_err() {
            self.path.truncate(start);
        }
    }

    /// A search parameter, once for each of its values.
    pub fn search<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let (start, search) = (self.search.len(), &mut self.search);
        let push = |text: &str| {
            search.push(if search.is_empty() { '?' } else { '&' });
            push_encoded(search, name, SEARCH);
            search.push('=');
            push_encoded(search, text, SEARCH);
        };
        if encode(value, push).is_err() {
            self.search.truncate(start);
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
}

/// Appends a slash and a text, encoded.
pub(crate) fn push_segment(path: &mut String, text: &str) {
    path.push('/');
    push_encoded(path, text, PATH);
}

/// Most texts need nothing encoded, and links are many.
fn push_encoded(into: &mut String, text: &str, set: &'static AsciiSet) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if text.bytes().all(is_plain) {
        into.push_str(text);
    } else {
        into.extend(utf8_percent_encode(text, set));
    }
}
