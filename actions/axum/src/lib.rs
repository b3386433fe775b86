//! The server of Limosa on axum: pages, calls, forms, sessions, security and assets.

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

pub use flash::{FlashStore, MemoryFlashes};
pub use server::{MissingState, PageMode, RunningServer, Server, ServerState, State, extract};
pub use session::{EndedSessions, MemoryEndedSessions, Session, SessionTooLarge};
