use limosa::prelude::*;

#[derive(Form, Clone, Serialize, Deserialize)]
struct Rename {
    name: String,
}

#[action]
fn now(id: u32) -> Result<(), CallError> {
    Ok(())
}

#[action]
async fn last(form: Rename, id: u32) -> Result<(), CallError> {
    Ok(())
}

#[action]
async fn two(form: Rename, #[form] other: Rename) -> Result<(), CallError> {
    Ok(())
}

#[action]
async fn many(a: u8, b: u8, c: u8, d: u8, e: u8) -> Result<(), CallError> {
    Ok(())
}

#[action]
async fn marked(#[client] id: u32) -> Result<(), CallError> {
    Ok(())
}

#[action(cached)]
async fn option(id: u32) -> Result<(), CallError> {
    Ok(())
}

#[action(client)]
async fn local(#[server] db: State<u32>) -> Result<(), CallError> {
    Ok(())
}

fn main() {}
