//! A small shop that shows the whole of Limosa.
#![forbid(unsafe_code)]

pub mod model;

#[cfg(not(target_arch = "wasm32"))]
pub mod db;
#[cfg(not(target_arch = "wasm32"))]
pub mod journal;
#[cfg(not(target_arch = "wasm32"))]
pub mod settings;
