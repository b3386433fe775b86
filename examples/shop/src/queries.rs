//! What the shop reads. The bodies exist on the server only; calls are typed keys on both sides.

use limosa::prelude::*;

use crate::{
    error::ShopError,
    model::{Cart, Listing, Product, Review, Stats},
};

limosa::server_only! {
    use axum::Extension;
    use limosa::server::{Session, State};

    use crate::{
        actions::{CART, delete},
        db::Db,
        guard::{Admin, User},
        journal::{Journal, Log},
        settings::Settings,
    };
}

/// One page of the products whose name contains `q`.
#[query]
pub async fn products(
    page: u32,
    q: String,
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<Listing, ShopError> {
    log.query("products", (page, &q));
    if q == "__fail" {
        Err("the list was asked to fail").internal()?;
    }
    let listing = db.products(page, &q).await.internal()?;
    let is_page = (1..=listing.pages()).contains(&page);
    is_page.then_some(listing).ok_or(ShopError::NotFound)
}

/// One product; an admin gets what deletes it along with it.
#[query]
pub async fn product(
    id: u32,
    #[server] db: State<Db>,
    #[server] user: User,
    #[server] log: Extension<Log>,
) -> Result<Product, ShopError> {
    log.query("product", (id,));
    let mut product = db
        .product(id)
        .await
        .internal()?
        .ok_or(ShopError::NotFound)?;
    if user.is_admin() {
        product.deletion = Some(Sealed::new(delete, id)?);
    }
    Ok(product)
}

/// All reviews of a product, the newest first.
#[query]
pub async fn reviews(
    id: u32,
    #[server] db: State<Db>,
    #[server] settings: State<Settings>,
    #[server] log: Extension<Log>,
) -> Result<Vec<Review>, ShopError> {
    log.query("reviews", (id,));
    tokio::time::sleep(settings.slow_reviews).await;
    Ok(db.reviews(id).await.internal()?)
}

/// How many pieces are in the visitor's cart.
#[query]
pub async fn cart_count(
    #[server] db: State<Db>,
    #[server] session: Session,
    #[server] log: Extension<Log>,
) -> Result<u32, ShopError> {
    log.query("cart_count", ());
    match session.get::<String>(CART) {
        Some(cart) => Ok(db.cart_count(&cart).await.internal()?),
        None => Ok(0),
    }
}

/// What is in the visitor's cart.
#[query]
pub async fn cart(
    #[server] db: State<Db>,
    #[server] session: Session,
    #[server] log: Extension<Log>,
) -> Result<Cart, ShopError> {
    log.query("cart", ());
    match session.get::<String>(CART) {
        Some(cart) => Ok(db.cart(&cart).await.internal()?),
        None => Ok(Cart::default()),
    }
}

/// Who is logged in.
#[query]
pub async fn me(
    #[server] user: User,
    #[server] log: Extension<Log>,
) -> Result<Option<String>, ShopError> {
    log.query("me", ());
    Ok(user.0)
}

/// What the admin wants to know.
#[query]
pub async fn stats(
    #[server] _admin: Admin,
    #[server] db: State<Db>,
    #[server] journal: State<Journal>,
    #[server] log: Extension<Log>,
) -> Result<Stats, ShopError> {
    log.query("stats", ());
    let counts = db.stats().await.internal()?;
    Ok(Stats {
        actions: journal.latest_actions(),
        ..counts
    })
}

/// How many likes the shop has.
#[query]
pub async fn likes(
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<u32, ShopError> {
    log.query("likes", ());
    Ok(db.likes().await.internal()?)
}
