//! The server's tests: security tables, decoders, stores, and whole requests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod actions;
mod app;
mod assets;
mod body;
mod connections;
mod decoders; // what the fuzzers run
mod effects; // what a body does beside its reply
mod ends; // out of time, and dropped
mod fuzz;
mod idempotency;
mod keys;
mod modes;
mod origin;
mod pages;
mod queries;
mod redirects; // within this site, and where it is allowed
mod running;
mod seals;
mod socket;
mod strangers;
mod unscripted;
mod uploads; // files, small and large
mod visitors;
