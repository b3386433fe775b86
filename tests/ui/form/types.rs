use limosa::prelude::*;

struct Money(u32);

#[derive(Form)]
struct Price {
    price: Money,
}

fn main() {}
