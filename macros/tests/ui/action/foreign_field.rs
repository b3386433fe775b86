use limosa::__private::actions::{BindOne, check_field};
use limosa_macros::{Form, action};

#[derive(Form)]
struct Rename {
    name: String,
}

#[derive(Form)]
struct Review {
    text: String,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<(), limosa::__private::router::CallError> {
    Ok(())
}

fn main() {
    check_field(&rename.with(3), &Rename::NAME);
    check_field(&rename.with(3), &Review::TEXT);
}
