//! What is shown in place of a page that is not there or failed.

use limosa::prelude::*;

use super::{ProductList, title};

/// For addresses and products that are not there.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text=title("Not found") />
        <h1>"Not found"</h1>
        <p>"There is nothing at this address. " <A to=ProductList::default()>"All products"</A></p>
    }
}

/// For pages whose data could not be read.
#[component]
pub fn Failed() -> impl IntoView {
    view! {
        <Title text=title("Error") />
        <h1>"Error"</h1>
        <p role="alert">"Something went wrong. Please try again later."</p>
    }
}
