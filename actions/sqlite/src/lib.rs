//! Durable stores of Limosa on SQLite: exactly once across crashes and instances.
//!
//! One [`SqliteStore`] keeps submissions with their replies, ended sessions, and flashes that do not fit into a cookie. Give it
//! to the server with `Server::stores`; its file may be the app's own database, where its tables begin with `limosa_`.

#![forbid(unsafe_code)]

mod schema;
mod store;
mod worker;

pub use store::SqliteStore;
