//! Keyed lists: rows that belong to a key, or to a place, and live as long as it is there.

mod map;
mod plan;

pub use map::{map_indexed, map_keyed};
pub(crate) use plan::number;
pub use plan::{Plan, plan};
