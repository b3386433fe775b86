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
    CallFuture, call, form_key, open_seal, page_url, seal_seen, slot, typed_text,
};

/// Items that exist on the server only.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! server_side {
    ($($item:item)*) => { $($item)* };
}

/// Items that exist on the server only.
#[cfg(target_arch = "wasm32")]
macro_rules! server_side {
    ($($item:item)*) => {};
}

/// Items that exist in the browser only.
#[cfg(target_arch = "wasm32")]
macro_rules! browser_side {
    ($($item:item)*) => { $($item)* };
}

/// Items that exist in the browser only.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! browser_side {
    ($($item:item)*) => {};
}

pub(crate) use {browser_side, server_side};
