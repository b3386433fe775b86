//! Behaviour of the reactive core, by topic.

mod core;
mod disposal;
mod helpers;
mod keyed;
mod limits;
mod panics;
mod resource;
mod support;
mod transition;
