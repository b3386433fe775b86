use limosa::prelude::*;

#[derive(Clone, PartialEq, Page)]
struct NoUrl;

#[derive(Clone, PartialEq, Page)]
#[page("products")]
struct Relative;

#[derive(Clone, PartialEq, Page)]
#[page("/*rest/more")]
struct Files {
    rest: Vec<String>,
}

#[derive(Clone, PartialEq, Page)]
#[page("/products/")]
struct Slash;

#[derive(Clone, PartialEq, Page)]
#[page("/:id/:id")]
struct Twice {
    id: u32,
}

#[derive(Clone, PartialEq, Page)]
#[page("/products/:id")]
struct NoField;

#[derive(Clone, PartialEq, Page)]
#[page("/products/:id")]
struct NotInUrl {
    id: u32,
    tab: String,
}

#[derive(Clone, PartialEq, Page)]
#[page("/search?q=:q")]
struct Search {
    q: String,
}

#[derive(Clone, PartialEq, Page)]
#[page("/stock", below = Files)]
struct Option;

fn main() {}
