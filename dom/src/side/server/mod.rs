//! The server: views are written as HTML, once, without effects.

mod boundary;
mod builder;
mod element;
mod escape;
mod head;
mod instance;
mod late;
mod number;
mod output;
mod render;
mod resolve;
mod select;
mod texts;
mod written;

pub use builder::Builder;
pub use instance::{Handler, Instance, handler};
pub use number::push_integer;
pub use written::WRITES_AT_ONCE;

pub(crate) use boundary::{error_boundary, suspense, transition};
pub(crate) use builder::{after, flush, keyed, on_window};
pub(crate) use element::{component, element, portal};
pub(crate) use head::head;
pub(crate) use written::{Written, write_at_once};

/// Rendering on the server; empty in the browser.
pub mod server {
    #[doc(hidden)]
    pub use super::instance::AttributeWriter;
    pub use super::late::late_chunk_script;
    pub use super::render::{Mode, RenderOptions, Rendering, Shell, render};
}

/// Mounting and hydrating in the browser; empty on the server.
pub mod browser {}
