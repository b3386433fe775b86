//! The side switch of the facade: `wasm32` is the browser, every other target is the server.

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod chosen;
#[cfg(not(target_arch = "wasm32"))]
#[path = "server.rs"]
mod chosen;

pub(crate) use chosen::hidden;
pub use chosen::{mount, mount_to};
