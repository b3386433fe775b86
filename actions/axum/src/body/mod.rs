//! Bodies of calls: limits, reading, decoding.

mod form;
mod limits;
mod multipart;
mod read;
mod upload;

pub use form::{decode, take};
pub use limits::Limits;
pub use read::{BodyRefusal, discard, read};
