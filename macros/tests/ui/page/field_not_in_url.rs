//! A field that the URL does not have, and a parameter that is no field.
#[derive(limosa_macros::Page, Clone, PartialEq)]
#[page("/products/:id")]
struct First {
    id: u32,
    tab: String,
}

#[derive(limosa_macros::Page, Clone, PartialEq)]
#[page("/products/:id")]
struct Second;

fn main() {}
