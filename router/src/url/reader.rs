//! Typed reading of a matched URL.

use serde::de::DeserializeOwned;

use crate::url::ValueError;
use crate::url::decode::decode;

/// The parameters of a matched URL. Borrowed from the match.
#[derive(Debug, Clone, Copy)]
pub struct UrlReader<'a> {
    captures: &'a [(String, Vec<String>)],
    search: &'a [(String, String)],
}

impl<'a> UrlReader<'a> {
    /// A URL without parameters.
    pub const EMPTY: UrlReader<'static> = UrlReader {
        captures: &[],
        search: &[],
    };

    pub(crate) fn new(
        captures: &'a [(String, Vec<String>)],
        search: &'a [(String, String)],
    ) -> Self {
        Self { captures, search }
    }

    /// A path parameter; `None` if it is no value of the type. An absent optional one reads as absent.
    #[must_use]
    pub fn path<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        decode(&self.captured(name)).ok()
    }

    /// The list a splat took.
    #[must_use]
    pub fn splat<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        decode(&self.captured(name)).ok()
    }

    /// A search parameter: scalars from its first value, lists from all.
    ///
    /// # Errors
    /// If it is absent and the type needs it, or is no value of the type.
    pub fn search<T: DeserializeOwned>(&self, name: &str) -> Result<T, ValueError> {
        let texts: Vec<&str> = self
            .search
            .iter()
            .filter(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
            .collect();
        decode(&texts)
    }

    fn captured(&self, name: &str) -> Vec<&'a str> {
        let values = self.captures.iter().find(|(other, _)| other == name);
        values
            .map(|(_, values)| values.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }
}
