//! Behaviour of the reactive core, by topic.

mod core;
mod disposal;
mod limits;
mod panics;
mod resource;
mod support;
