//! What is shown in place of a page that is not there or failed.

use limosa::prelude::*;

use super::{Account, ProductList, title};

/// For addresses and products that are not there.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text=title("Not found") />
        <h1>"Not found"</h1>
        <p>"There is nothing at this address. " <A to=ProductList::default()>"All products"</A></p>
    }
}

/// In place of a page that failed, by the status of the failure.
pub fn problem(status: u16) -> View {
    match status {
        401 | 403 => view! { <NotAllowed /> }.into_view(),
        404 => view! { <NotFound /> }.into_view(),
        _ => view! { <Failed /> }.into_view(),
    }
}

#[component]
fn NotAllowed() -> impl IntoView {
    view! {
        <Title text=title("Not allowed") />
        <h1>"Not allowed"</h1>
        <p role="alert">"This page is not for everybody. " <A to=Account>"Log in"</A></p>
    }
}

/// For pages whose data could not be read.
#[component]
fn Failed() -> impl IntoView {
    view! {
        <Title text=title("Error") />
        <h1>"Error"</h1>
        <p role="alert">"Something went wrong. Please try again later."</p>
    }
}
