//! A small shop that shows the whole of Limosa.
#![forbid(unsafe_code)]

mod actions; // what visitors change
mod error;
pub mod model; // what crosses the wire
pub mod pages;
mod queries; // what the shop reads

limosa::server_only! {
    pub mod db;
    mod guard; // who may do what
    pub mod journal;
    mod settings;
    mod setup;

    pub use settings::Settings;
    pub use setup::{log_to_stderr, server};
}

pub use actions::{
    CartAdd, Edit, Login, NewProduct, NewReview, Quantity, Rename, cart_add, create, delete, draft,
    like, login, logout, publish, quantity, remove, rename, review,
};
pub use error::{LoginError, ShopError};
use limosa::prelude::*;
pub use queries::{cart, cart_count, likes, me, product, products, reviews, stats};

/// The pages of the shop in their layout.
#[must_use]
pub fn app() -> App {
    App::new(pages::Layout)
        .page::<pages::Home>()
        .page::<pages::ProductList>()
        .page::<pages::CreateProduct>()
        .page::<pages::ProductPage>()
        .page::<pages::CartPage>()
        .page::<pages::Account>()
        .page::<pages::Admin>()
        .page::<pages::AdminStock>()
        .page::<pages::AdminLog>()
        .not_found(pages::NotFound)
        .error(pages::problem)
}
