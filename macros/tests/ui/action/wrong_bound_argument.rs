use limosa::__private::actions::BindOne;
use limosa_macros::action;

#[action]
async fn remove(id: u32) -> Result<(), limosa::__private::router::CallError> {
    Ok(())
}

fn main() {
    remove.with("three");
}
