use limosa::prelude::*;

#[derive(Clone, PartialEq, Serialize)]
struct Id(u32);

#[derive(Clone, PartialEq, Page)]
#[page("/products/:id")]
struct Product {
    id: Id,
}

fn main() {}
