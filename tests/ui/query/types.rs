use limosa::prelude::*;

#[query]
async fn failing() -> Result<u32, std::fmt::Error> {
    Ok(1)
}

fn main() {}
