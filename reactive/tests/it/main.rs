//! Behaviour of the reactive core, by topic.

mod core;
mod resource;
