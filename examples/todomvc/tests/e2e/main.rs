//! TodoMVC in Chromium: what its specification promises, and what may go wrong around it.
//!
//! `cargo limosa test` builds the page first.

mod support; // an opened page, and what a visitor does to it

mod editing; // double click, Enter, Escape, leaving
mod filters; // the hash, links, back and forward
mod list; // adding, completing, destroying, counting
mod nodes; // what stays in place, and how long changes take
mod storage; // what survives, and storage that does not work
