use limosa::__private::actions::form_action;
use limosa_macros::{Form, action};

#[derive(Form)]
struct Rename {
    name: String,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<(), limosa::__private::router::CallError> {
    Ok(())
}

fn main() {
    form_action(rename);
}
