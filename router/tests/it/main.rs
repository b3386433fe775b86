//! Native tests of the router: one binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod cache;
mod errors;
mod navigation;
mod pages;
mod reader;
mod request;
mod tags;
mod urls;
mod world;
