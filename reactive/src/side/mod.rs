//! The side switch: the browser, or everything else.

#[cfg(target_arch = "wasm32")]
#[path = "browser/mod.rs"]
mod chosen;
#[cfg(not(target_arch = "wasm32"))]
#[path = "server.rs"]
mod chosen;

pub use chosen::browser;
pub(crate) use chosen::{GIVES_BACK, run_until_stalled, set_spawner, spawn, warn};
