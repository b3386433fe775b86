//! Writing of URLs, with everything encoded that needs it.

use limosa_dom::__private::push_integer;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::url::encode::{Sink, encode};

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

    /// Fixed parts of the path, each with the slash before it, in which nothing needs encoding.
    pub fn plain(&mut self, parts: &str) {
        self.path.push_str(parts);
    }

    /// A fixed part of the path.
    pub fn fixed(&mut self, text: &str) {
        push_segment(&mut self.path, text);
    }

    /// A path parameter. What is no scalar for serde becomes an empty part, which leads to the not-found page.
    pub fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let start = self.path.len();
        let first = &mut Segments {
            path: &mut self.path,
            most: 1,
        };
        if encode(value, first).is_err() || self.path.len() == start {
            self.path.truncate(start);
            self.path.push('/');
        }
    }

    /// An optional path parameter or a splat.
    pub fn values<T: Serialize + ?Sized>(&mut self, value: &T) {
        let start = self.path.len();
        let all = &mut Segments {
            path: &mut self.path,
            most: usize::MAX,
        };
        if encode(value, all).is_err() {
            self.path.truncate(start);
        }
    }

    /// A search parameter, once for each of its values.
    pub fn search<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let start = self.search.len();
        let search = &mut Search {
            search: &mut self.search,
            name,
        };
        if encode(value, search).is_err() {
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

/// Parts of a path, up to so many.
struct Segments<'a> {
    path: &'a mut String,
    most: usize,
}

impl Segments<'_> {
    fn has_room(&mut self) -> bool {
        let had_room = self.most > 0;
        self.most = self.most.saturating_sub(1);
        had_room
    }
}

impl Sink for Segments<'_> {
    fn text(&mut self, text: &str) {
        if self.has_room() {
            push_segment(self.path, text);
        }
    }

    fn integer(&mut self, negative: bool, value: u64) {
        if self.has_room() {
            self.path.push('/');
            push_integer(self.path, negative, value);
        }
    }
}

/// The values of one search parameter.
struct Search<'a> {
    search: &'a mut String,
    name: &'a str,
}

impl Search<'_> {
    fn begin(&mut self) {
        let sign = if self.search.is_empty() { '?' } else { '&' };
        self.search.push(sign);
        push_encoded(self.search, self.name, SEARCH);
        self.search.push('=');
    }
}

impl Sink for Search<'_> {
    fn text(&mut self, text: &str) {
        self.begin();
        push_encoded(self.search, text, SEARCH);
    }

    fn integer(&mut self, negative: bool, value: u64) {
        self.begin();
        push_integer(self.search, negative, value);
    }
}

/// Appends a slash and a text, encoded.
pub(crate) fn push_segment(path: &mut String, text: &str) {
    path.push('/');
    push_encoded(path, text, PATH);
}

/// Bytes that stand in every part of a URL as they are.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < plain.len() {
        plain[byte] =
            matches!(byte as u8, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.');
        byte += 1;
    }
    plain
};

/// Most texts need nothing encoded, and links are many.
fn push_encoded(into: &mut String, text: &str, set: &'static AsciiSet) {
    if text.bytes().all(|byte| IS_PLAIN[usize::from(byte)]) {
        into.push_str(text);
    } else {
        into.extend(utf8_percent_encode(text, set));
    }
}
