//! The side switch: the browser, or everything else.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod server;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{GIVES_BACK, run_until_stalled, set_spawner, spawn, warn};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use server::{GIVES_BACK, run_until_stalled, set_spawner, spawn, warn};
