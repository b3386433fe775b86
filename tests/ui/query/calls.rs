use limosa::prelude::*;

#[query]
async fn product(id: u32) -> Result<u32, CallError> {
    Ok(id)
}

fn main() {
    _ = resource(|| product("three"));
    _ = resource(|| product());
    _ = resource(product);
    _ = reload().revalidate((product(3), reviews.all()));
    _ = reload().revalidate(3);
}
