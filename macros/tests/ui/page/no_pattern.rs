//! A page without a URL.
#[derive(limosa_macros::Page, Clone, PartialEq)]
struct Home;

fn main() {}
