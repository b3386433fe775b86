//! Numbers for the admin.

use super::{Db, DbError};
use crate::model::Stats;

impl Db {
    /// Counts everything.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn stats(&self) -> Result<Stats, DbError> {
        self.run(|connection| {
            connection.query_row(
                "SELECT (SELECT count(*) FROM product), (SELECT coalesce(sum(stock), 0) FROM product),
                        (SELECT count(*) FROM review), (SELECT coalesce(sum(quantity), 0) FROM cart)",
                [],
                |row| {
                    Ok(Stats { products: row.get(0)?, stock: row.get(1)?, reviews: row.get(2)?, in_carts: row.get(3)?, actions: Vec::new() })
                },
            )
        })
        .await
    }
}
