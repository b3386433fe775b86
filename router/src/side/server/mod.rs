//! The server: the context of a request, its query cache, and the registry of queries.

mod body;
mod boot;
mod context;
mod cookies;
mod json;
mod link;
mod outcome;
mod packed;
mod queries;
mod registry;
mod render;
mod response;

pub use body::{CallFuture, Malformed, PreloadFuture, PreloadTask, QueryBody, Starter, start_text};
pub(crate) use body::{call, starter};
pub use boot::next_stamp;
pub use context::{RedirectRule, RequestContext, Scoped};
pub(crate) use json::{from_json, number, to_json};
pub(crate) use link::{link_attributes, link_place};
pub use outcome::Outcome;
pub use packed::PageTexts;
pub use queries::{Queries, Running, StartError, StartedPreloads};
pub(crate) use registry::tagged;
pub use registry::{
    PageRegistration, QueryRegistration, TagRegistration, check_registrations, find_query,
    missing_pages,
};
pub(crate) use render::{
    connect, guarded, held, history_state, link_preload, location, navigate, overlay, put, refresh,
    remove, revalidate, set_status, start_app, touch, watch_link,
};
pub use response::{Asked, ResponseParts};

use std::fmt::Display;
use std::panic::Location;

/// Whether patterns of URLs are checked.
pub(crate) const CHECKS_ROUTES: bool = true;

/// Logs the cause of an internal error.
pub(crate) fn log_internal(cause: &dyn Display, place: &Location<'_>) {
    tracing::error!(file = place.file(), line = place.line(), "{cause}");
}
