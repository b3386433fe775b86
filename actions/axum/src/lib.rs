//! The server of Limosa on axum: pages, calls, forms, sessions, security and assets.
//!
//! Apps meet it as the second argument of `limosa::launch!`. Which item do I need?
//!
//! | I want to | use |
//! |---|---|
//! | give queries and actions a database | [`Server::state`], taken as `#[server] db: State<Db>` |
//! | know who the visitor is | [`Session`] |
//! | promise exactly once across restarts and instances | [`Server::stores`] with `limosa_sqlite::SqliteStore` |
//! | let other sites post, trust a proxy | [`Server::allowed_origins`], [`Server::trusted_proxies`], [`Server::origin`] |
//! | bound what clients send, and for how long | [`Server::limits`] |
//! | add routes and layers of axum and tower | [`Server::routes`], [`Server::layer`] |
//! | run it inside another axum server | [`Server::router`] |
//!
//! `Server::serve` accepts connections on one thread per core and renders pages on the thread that took the request. The
//! environment says where: `LIMOSA_ADDRESS` (127.0.0.1), `LIMOSA_PORT` (3000), `LIMOSA_SITE` (the folder of the program), and
//! `LIMOSA_KEY`, the secret of everything sealed.

#![forbid(unsafe_code)]

pub mod body;
mod calls;
mod flash;
pub mod idempotency;
mod pages;
mod render;
mod routes;
pub mod security;
mod server;
mod session;
mod site;
pub mod testing;

pub use calls::CommitPoint;
pub use flash::{FlashStore, MemoryFlashes};
pub use server::{
    MissingState, PageMode, PageUrl, Previous, RunningServer, Server, ServerState, State, extract,
};
pub use session::{EndedSessions, MemoryEndedSessions, Session, SessionTooLarge};
