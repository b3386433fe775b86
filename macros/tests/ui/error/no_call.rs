//! An error that cannot say that the call failed.
#[derive(Debug, serde::Serialize, serde::Deserialize, limosa_macros::Error)]
enum ShopError {
    #[status(404)]
    NotFound,
}

fn main() {}
