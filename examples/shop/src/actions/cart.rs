//! What visitors do to their carts, and to the shop as a whole.

use limosa::prelude::*;

use crate::error::ShopError;

limosa::server_only! {
    use axum::Extension;
    use limosa::server::{Session, State};

    use super::{CART, found};
    use crate::{
        db::Db,
        journal::Log,
        queries::{cart, cart_count, likes},
    };

    /// The cart of the session, begun with what is first put into it.
    async fn cart_of(session: &Session, db: &Db) -> Result<String, ShopError> {
        if let Some(cart) = session.get(CART) {
            return Ok(cart);
        }
        let cart = db.new_cart().await.internal()?;
        session.set(CART, &cart).internal()?;
        Ok(cart)
    }
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
    let number = cart_of(&session, &db).await?;
    found(db.cart_add(&number, id, form.quantity).await.internal()?)?;
    Ok(Reply::value(()).revalidate((cart_count(), cart())))
}

/// The form of one line of the cart.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct Quantity {
    /// How many.
    #[field(min = 1, max = 999)]
    pub quantity: u32,
}

/// Changes how many of a product are in the visitor's cart.
#[action]
pub async fn quantity(
    id: u32,
    form: Quantity,
    #[server] db: State<Db>,
    #[server] session: Session,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    log.action("quantity", (id, &form));
    let number: String = session.get(CART).ok_or(ShopError::NotFound)?;
    found(
        db.set_quantity(&number, id, form.quantity)
            .await
            .internal()?,
    )?;
    Ok(Reply::value(()).revalidate((cart(), cart_count())))
}

/// Takes a product out of the visitor's cart.
#[action]
pub async fn remove(
    id: u32,
    #[server] db: State<Db>,
    #[server] session: Session,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    log.action("remove", (id,));
    let number: String = session.get(CART).ok_or(ShopError::NotFound)?;
    found(db.remove_from_cart(&number, id).await.internal()?)?;
    Ok(Reply::value(()).revalidate((cart(), cart_count())))
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
