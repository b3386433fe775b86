//! Reviews: newest first.

use rusqlite::params;

use super::{Db, DbError};
use crate::model::Review;

impl Db {
    /// All reviews of a product, the newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reviews(&self, product: u32) -> Result<Vec<Review>, DbError> {
        self.run(move |connection| {
            connection
                .prepare_cached("SELECT id, author, text, stars FROM review WHERE product = ?1 ORDER BY id DESC")?
                .query_map(params![product], |row| {
                    Ok(Review { id: row.get(0)?, author: row.get(1)?, text: row.get(2)?, stars: row.get(3)?, pending: false })
                })?
                .collect()
        })
        .await
    }

    /// Adds a review; `false` if there is no such product.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add_review(
        &self,
        product: u32,
        author: &str,
        text: &str,
        stars: u8,
    ) -> Result<bool, DbError> {
        let (author, text) = (author.to_owned(), text.to_owned());
        self.run(move |connection| {
            let added = connection
                .prepare_cached(
                    "INSERT INTO review (product, author, text, stars) SELECT id, ?2, ?3, ?4 FROM product WHERE id = ?1",
                )?
                .execute(params![product, author, text, stars])?;
            Ok(added > 0)
        })
        .await
    }
}
