use std::rc::Rc;

use limosa::prelude::*;

#[action]
async fn rename(id: u32) -> Result<(), CallError> {
    let shared = Rc::new(id);
    other().await;
    drop(shared);
    Ok(())
}

async fn other() {}

fn main() {}
