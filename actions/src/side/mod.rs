//! The side switch: browser on wasm32, server elsewhere. No other file asks.

#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod browser;
#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
pub mod server;

#[cfg(target_arch = "wasm32")]
use browser as this;
#[cfg(not(target_arch = "wasm32"))]
use server as this;

pub use this::{ActionBody, Crossing, FileContent};
pub(crate) use this::{
    CallFuture, MAKES_CALLS, abort, call, clear, dispatch, form_key, has_messages, message,
    note_options, number, open_seal, page_url, previous, records, retry, seal_seen, slot,
    typed_text, watch_submissions,
};
