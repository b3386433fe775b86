//! Carts: what is in them, by their number.

use rusqlite::params;

use super::{Db, DbError};
use crate::model::{Cart, CartLine};

impl Db {
    /// The number of a new, empty cart; nobody can guess it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn new_cart(&self) -> Result<String, DbError> {
        self.run(|connection| {
            connection.query_row("SELECT hex(randomblob(16))", [], |row| row.get(0))
        })
        .await
    }

    /// What is in a cart.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn cart(&self, cart: &str) -> Result<Cart, DbError> {
        let cart = cart.to_owned();
        self.run(move |connection| {
            let lines = connection
                .prepare_cached(
                    "SELECT product, name, price, quantity FROM cart JOIN product ON product.id = cart.product
                     WHERE cart.cart = ?1 ORDER BY cart.rowid",
                )?
                .query_map(params![cart], |row| {
                    Ok(CartLine { product: row.get(0)?, name: row.get(1)?, price: row.get(2)?, quantity: row.get(3)? })
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Cart { lines })
        })
        .await
    }

    /// How many pieces are in a cart.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn cart_count(&self, cart: &str) -> Result<u32, DbError> {
        let cart = cart.to_owned();
        self.run(move |connection| {
            connection
                .prepare_cached("SELECT coalesce(sum(quantity), 0) FROM cart WHERE cart.cart = ?1")?
                .query_row(params![cart], |row| row.get(0))
        })
        .await
    }

    /// Puts more of a product into a cart; `false` if there is no such product.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn cart_add(
        &self,
        cart: &str,
        product: u32,
        quantity: u32,
    ) -> Result<bool, DbError> {
        let cart = cart.to_owned();
        self.run(move |connection| {
            let added = connection
                .prepare_cached(
                    "INSERT INTO cart (cart, product, quantity) SELECT ?1, id, ?3 FROM product WHERE id = ?2
                     ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity",
                )?
                .execute(params![cart, product, quantity])?;
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
        cart: &str,
        product: u32,
        quantity: u32,
    ) -> Result<bool, DbError> {
        let cart = cart.to_owned();
        self.run(move |connection| {
            let changed = connection
                .prepare_cached(
                    "UPDATE cart SET quantity = ?3 WHERE cart.cart = ?1 AND product = ?2",
                )?
                .execute(params![cart, product, quantity])?;
            Ok(changed > 0)
        })
        .await
    }

    /// Takes a product out of a cart; `false` if it is not in there.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_from_cart(&self, cart: &str, product: u32) -> Result<bool, DbError> {
        let cart = cart.to_owned();
        self.run(move |connection| {
            let removed = connection
                .prepare_cached("DELETE FROM cart WHERE cart.cart = ?1 AND product = ?2")?
                .execute(params![cart, product])?;
            Ok(removed > 0)
        })
        .await
    }

    /// Puts what is in one cart into another and removes the first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn move_cart(&self, from: &str, to: &str) -> Result<(), DbError> {
        let (from, to) = (from.to_owned(), to.to_owned());
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction.execute(
                "INSERT INTO cart (cart, product, quantity) SELECT ?2, product, quantity FROM cart WHERE cart.cart = ?1
                 ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity",
                params![from, to],
            )?;
            transaction.execute("DELETE FROM cart WHERE cart.cart = ?1", params![from])?;
            transaction.commit()
        })
        .await
    }

    /// Empties a cart.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn clear_cart(&self, cart: &str) -> Result<(), DbError> {
        let cart = cart.to_owned();
        self.run(move |connection| {
            connection
                .execute("DELETE FROM cart WHERE cart.cart = ?1", params![cart])
                .map(|_removed| ())
        })
        .await
    }
}
