use limosa::prelude::*;

#[query]
fn count() -> Result<u32, CallError> {
    Ok(1)
}

#[query]
async fn nothing() {}

#[query]
async fn find(text: &str) -> Result<u32, CallError> {
    Ok(1)
}

#[query]
async fn first<T>(list: Vec<T>) -> Result<u32, CallError> {
    Ok(1)
}

#[query]
async fn of((a, b): (u32, u32)) -> Result<u32, CallError> {
    Ok(a + b)
}

#[query]
async fn many(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) -> Result<u32, CallError> {
    Ok(1)
}

#[query(fresh = "5s")]
async fn option() -> Result<u32, CallError> {
    Ok(1)
}

#[query(fresh_for = "5 minutes")]
async fn duration() -> Result<u32, CallError> {
    Ok(1)
}

#[query(client)]
async fn local(#[server] db: State<u32>) -> Result<u32, CallError> {
    Ok(*db)
}

fn main() {}
