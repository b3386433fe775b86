//! The list of products, twenty a page, with a search by name.

use std::time::Duration;

use limosa::prelude::*;

use super::{ProductPage, title};
use crate::{
    model::{Listing, ProductRow, money},
    queries::products,
};

/// How long a visitor does not type before the list follows.
const PAUSE: Duration = Duration::from_millis(200);

/// `/products?page=2&q=tea`
#[derive(Debug, Clone, PartialEq, Page)]
#[page("/products")]
pub struct ProductList {
    /// From 1.
    #[search(default = 1)]
    pub page: u32,
    /// Part of the name.
    #[search]
    pub q: String,
}

impl Default for ProductList {
    fn default() -> Self {
        Self {
            page: 1,
            q: String::new(),
        }
    }
}

impl Page for ProductList {
    fn preload(&self) -> impl Preload {
        products(self.page, self.q.clone())
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let listing = resource(move || page.with(|page| products(page.page, page.q.clone())));
        let rows = listing.rows(|listing| listing.rows.clone(), |row| row.id);
        let typed = search(page);
        view! {
            <Title text=title("Products") />
            <h1>"Products"</h1>
            <form class="search" method="get" action="/products" role="search">
                <input type="search" name="q" bind:value=typed aria-label="Part of the name" placeholder="Part of the name" />
                <button>"Search"</button>
            </form>
            <table id="products">
                <thead>
                    <tr><th scope="col">"Name"</th><th scope="col" class="price">"Price"</th><th scope="col" class="stock">"Stock"</th></tr>
                </thead>
                <tbody><For each=rows key=|row| *row children=row /></tbody>
            </table>
            {listing.map(move |listing| pager(listing, &page.get()))}
        }
    }
}

/// The text of the search field: what is typed is searched for once it pauses, and a link to another search shows its text.
fn search(page: Memo<ProductList>) -> RwSignal<String> {
    let typed = RwSignal::new(page.with_untracked(|page| page.q.clone()));
    let asked = StoredValue::new(typed.get_untracked());
    let search = debounced(PAUSE, move |q: String| {
        if asked.with(|asked| *asked != q) {
            asked.set(q.clone());
            let options = NavigateOptions {
                replace: true,
                keep_scroll: true,
                ..NavigateOptions::default()
            };
            navigate(ProductList { page: 1, q }, options);
        }
    });
    Effect::new(move || search.call(typed.get()));
    watch(
        move || page.with(|page| page.q.clone()),
        move |q, _| {
            if asked.with(|asked| asked != q) {
                asked.set(q.clone());
                typed.set(q.clone());
            }
        },
    );
    typed
}

fn row(product: Memo<ProductRow>) -> View {
    let id = product.with(|product| product.id);
    view! {
        <tr data-id=id>
            <td class="name"><A to=ProductPage::at(id)>{move || product.with(|product| product.name.clone())}</A></td>
            <td class="price">{move || product.with(|product| money(product.price.into()))}</td>
            <td class="stock">{move || product.with(|product| product.stock)}</td>
        </tr>
    }
    .into_view()
}

/// How many there are, and links to all pages of the list.
fn pager(listing: &Listing, shown: &ProductList) -> View {
    let links = (1..=listing.pages()).map(|number| {
        let to = ProductList {
            page: number,
            q: shown.q.clone(),
        };
        view! { <A to=to>{number}</A> }.into_view()
    });
    view! {
        <p class="note">{listing.total} " products"</p>
        <nav class="pager" aria-label="Pages">{links.collect::<Vec<_>>()}</nav>
    }
    .into_view()
}
