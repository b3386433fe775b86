use limosa::prelude::*;

#[derive(Form)]
struct Positional(String);

#[derive(Form)]
struct Generic<T> {
    name: T,
}

#[derive(Form)]
struct Unknown {
    #[field(maximum = 80)]
    name: String,
}

#[derive(Form)]
struct NoNumber {
    #[field(max = "eighty")]
    name: String,
}

#[derive(Form)]
struct NoLiteral {
    #[field(max = LONGEST)]
    name: String,
}

#[derive(Form)]
enum Size {
    Small,
    Other(u8),
}

#[derive(Form)]
#[form(checked = x)]
struct Checked {
    name: String,
}

fn main() {}
