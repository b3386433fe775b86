//! Native tests of the router: one binary.

mod cache;
mod errors;
mod navigation;
mod pages;
mod request;
mod urls;
mod world;
