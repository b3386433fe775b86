//! Workloads for reactive cores, with their results checked, and the cores they run on.

pub mod cores;
mod rows;

pub use cores::Core;
pub use rows::{Clock, Row, all};
