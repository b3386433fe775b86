//! A generic query would need an id for every type.
use limosa_router::CallError;

#[limosa_macros::query]
async fn first<T>(list: Vec<T>) -> Result<u32, CallError> {
    Ok(list.len() as u32)
}

fn main() {}
