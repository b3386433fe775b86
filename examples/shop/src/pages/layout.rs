//! What surrounds every page: the menu with the count of the cart.

use limosa::prelude::*;

use super::{Account, CartPage, Home, ProductList};
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
                <A to=CartPage>"Cart" <span id="cart-count">{count.map(|count| *count)}</span></A>
                <A to=Account>"Account"</A>
            </nav>
        </header>
        <main id="page">
            <Outlet />
        </main>
    }
}
