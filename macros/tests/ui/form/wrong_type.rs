use limosa_macros::Form;

struct Colour;

#[derive(Form)]
struct Paint {
    colour: Colour,
}

fn main() {}
