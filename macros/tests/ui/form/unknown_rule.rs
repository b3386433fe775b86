use limosa_macros::Form;

#[derive(Form)]
struct Rename {
    #[field(maximum = 80)]
    name: String,
}

fn main() {}
