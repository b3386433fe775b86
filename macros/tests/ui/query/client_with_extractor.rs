//! A query of the browser has no request to extract from.
use limosa_router::CallError;

#[limosa_macros::query(client)]
async fn one(#[server] _database: u32) -> Result<u32, CallError> {
    Ok(1)
}

fn main() {}
