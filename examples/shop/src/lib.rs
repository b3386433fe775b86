//! A small shop that shows the whole of Limosa.
#![forbid(unsafe_code)]

mod actions; // what visitors change
mod error;
pub mod model; // what crosses the wire
pub mod pages;
mod queries; // what the shop reads

limosa::server_only! {
    pub mod db;
    pub mod journal;
    mod settings;
    mod setup;

    pub use settings::Settings;
    pub use setup::{log_to_stderr, server};
}

pub use actions::{CartAdd, NewReview, Rename, cart_add, like, rename, review};
pub use error::ShopError;
use limosa::prelude::*;
pub use queries::{cart_count, likes, product, products, reviews};

/// The pages of the shop in their layout.
#[must_use]
pub fn app() -> App {
    App::new(pages::Layout)
        .page::<pages::Home>()
        .page::<pages::ProductList>()
        .page::<pages::ProductPage>()
        .not_found(pages::NotFound)
        .error(|_status| pages::Failed())
}
