use limosa_macros::action;

#[action]
fn rename(id: u32) -> Result<(), limosa::__private::router::CallError> {
    Ok(())
}

fn main() {}
