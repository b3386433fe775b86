//! The side switch of the facade: `wasm32` is the browser, every other target is the server.

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod chosen;
#[cfg(not(target_arch = "wasm32"))]
#[path = "server.rs"]
mod chosen;

pub(crate) use chosen::hidden;
pub use chosen::mount;

/// Items of the facade that exist in the browser only.
macro_rules! browser_side {
    ($($item:item)*) => {
        $(#[cfg(target_arch = "wasm32")] $item)*
    };
}
pub(crate) use browser_side;

/// Items of the facade that exist on the server only.
macro_rules! server_side {
    ($($item:item)*) => {
        $(#[cfg(not(target_arch = "wasm32"))] $item)*
    };
}
pub(crate) use server_side;
