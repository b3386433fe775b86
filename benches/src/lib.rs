//! Workloads for reactive cores, with their results checked, and the cores they run on.

pub mod cores;
pub mod results;
mod rows;

pub use cores::Core;
pub use rows::{Clock, Row, all};
