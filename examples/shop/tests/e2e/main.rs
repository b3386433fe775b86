//! The shop from outside, over HTTP and in Chromium: what its contract promises.
//!
//! Each test has a server and a database of its own. `cargo limosa test` builds the shop first.

mod support; // a running shop, its log, its forms

mod account; // logging in and out, and whose cart it is
mod admin; // who may see and do what
mod cart; // rows of their own
mod complete_html; // pages are whole without script
mod crossing; // answers that overtake each other, and what is painted meanwhile
mod editing; // making, describing and deleting products
mod equivalence; // the same steps with and without script end the same
mod hydration; // taking over what the server wrote
mod instances; // several processes, and what only they know
mod navigation; // links, back and forward
mod optimistic; // what is shown before it is done
mod outdated; // pages that are older than the server
mod refusals; // what a hostile or broken client gets
mod restarts; // exactly once, though the server was killed in between
mod search; // filtering as one types
mod single_flight; // one request per form, and what is in it
mod switches; // variables and routes for tests
mod tabs; // one visitor, two pages
mod wrong_input; // messages, statuses, typed text
