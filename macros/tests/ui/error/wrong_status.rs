//! A status that is no error.
use limosa_router::CallError;

#[derive(Debug, serde::Serialize, serde::Deserialize, limosa_macros::Error)]
enum ShopError {
    #[status(200)]
    Fine,
    #[call]
    Call(CallError),
}

fn main() {}
