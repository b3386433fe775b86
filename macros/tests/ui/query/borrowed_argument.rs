//! An argument that cannot be sent.
use limosa_router::CallError;

#[limosa_macros::query]
async fn find(text: &str) -> Result<u32, CallError> {
    Ok(text.len() as u32)
}

fn main() {}
