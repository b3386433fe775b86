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

#[action(queue, latest)]
async fn both(id: u32) -> Result<(), CallError> {
    Ok(())
}

#[action(queue, lane = name)]
async fn lane(id: u32) -> Result<(), CallError> {
    Ok(())
}

#[action(lane = id)]
async fn no_policy(id: u32) -> Result<(), CallError> {
    Ok(())
}

#[action(debounce = 300)]
async fn time(id: u32) -> Result<(), CallError> {
    Ok(())
}

fn main() {}
