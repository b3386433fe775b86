//! What visitors and admins do to products.

use limosa::prelude::*;

use crate::error::ShopError;

limosa::server_only! {
    use axum::Extension;
    use limosa::server::State;

    use super::found;
    use crate::{
        db::{self, Db, Photo},
        guard::Admin,
        journal::Log,
        pages::{ProductList, ProductPage},
        queries::{product, products, reviews},
    };

    /// Renaming this product always fails.
    const UNLUCKY: u32 = 13;
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
) -> Result<Reply<()>, ShopError> {
    log.action("review", (id, &form));
    let added = db
        .add_review(id, &form.author, &form.text, form.stars)
        .await;
    found(added.internal()?)?;
    Ok(Reply::value(()).revalidate(reviews(id)))
}

/// The form with the text about a product, which has two buttons: publish and keep as a draft.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct Edit {
    /// The text.
    #[field(max = 2000)]
    pub description: String,
}

/// Shows a text about a product to everybody.
#[action]
pub async fn publish(
    id: u32,
    form: Edit,
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    log.action("publish", (id, &form));
    found(db.publish(id, &form.description).await.internal()?)?;
    Ok(Reply::value(()).revalidate(product(id)))
}

/// Keeps a text about a product for later.
#[action]
pub async fn draft(
    id: u32,
    form: Edit,
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    log.action("draft", (id, &form));
    found(db.keep_draft(id, &form.description).await.internal()?)?;
    Ok(Reply::value(()).revalidate(product(id)))
}

/// Removes a product: for admins, whose page of the product has the sealed number.
#[action]
pub async fn delete(
    id: Sealed<u32>,
    #[server] _admin: Admin,
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    let id = *id.get()?;
    log.action("delete", (id,));
    found(db.delete(id).await.internal()?)?;
    Ok(redirect(ProductList::default()))
}

/// The form that makes a product.
#[derive(Debug, Clone, Form, Serialize, Deserialize)]
pub struct NewProduct {
    /// What it is called.
    #[field(min = 1, max = 80)]
    pub name: String,
    /// What it costs, in cents.
    #[field(max = 100_000_000)]
    pub price: u32,
    /// What it looks like.
    #[serde(skip)]
    pub photo: Option<File>,
}

/// Makes a product without stock.
#[action]
pub async fn create(
    form: NewProduct,
    #[server] db: State<Db>,
    #[server] log: Extension<Log>,
) -> Result<Reply<()>, ShopError> {
    log.action("create", (&form,));
    let photo = match form.photo {
        Some(file) => {
            let bytes = file.content().bytes().internal()?.into_owned();
            let photo = Photo::read(file.content_type(), bytes);
            Some(photo.ok_or_else(|| NewProduct::PHOTO.error("This is not a picture"))?)
        }
        None => None,
    };
    let product = db::NewProduct {
        name: form.name,
        price: form.price,
        photo,
    };
    let id = db.create(product).await.internal()?;
    Ok(redirect(ProductPage::at(id)).revalidate(products.all()))
}
