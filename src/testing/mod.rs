//! Tests an app without a socket: pages as a browser without script sees them, forms sent natively or as a script sends them, and
//! the requests of a visitor who goes from page to page, with time in the hands of the test.

mod client;
mod clock;
mod equivalence;
mod form;
mod html;
mod page;
mod reply;
mod select;
mod visit;

pub use client::Client;
pub use clock::Clock;
pub use equivalence::{Ending, actions, assert_equivalent};
use limosa_actions::{File, FileContent};
pub use limosa_router::Mounted;
pub use form::Form;
pub use page::Page;
pub use reply::Reply;
pub use visit::Visit;

/// A file as a visitor's browser would send it, for calls of actions that take one.
#[must_use]
pub fn file(name: &str, content_type: &str, bytes: &[u8]) -> File {
    let content = FileContent::in_memory(bytes);
    File::new(name.to_owned(), content_type.to_owned(), content)
}
