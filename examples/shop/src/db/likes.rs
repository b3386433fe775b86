//! How many visitors like the shop.

use super::{Db, DbError};

impl Db {
    /// The number of likes.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn likes(&self) -> Result<u32, DbError> {
        self.run(|connection| connection.query_row("SELECT count FROM likes", [], |row| row.get(0)))
            .await
    }

    /// Counts one more like and returns the new number.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn like(&self) -> Result<u32, DbError> {
        self.run(|connection| {
            connection.query_row(
                "UPDATE likes SET count = count + 1 RETURNING count",
                [],
                |row| row.get(0),
            )
        })
        .await
    }
}
