//! The server of Limosa on axum: pages, calls, forms, sessions, security and assets.

#![forbid(unsafe_code)]

pub mod body;
pub mod idempotency;
pub mod security;
