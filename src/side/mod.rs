//! The side switch of the facade: `wasm32` is the browser, every other target is the server.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod server;

#[cfg(target_arch = "wasm32")]
pub use browser::{hydrate, mount};
#[cfg(not(target_arch = "wasm32"))]
pub use server::{Setup, axum, inventory, mount, serve};
