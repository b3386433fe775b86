//! Bodies of calls: limits, reading, decoding.

mod form;
mod limits;
mod read;

pub use form::{Decoded, Field, FieldValue, decode};
pub use limits::Limits;
pub use read::{BodyRefusal, discard, read};
