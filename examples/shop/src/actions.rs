//! What visitors change. Each form's struct is its HTML constraints, its decoder and its validation.

use limosa::prelude::*;

use crate::error::ShopError;

limosa::server_only! {
    use axum::Extension;
    use limosa::server::{Session, State};

    use crate::{
        db::Db,
        journal::Log,
        queries::{cart_count, likes},
    };

    /// Renaming this product always fails.
    const UNLUCKY: u32 = 13;

    /// Under this name the session holds the number of its cart.
    pub(crate) const CART: &str = "cart";

    /// The cart of the session, begun with what is first put into it.
    async fn cart_of(session: &Session, db: &Db) -> Result<String, ShopError> {
        if let Some(cart) = session.get(CART) {
            return Ok(cart);
        }
        let cart = db.new_cart().await.internal()?;
        session.set(CART, &cart).internal()?;
        Ok(cart)
    }

    /// What is changed must be there.
    fn found(is_there: bool) -> Result<(), ShopError> {
        is_there.then_some(()).ok_or(ShopError::NotFound)
    }
}

/// The form that renames a product.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct Rename {
    /// The new name.
    #[field(min = 1, max = 80)]
    pub name: String,
}

/// Gives a product another name.
#[action]
pub async fn rename(
    id: u32,
    form: Rename,
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<(), ShopError> {
    log.action("rename", (id, &form));
    if id == UNLUCKY {
        Err("product 13 is unlucky").internal()?;
    }
    found(db.rename(id, &form.name).await.internal()?)
}

/// The form that adds a review.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct NewReview {
    /// Who writes it.
    #[field(min = 1, max = 80)]
    pub author: String,
    /// What it says.
    #[field(min = 1, max = 1000)]
    pub text: String,
    /// From 1 to 5.
    #[field(min = 1, max = 5)]
    pub stars: u8,
}

/// Adds a review to a product.
#[action]
pub async fn review(
    id: u32,
    form: NewReview,
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<(), ShopError> {
    log.action("review", (id, &form));
    let added = db
        .add_review(id, &form.author, &form.text, form.stars)
        .await;
    found(added.internal()?)
}

/// The form that fills the cart.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct CartAdd {
    /// How many more.
    #[field(min = 1, max = 999)]
    pub quantity: u32,
}

/// Puts more of a product into the visitor's cart.
#[action]
pub async fn cart_add(
    id: u32,
    form: CartAdd,
    #[server] db: State<Db>,
    #[server] session: Session,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    log.action("cart_add", (id, &form));
    let cart = cart_of(&session, &db).await?;
    found(db.cart_add(&cart, id, form.quantity).await.internal()?)?;
    Ok(Reply::value(()).revalidate(cart_count()))
}

/// Likes the shop.
#[action]
pub async fn like(
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<Reply<u32>, ShopError> {
    log.action("like", ());
    let count = db.like().await.internal()?;
    Ok(Reply::value(count).revalidate(likes()))
}
