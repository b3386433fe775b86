//! A revalidation with an argument of the wrong type, and of something that is no query.
use limosa_router::{CallError, QueryFn, Stale};

#[limosa_macros::query]
async fn product(id: u32) -> Result<u32, CallError> {
    Ok(id)
}

fn main() {
    let _ = Stale::keys(&product("3"));
    let _ = Stale::keys(&(product(3), "product"));
    let _ = product.all();
}
