//! Where messages are kept: a table of embedded SQLite, beside those in which the library keeps submissions.

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use limosa::server::idempotency::Record;
use rusqlite::{Connection, params};

use crate::messages::{Message, NewMessage};

/// How many messages are shown at most.
const SHOWN: u32 = 200;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS marked_message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    mark TEXT NOT NULL
)";

const LATEST: &str = "SELECT id, author, text, mark FROM marked_message ORDER BY id DESC LIMIT ?1";

/// A handle to the messages; `Clone`, cheap and shared between threads.
#[derive(Clone)]
pub struct Board {
    connection: Arc<Mutex<Connection>>,
}

impl Board {
    /// Opens the file, or makes it without messages.
    ///
    /// # Errors
    /// If the file cannot be made or holds something else.
    pub fn open(path: &Path) -> Result<Self, BoardFailure> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.execute(TABLE, [])?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// The latest messages, the oldest of them first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn latest(&self) -> Result<Vec<Message>, BoardFailure> {
        self.run(|connection| {
            let mut latest = connection.prepare_cached(LATEST)?;
            let rows = latest.query_map([SHOWN], |row| {
                Ok(Message {
                    id: row.get(0)?,
                    author: row.get(1)?,
                    text: row.get(2)?,
                    mark: row.get(3)?,
                    pending: false,
                })
            })?;
            let mut messages: Vec<Message> = rows.collect::<Result<_, _>>()?;
            messages.reverse();
            Ok(messages)
        })
        .await
    }

    /// Adds a message, and in the same transaction what a retry is answered: a crash leaves both or neither.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn add(
        &self,
        message: NewMessage,
        record: Option<Record>,
    ) -> Result<(), BoardFailure> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction
                .prepare_cached("INSERT INTO marked_message (author, text, mark) VALUES (?1, ?2, ?3)")?
                .execute(params![message.author, message.text, message.mark])?;
            if let Some(record) = record {
                limosa_sqlite::record(&transaction, &record)?;
            }
            transaction.commit()
        })
        .await
    }

    /// Runs one piece of work on a thread that may block.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, BoardFailure> {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            // Work that panicked has rolled back its transaction, so the connection is sound.
            work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(done
            .await
            .map_err(|error| BoardFailure(error.to_string()))??)
    }
}

impl fmt::Debug for Board {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Board")
    }
}

/// Why the database failed; meant for the log, never for visitors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardFailure(pub(crate) String);

impl fmt::Display for BoardFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "database: {}", self.0)
    }
}

impl std::error::Error for BoardFailure {}

impl From<rusqlite::Error> for BoardFailure {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}
