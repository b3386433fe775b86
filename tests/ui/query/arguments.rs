use limosa::prelude::*;

struct Filter;

#[query]
async fn products(filter: Filter) -> Result<u32, CallError> {
    drop(filter);
    Ok(1)
}

fn main() {}
