//! Typed reading of a matched URL.

use serde::de::DeserializeOwned;

use crate::url::decode::decode;
use crate::url::location::search_pairs;
use crate::url::{Capture, ValueError};

/// The parameters of a matched URL. Borrowed from the match.
#[derive(Debug, Clone, Copy)]
pub struct UrlReader<'a> {
    captures: &'a [Capture<'a>],
    /// Still encoded.
    search: &'a str,
}

impl<'a> UrlReader<'a> {
    /// A URL without parameters.
    pub const EMPTY: UrlReader<'static> = UrlReader {
        captures: &[],
        search: "",
    };

    pub(crate) fn new(captures: &'a [Capture<'a>], search: &'a str) -> Self {
        Self { captures, search }
    }

    /// A path parameter; `None` if it is no value of the type. An absent optional one reads as absent.
    #[must_use]
    pub fn path<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        decode(self.captured(name)).ok()
    }

    /// The list a splat took.
    #[must_use]
    pub fn splat<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        decode(self.captured(name)).ok()
    }

    /// A search parameter: scalars from its first value, lists from all.
    ///
    /// # Errors
    /// If it is absent and the type needs it, or is no value of the type.
    pub fn search<T: DeserializeOwned>(&self, name: &str) -> Result<T, ValueError> {
        let pairs = search_pairs(self.search);
        let texts: Vec<String> = pairs
            .filter(|(other, _)| other == name)
            .map(|(_, value)| value)
            .collect();
        decode(&texts)
    }

    fn captured(&self, name: &str) -> &'a [String] {
        let values = self.captures.iter().find(|(other, _)| *other == name);
        values.map_or(&[], |(_, values)| values)
    }
}
