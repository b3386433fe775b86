//! A query that cannot fail.
#[limosa_macros::query]
async fn count() -> u32 {
    1
}

fn main() {}
