//! The server's tests: security tables, decoders, stores, and whole requests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod actions;
mod app;
mod assets;
mod body;
mod connections;
mod fuzz;
mod idempotency;
mod keys;
mod origin;
mod pages;
mod queries;
mod running;
mod seals;
mod socket;
mod strangers;
mod uploads; // files, small and large
mod visitors;
