//! Durable stores of Limosa on SQLite: exactly once across crashes and instances.
//!
//! One [`SqliteStore`] keeps submissions with their replies, ended sessions, and flashes that do not fit into a cookie. Give it
//! to the server with `Server::stores`; its file may be the app's own database, where its tables begin with `limosa_`.

#![forbid(unsafe_code)]

mod schema;
mod store;
mod worker;

use limosa_axum::idempotency::Record;
use rusqlite::Connection;

pub use store::SqliteStore;

/// Writes what an action recorded of its submission, in the transaction of the action's own: a retry after a crash then gets
/// the recorded reply, instead of "outcome unknown". The connection is to the file that the server's [`SqliteStore`] has open,
/// which made the tables.
///
/// ```
/// use limosa_axum::idempotency::Idempotency;
///
/// fn pay(once: &Idempotency, database: &mut rusqlite::Connection) -> rusqlite::Result<()> {
///     let transaction = database.transaction()?;
///     transaction.execute("UPDATE accounts SET balance = balance - 1", [])?;
///     if let Some(record) = once.record(&limosa_actions::Reply::value("paid")) {
///         limosa_sqlite::record(&transaction, &record)?;
///     }
///     transaction.commit()
/// }
/// ```
///
/// # Errors
///
/// What SQLite says, such as that there are no tables.
pub fn record(connection: &Connection, record: &Record) -> rusqlite::Result<()> {
    schema::record(connection, record.id, &record.reply)
}
