use limosa_macros::Form;

#[derive(Form)]
struct Rename {
    #[field(max = "eighty")]
    name: String,
}

fn main() {}
