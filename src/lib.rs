//! Limosa: web apps in Rust with fine-grained signals, preloaded queries and actions that answer in one request.

#[cfg(not(target_arch = "wasm32"))]
pub mod testing;

/// What the macros of Limosa expand to. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use limosa_actions as actions;
    pub use limosa_dom as dom;
    pub use limosa_reactive as reactive;
    pub use limosa_router as router;
    pub use serde;
    pub use serde_json;

    #[cfg(not(target_arch = "wasm32"))]
    pub use {inventory, limosa_axum as axum};
}
