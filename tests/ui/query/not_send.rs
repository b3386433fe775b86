use std::rc::Rc;

use limosa::prelude::*;

#[query]
async fn product(id: u32) -> Result<u32, CallError> {
    let shared = Rc::new(id);
    other().await;
    Ok(*shared)
}

async fn other() {}

fn main() {}
