use std::rc::Rc;

use limosa_macros::action;

#[action]
async fn remove(id: u32) -> Result<(), limosa::__private::router::CallError> {
    let shared = Rc::new(id);
    std::future::ready(()).await;
    drop(shared);
    Ok(())
}

fn main() {}
