//! Carts, one per visitor.

use rusqlite::params;

use super::{Db, DbError};
use crate::model::{Cart, CartLine};

impl Db {
    /// What is in a visitor's cart.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn cart(&self, visitor: &str) -> Result<Cart, DbError> {
        let visitor = visitor.to_owned();
        self.run(move |connection| {
            let lines = connection
                .prepare_cached(
                    "SELECT product, name, price, quantity FROM cart JOIN product ON product.id = cart.product
                     WHERE visitor = ?1 ORDER BY cart.rowid",
                )?
                .query_map(params![visitor], |row| {
                    Ok(CartLine { product: row.get(0)?, name: row.get(1)?, price: row.get(2)?, quantity: row.get(3)? })
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Cart { lines })
        })
        .await
    }

    /// How many pieces are in a visitor's cart.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn cart_count(&self, visitor: &str) -> Result<u32, DbError> {
        let visitor = visitor.to_owned();
        self.run(move |connection| {
            connection
                .prepare_cached("SELECT coalesce(sum(quantity), 0) FROM cart WHERE visitor = ?1")?
                .query_row(params![visitor], |row| row.get(0))
        })
        .await
    }

    /// Puts more of a product into a cart; `false` if there is no such product.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn cart_add(
        &self,
        visitor: &str,
        product: u32,
        quantity: u32,
    ) -> Result<bool, DbError> {
        let visitor = visitor.to_owned();
        self.run(move |connection| {
            let added = connection
                .prepare_cached(
                    "INSERT INTO cart (visitor, product, quantity) SELECT ?1, id, ?3 FROM product WHERE id = ?2
                     ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity",
                )?
                .execute(params![visitor, product, quantity])?;
            Ok(added > 0)
        })
        .await
    }

    /// Changes how many of a product are in a cart; `false` if it is not in there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_quantity(
        &self,
        visitor: &str,
        product: u32,
        quantity: u32,
    ) -> Result<bool, DbError> {
        let visitor = visitor.to_owned();
        self.run(move |connection| {
            let changed = connection
                .prepare_cached(
                    "UPDATE cart SET quantity = ?3 WHERE visitor = ?1 AND product = ?2",
                )?
                .execute(params![visitor, product, quantity])?;
            Ok(changed > 0)
        })
        .await
    }

    /// Takes a product out of a cart; `false` if it is not in there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_from_cart(&self, visitor: &str, product: u32) -> Result<bool, DbError> {
        let visitor = visitor.to_owned();
        self.run(move |connection| {
            let removed = connection
                .prepare_cached("DELETE FROM cart WHERE visitor = ?1 AND product = ?2")?
                .execute(params![visitor, product])?;
            Ok(removed > 0)
        })
        .await
    }

    /// Gives a cart to another visitor, such as the session that a log in starts.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn move_cart(&self, from: &str, to: &str) -> Result<(), DbError> {
        let (from, to) = (from.to_owned(), to.to_owned());
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction.execute(
                "INSERT INTO cart (visitor, product, quantity) SELECT ?2, product, quantity FROM cart WHERE visitor = ?1
                 ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity",
                params![from, to],
            )?;
            transaction.execute("DELETE FROM cart WHERE visitor = ?1", params![from])?;
            transaction.commit()
        })
        .await
    }

    /// Empties a visitor's cart.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn clear_cart(&self, visitor: &str) -> Result<(), DbError> {
        let visitor = visitor.to_owned();
        self.run(move |connection| {
            connection
                .execute("DELETE FROM cart WHERE visitor = ?1", params![visitor])
                .map(|_removed| ())
        })
        .await
    }
}
