use limosa_macros::action;

struct Rename;

#[action]
async fn rename(id: u32, form: Rename) -> Result<(), limosa::__private::router::CallError> {
    Ok(())
}

fn main() {}
