//! The server's tests: security tables, decoders, stores, and whole requests.

mod actions;
mod app;
mod assets;
mod body;
mod fuzz;
mod idempotency;
mod keys;
mod origin;
mod pages;
mod queries;
mod seals;
mod socket;
