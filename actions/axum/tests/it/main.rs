//! The server's tests: security tables, decoders, stores, and whole requests.

mod body;
mod idempotency;
mod keys;
mod origin;
