use limosa_macros::action;

#[action]
async fn rename(form: (), id: u32) -> Result<(), limosa::__private::router::CallError> {
    Ok(())
}

fn main() {}
