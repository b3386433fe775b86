use limosa::prelude::*;

#[derive(Form, Clone, Serialize, Deserialize)]
struct Rename {
    name: String,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<(), CallError> {
    drop((id, form));
    Ok(())
}

fn main() {
    _ = rename(3);
    _ = rename.with("three");
    _ = submission(3);
    _ = redirect(3);
}
