//! The browser: submissions, the answer that comes line by line, and what a form looks like meanwhile.

mod body;
mod content;
mod flight;
mod page;
mod script;
mod send;
mod slots;
mod submit;

pub use body::{ActionBody, CallFuture, Crossing, RunHere};
pub use content::FileContent;
pub use submit::{ready, start};

pub(crate) use body::call;
pub(crate) use page::url as page_url;
pub(crate) use slots::{form_key, has_messages, message, slot, typed_text};

/// A seal stays closed in the browser.
pub(crate) fn open_seal<T>(_: &str) -> Result<Option<T>, ()> {
    Ok(None)
}

/// Only the server opens seals.
pub(crate) fn seal_seen() {}
