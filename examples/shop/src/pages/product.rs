//! One product with its reviews, and the forms that change them.

use limosa::prelude::*;

use super::forms::{CartForm, DeleteForm, EditForm, RenameForm, ReviewForm};
use super::title;
use crate::{
    actions::{NewReview, review},
    model::{Product, Review, money},
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
            {item.map(photo)}
            <p id="description">{item.map(|product| product.description.clone())}</p>
            <div class="columns">
                <CartForm id=id />
                <RenameForm id=id />
                <ReviewForm id=id />
                <EditForm id=id item=item />
            </div>
            {item.map(|product| product.deletion.clone().map(|id| view! { <DeleteForm id=id /> }))}
            <h2>"Reviews"</h2>
            <Reviews id=id />
        }
    }
}

fn photo(product: &Product) -> Option<View> {
    let (address, name) = (
        ["/photos/", &product.id.to_string()].concat(),
        product.name.clone(),
    );
    product
        .has_photo
        .then(|| view! { <img id="photo" src=address alt=name /> }.into_view())
}

#[component]
fn Reviews(id: Memo<u32>) -> impl IntoView {
    optimistic(
        review,
        |sent| reviews(sent.bound.0),
        |list, sent| list.insert(0, to_be(sent.number, &sent.form)),
    );
    let written = resource(move || reviews(id.get()));
    let rows = written.rows(Clone::clone, |review| review.id);
    view! {
        <Suspense fallback=|| view! { <p id="reviews-loading" class="note">"Loading the reviews…"</p> }>
            <ul id="reviews">
                <For each=rows key=|review| *review children=entry />
            </ul>
        </Suspense>
    }
}

/// The review that somebody has just sent, as it will be.
fn to_be(number: u32, form: &NewReview) -> Review {
    Review {
        // One that the database does not give out soon.
        id: u32::MAX - number,
        author: form.author.clone(),
        text: form.text.clone(),
        stars: form.stars,
        pending: true,
    }
}

fn entry(review: Memo<Review>) -> View {
    // A review never changes, and one that was pending comes back as another.
    let Review {
        author,
        text,
        stars,
        pending,
        ..
    } = review.get_untracked();
    let label = [stars.to_string().as_str(), " of 5 stars"].concat();
    view! {
        <li class:pending=pending aria-busy=pending.then_some("true")>
            <span class="author">{author}</span> " "
            <span class="stars" role="img" aria-label=label>{"★".repeat(stars.into())}</span>
            <p class="text">{text}</p>
        </li>
    }
    .into_view()
}
