//! What surrounds every page: the menu with the count of the cart.

use limosa::prelude::*;

use super::{Home, ProductList};
use crate::queries::cart_count;

/// The menu, and the page below it.
#[component]
pub fn Layout() -> impl IntoView {
    let count = resource(cart_count);
    view! {
        <Html lang="en" />
        <Link rel="stylesheet" href="/shop.css" />
        <Meta name="description" content="A hundred things that do what they should." />
        <header>
            <nav aria-label="Main">
                <A to=Home>"Limosa shop"</A>
                <A to=ProductList::default()>"Products"</A>
                <a href="/cart">"Cart" <span id="cart-count">{count.map(|count| *count)}</span></a>
                <a href="/account">"Account"</a>
            </nav>
        </header>
        <main id="page">
            <Outlet />
        </main>
    }
}
