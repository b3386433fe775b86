//! The browser: the query cache, navigation, and the page's own JavaScript.

mod body;
mod bridge;
mod json;
mod link;
mod listen;
mod network;
pub mod queries;

pub use body::{CallFuture, PreloadFuture, PreloadTask, QueryBody, Starter};
pub(crate) use body::{call, connect, overlay, put, starter};
pub(crate) use json::{from_json, number, to_json};
pub(crate) use link::{link_attributes, link_place, link_preload};
pub use listen::read_data_blocks;
pub(crate) use listen::{guarded, navigate, start_app, watch_link};

use std::fmt::Display;
use std::panic::Location;

use limosa_reactive::browser::text;

use crate::app::AppLocation;
use crate::query::{KeyPattern, QueryKey, QueryTag, Stale};

/// Whether patterns of URLs are checked: the server has done that for a release.
pub(crate) const CHECKS_ROUTES: bool = cfg!(debug_assertions);

/// Takes in what the document brought so far; called before the app is hydrated.
pub fn start() {
    read_data_blocks();
}

/// Logs the cause of an internal error on the console.
pub(crate) fn log_internal(cause: &dyn Display, place: &Location<'_>) {
    bridge::console_error(&[place.file(), ": ", &cause.to_string()].concat());
}

/// Pages have a status on the server only.
pub(crate) fn set_status(_: u16) {}

/// Where the visitor is now.
pub(crate) fn location(kept: AppLocation) -> String {
    text(bridge::here(kept as u32))
}

/// The text kept with the history entry.
pub(crate) fn history_state() -> Option<String> {
    bridge::history_state().as_string()
}

/// The JSON text of the value that the cache holds for a key.
pub(crate) fn held(key: &QueryKey) -> Option<String> {
    queries::held(key.as_str())
}

/// Asks for a key anew.
pub(crate) fn refresh(key: &QueryKey) {
    queries::cache().refetch(key.as_str());
}

/// What was changed is stale.
pub(crate) fn touch(patterns: Vec<KeyPattern>) {
    revalidate(&Stale::Keys(patterns));
}

/// Forgets a key.
pub(crate) fn remove(key: &QueryKey) {
    queries::cache().remove(key.as_str());
}

/// Makes what is covered stale, and reads again what the page shows of it.
pub(crate) fn revalidate(stale: &Stale) {
    queries::revalidate(stale, &[]);
}

/// The keys that a tag covers: all that the cache holds, for what it does not hold need not be read again.
pub(crate) fn tagged(tag: QueryTag, into: &mut Vec<KeyPattern>) {
    into.extend(queries::cache().tagged(tag).map(KeyPattern::Exact));
}
