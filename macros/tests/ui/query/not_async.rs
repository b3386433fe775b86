//! A query whose body is not asynchronous.
use limosa_router::CallError;

#[limosa_macros::query]
fn count() -> Result<u32, CallError> {
    Ok(1)
}

fn main() {}
