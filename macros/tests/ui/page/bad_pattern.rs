//! Patterns that cannot be.
#[derive(limosa_macros::Page, Clone, PartialEq)]
#[page("products")]
struct Relative;

#[derive(limosa_macros::Page, Clone, PartialEq)]
#[page("/*rest/more")]
struct AfterSplat {
    rest: Vec<String>,
}

#[derive(limosa_macros::Page, Clone, PartialEq)]
#[page("/products/")]
struct Slash;

fn main() {}
