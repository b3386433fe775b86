//! Durable stores of Limosa on SQLite: exactly once across crashes and instances.

#![forbid(unsafe_code)]

mod schema;
mod store;
mod worker;

pub use store::SqliteStore;
