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

pub(crate) use this::{
    CHECKS_ROUTES, call, connect, from_json, guarded, held, history_state, link_attributes,
    link_place, link_preload, location, log_internal, navigate, number, overlay, put, refresh,
    remove, revalidate, set_status, start_app, starter, tagged, to_json, touch, watch_link,
};
pub use this::{CallFuture, PreloadFuture, PreloadTask, QueryBody, Starter};
