//! The server of the board: its state, and where it keeps it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use limosa::server::Server;
use limosa_sqlite::SqliteStore;
use tracing_subscriber::EnvFilter;

use crate::board::{Board, BoardFailure};

/// Adds what the board needs to a server: messages and submissions in one database, so that what a visitor sends again after
/// a lost answer is stored once, even if the server was killed in between.
///
/// # Errors
/// If the database cannot be opened.
pub fn server(server: Server, database: &Path) -> Result<Server, BoardFailure> {
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder).map_err(|error| BoardFailure(error.to_string()))?;
    }
    let store = SqliteStore::open(database).map_err(|error| BoardFailure(error.to_string()))?;
    Ok(server
        .stores(Arc::new(store))
        .state(Board::open(database)?))
}

/// The database that this process was started with: its first argument, or a file beside what is built.
#[must_use]
pub fn database_of_process() -> PathBuf {
    let argument = std::env::args_os().nth(1);
    argument.map_or_else(|| PathBuf::from("target/chat-board.db"), PathBuf::from)
}

/// Writes what goes wrong to the standard error output; `RUST_LOG` says how much.
pub fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
