//! Products: the list, one of them, and what admins do to them.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Db, DbError};
use crate::model::{Listing, Product, ProductRow, ROWS};

/// A product to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProduct {
    /// What it is called.
    pub name: String,
    /// What it costs, in cents.
    pub price: u32,
    /// What it looks like.
    pub photo: Option<Photo>,
}

/// A picture as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Its media type, such as `image/png`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Photo {
    /// A picture by what its first bytes say, or else by what the browser said; `None` if it seems to be something else.
    #[must_use]
    pub fn read(declared: &str, bytes: Vec<u8>) -> Option<Self> {
        let found = infer::get(&bytes).map(|kind| kind.mime_type());
        let media_type = found.unwrap_or(declared);
        // What is no bitmap could hold a script.
        let is_picture = media_type.starts_with("image/") && !media_type.contains("svg");
        is_picture.then(|| Self {
            media_type: media_type.to_owned(),
            bytes,
        })
    }
}

impl Db {
    /// One page of the products whose name contains `search`, whatever the case.
    ///
    /// A page past the end has no rows; pages count from 1.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn products(&self, page: u32, search: &str) -> Result<Listing, DbError> {
        let search = search.to_owned();
        self.run(move |connection| {
            let total = connection
                .prepare_cached("SELECT count(*) FROM product WHERE contains(name, ?1)")?
                .query_row(params![search], |row| row.get(0))?;
            let rows = connection
                .prepare_cached("SELECT id, name, price, stock FROM product WHERE contains(name, ?1) ORDER BY id LIMIT ?2 OFFSET ?3")?
                .query_map(params![search, ROWS, i64::from(page.saturating_sub(1)) * i64::from(ROWS)], listed)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Listing { rows, total })
        })
        .await
    }

    /// One product, if there is one with this number.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn product(&self, id: u32) -> Result<Option<Product>, DbError> {
        self.run(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id, name, price, stock, description, draft, photo IS NOT NULL FROM product WHERE id = ?1",
                )?
                .query_row(params![id], shown)
                .optional()
        })
        .await
    }

    /// Gives a product another name; `false` if there is no such product.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn rename(&self, id: u32, name: &str) -> Result<bool, DbError> {
        let name = name.to_owned();
        self.run(move |connection| {
            change(
                connection,
                "UPDATE product SET name = ?2 WHERE id = ?1",
                params![id, name],
            )
        })
        .await
    }

    /// Shows this text about a product to everybody; `false` if there is no such product.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn publish(&self, id: u32, description: &str) -> Result<bool, DbError> {
        let description = description.to_owned();
        self.run(move |connection| {
            change(
                connection,
                "UPDATE product SET description = ?2, draft = NULL WHERE id = ?1",
                params![id, description],
            )
        })
        .await
    }

    /// Keeps this text about a product without showing it; `false` if there is no such product.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_draft(&self, id: u32, description: &str) -> Result<bool, DbError> {
        let draft = description.to_owned();
        self.run(move |connection| {
            change(
                connection,
                "UPDATE product SET draft = ?2 WHERE id = ?1",
                params![id, draft],
            )
        })
        .await
    }

    /// Removes a product with its reviews and from all carts; `false` if there is no such product.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn delete(&self, id: u32) -> Result<bool, DbError> {
        self.run(move |connection| {
            change(connection, "DELETE FROM product WHERE id = ?1", params![id])
        })
        .await
    }

    /// Makes a product without stock and returns its number.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn create(&self, product: NewProduct) -> Result<u32, DbError> {
        self.run(move |connection| {
            let (media_type, bytes) = product.photo.map(|photo| (photo.media_type, photo.bytes)).unzip();
            connection.query_row(
                "INSERT INTO product (name, price, stock, description, photo_type, photo) VALUES (?1, ?2, 0, '', ?3, ?4) RETURNING id",
                params![product.name, product.price, media_type, bytes],
                |row| row.get(0),
            )
        })
        .await
    }

    /// The photo of a product, if it has one.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn photo(&self, id: u32) -> Result<Option<Photo>, DbError> {
        self.run(move |connection| {
            connection
                .prepare_cached(
                    "SELECT photo_type, photo FROM product WHERE id = ?1 AND photo IS NOT NULL",
                )?
                .query_row(params![id], |row| {
                    Ok(Photo {
                        media_type: row.get(0)?,
                        bytes: row.get(1)?,
                    })
                })
                .optional()
        })
        .await
    }
}

fn listed(row: &Row<'_>) -> rusqlite::Result<ProductRow> {
    Ok(ProductRow {
        id: row.get(0)?,
        name: row.get(1)?,
        price: row.get(2)?,
        stock: row.get(3)?,
    })
}

fn shown(row: &Row<'_>) -> rusqlite::Result<Product> {
    Ok(Product {
        id: row.get(0)?,
        name: row.get(1)?,
        price: row.get(2)?,
        stock: row.get(3)?,
        description: row.get(4)?,
        draft: row.get(5)?,
        has_photo: row.get(6)?,
        deletion: None,
    })
}

fn change(
    connection: &Connection,
    statement: &str,
    parameters: impl rusqlite::Params,
) -> rusqlite::Result<bool> {
    Ok(connection.prepare_cached(statement)?.execute(parameters)? > 0)
}
