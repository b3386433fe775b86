//! URLs: patterns and their matching, and typed reading and writing of paths and search parameters.

mod decode;
mod encode;
mod location;
mod pattern;
mod reader;
mod trie;
mod value;
mod writer;

pub use location::Location;
pub use pattern::{Pattern, PatternError};
pub use reader::UrlReader;
pub use trie::{Capture, Clash, Found, Trie};
pub use value::ValueError;
pub(crate) use writer::push_segment;
pub use writer::{Href, UrlWriter};
