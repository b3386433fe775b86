//! A struct has only one way to fail.
#[derive(Debug, serde::Serialize, serde::Deserialize, limosa_macros::Error)]
struct ShopError;

fn main() {}
