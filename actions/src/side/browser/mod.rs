//! The browser: submissions, the answer that comes line by line, and what a form looks like meanwhile.

mod ahead;
mod body;
mod content;
mod flight;
mod lanes;
mod local;
mod outdated;
mod page;
mod records;
mod script;
mod send;
mod slots;
mod submit;
mod tabs;

pub use body::{ActionBody, CallFuture, Crossing, RunHere};
pub use content::FileContent;
pub use submit::{ready, start};

pub(crate) use ahead::watch_submissions;
pub(crate) use body::{call, dispatch};
pub(crate) use lanes::note_options;
pub(crate) use page::url as page_url;
pub(crate) use records::{abort, clear, records, retry};
pub(crate) use script::number;
pub(crate) use slots::{form_key, has_messages, message, slot, typed_text};

/// Whether calls are made here: data may be shown as they will leave it.
pub(crate) const MAKES_CALLS: bool = true;

/// The server says it in the page.
pub(crate) fn previous(_: &str, _: Option<&str>) -> Option<String> {
    None
}

/// A seal stays closed in the browser.
pub(crate) fn open_seal<T>(_: &str) -> Result<Option<T>, ()> {
    Ok(None)
}

/// Only the server opens seals.
pub(crate) fn seal_seen() {}
