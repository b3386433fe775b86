//! The shop's database: embedded SQLite behind one handle whose methods never block a request's thread.

mod cart;
mod likes;
mod products;
mod reviews;
mod schema;
mod stats;
#[cfg(test)]
mod tests;
mod users;

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use limosa::server::idempotency::StoreError;
pub use products::{NewProduct, Photo};
use rusqlite::{Connection, functions::FunctionFlags};

/// A handle to the database; `Clone`, cheap and shared between threads.
#[derive(Clone)]
pub struct Db {
    // One connection: every statement of the shop takes microseconds, and a memory database has only one.
    connection: Arc<Mutex<Connection>>,
}

impl fmt::Debug for Db {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Db")
    }
}

impl Db {
    /// Opens the file, or makes it and fills it with the seed.
    ///
    /// # Errors
    /// If the file cannot be made or holds something else.
    pub fn open(path: &Path) -> Result<Self, DbError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| DbError(error.to_string()))?;
        }
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        Self::with(connection)
    }

    /// A database in memory, filled with the seed, that is gone with its last handle.
    ///
    /// # Errors
    /// If SQLite has no memory left.
    pub fn in_memory() -> Result<Self, DbError> {
        Self::with(Connection::open_in_memory()?)
    }

    /// Restores the seed: products, reviews and likes as at first, no carts.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn reset(&self) -> Result<(), DbError> {
        self.run(schema::fill).await
    }

    fn with(mut connection: Connection) -> Result<Self, DbError> {
        connection.pragma_update(None, "foreign_keys", true)?;
        add_functions(&connection)?;
        if !schema::is_filled(&connection)? {
            schema::fill(&mut connection)?;
        }
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Runs one piece of work on a thread that may block.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, DbError> {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            // Work that panicked has rolled back its transaction, so the connection is sound.
            work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(done.await.map_err(|error| DbError(error.to_string()))??)
    }
}

/// Why the database failed; meant for the log, never for visitors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DbError(String);

impl fmt::Display for DbError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "database: {}", self.0)
    }
}

impl std::error::Error for DbError {}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<StoreError> for DbError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

/// SQLite alone ignores the case of ASCII letters only.
fn add_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("contains", 2, flags, |context| {
        let (text, part) = (context.get::<String>(0)?, context.get::<String>(1)?);
        Ok(text.to_lowercase().contains(&part.to_lowercase()))
    })
}
