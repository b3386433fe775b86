//! The board in Chromium on a bad connection: what is written gets there, once, in order, and nothing is forgotten.
//!
//! Each test has a server, a database and a proxy of its own. `cargo limosa test` builds the board first.

mod bad_connection; // every third answer is lost
mod proxy; // the bad connection
mod support; // a running board and what a visitor sees
mod unreachable; // what fails stays, and is sent again
mod without_script; // the form alone
