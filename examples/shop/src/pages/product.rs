//! One product with its reviews, and the forms that change them.

use limosa::prelude::*;

use super::title;
use crate::{
    actions::{CartAdd, NewReview, Rename, cart_add, rename, review},
    model::{Review, money},
    queries::{product, reviews},
};

/// `/products/3`
#[derive(Debug, Clone, Copy, PartialEq, Page)]
#[page("/products/:id")]
pub struct ProductPage {
    /// Number of the product.
    pub id: u32,
}

impl Page for ProductPage {
    fn preload(&self) -> impl Preload {
        (product(self.id), reviews(self.id))
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let id = Memo::new(move || page.with(|page| page.id));
        let item = resource(move || product(id.get()));
        view! {
            <Title text=item.map(|product| title(&product.name)) />
            <Meta name="description" content=item.map(|product| product.description.clone()) />
            <h1 id="name">{item.map(|product| product.name.clone())}</h1>
            <p class="facts">
                <span>"Price " <strong id="price">{item.map(|product| money(product.price.into()))}</strong></span>
                <span>"In stock " <strong id="stock">{item.map(|product| product.stock)}</strong></span>
            </p>
            <p id="description">{item.map(|product| product.description.clone())}</p>
            <div class="columns">
                <CartForm id=id />
                <RenameForm id=id />
                <ReviewForm id=id />
            </div>
            <h2>"Reviews"</h2>
            <Reviews id=id />
        }
    }
}

#[component]
fn CartForm(id: Memo<u32>) -> impl IntoView {
    let adding = submission(move || cart_add.with(id.get()));
    view! {
        <form id="cart-add" class="card" action=move || cart_add.with(id.get())>
            <h2>"Buy"</h2>
            <label>"Quantity" <input name=CartAdd::QUANTITY /></label>
            <FieldError of=adding field=CartAdd::QUANTITY />
            <ActionError of=adding />
            <button disabled=move || adding.pending()>"Add to cart"</button>
        </form>
    }
}

#[component]
fn RenameForm(id: Memo<u32>) -> impl IntoView {
    let renaming = submission(move || rename.with(id.get()));
    view! {
        <form id="rename" class="card" action=move || rename.with(id.get())>
            <h2>"Rename"</h2>
            <label>"New name" <input name=Rename::NAME autocomplete="off" /></label>
            <FieldError of=renaming field=Rename::NAME />
            <ActionError of=renaming />
            <button disabled=move || renaming.pending()>"Save"</button>
        </form>
    }
}

#[component]
fn ReviewForm(id: Memo<u32>) -> impl IntoView {
    let sending = submission(move || review.with(id.get()));
    view! {
        <form id="review" class="card" action=move || review.with(id.get())>
            <h2>"Write a review"</h2>
            <label>"Your name" <input name=NewReview::AUTHOR autocomplete="name" /></label>
            <FieldError of=sending field=NewReview::AUTHOR />
            <label>"Stars, 1 to 5" <input name=NewReview::STARS /></label>
            <FieldError of=sending field=NewReview::STARS />
            <label>"What do you think?" <textarea name=NewReview::TEXT></textarea></label>
            <FieldError of=sending field=NewReview::TEXT />
            <ActionError of=sending />
            <button disabled=move || sending.pending()>"Send"</button>
        </form>
    }
}

#[component]
fn Reviews(id: Memo<u32>) -> impl IntoView {
    let written = resource(move || reviews(id.get()));
    view! {
        <Suspense fallback=|| view! { <p id="reviews-loading" class="note">"Loading the reviews…"</p> }>
            <ul id="reviews">{written.map(|reviews| reviews.iter().map(entry).collect::<Vec<_>>())}</ul>
        </Suspense>
    }
}

fn entry(review: &Review) -> View {
    let stars = "★".repeat(review.stars.into());
    let label = [review.stars.to_string().as_str(), " of 5 stars"].concat();
    view! {
        <li>
            <span class="author">{review.author.clone()}</span> " "
            <span class="stars" role="img" aria-label=label>{stars}</span>
            <p class="text">{review.text.clone()}</p>
        </li>
    }
    .into_view()
}
