use limosa::prelude::*;

#[action]
async fn clear() -> Result<(), CallError> {
    Ok(())
}

fn main() {
    _ = view! { <form action=clear><input name="name" /></form> };
    _ = view! { <form action=clear method="get"></form> };
}
