use limosa_macros::Form;

#[derive(Form)]
struct Rename(String);

fn main() {}
