use limosa::prelude::*;

struct Product;

#[action]
async fn create(form: Product) -> Result<(), CallError> {
    drop(form);
    Ok(())
}

fn main() {}
