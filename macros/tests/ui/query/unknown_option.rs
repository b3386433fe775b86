//! An option that does not exist, and a duration that is none.
use limosa_router::CallError;

#[limosa_macros::query(fresh = "5s")]
async fn one() -> Result<u32, CallError> {
    Ok(1)
}

#[limosa_macros::query(fresh_for = "5 minutes")]
async fn two() -> Result<u32, CallError> {
    Ok(2)
}

fn main() {}
