//! The browser: views become nodes, or take over those of the server's HTML.

mod alternate;
mod bind;
mod builder;
mod element;
mod events;
mod extent;
mod glue;
mod head;
mod hydration;
mod instance;
mod kept;
mod keyed;
mod mismatch;
mod mount;
mod number;
mod ops;
mod portal;
mod ranges;
mod region;
mod select;
mod timer;
mod window;
mod written;

pub use builder::Builder;
pub use events::{Handler, handler};
pub use instance::Instance;
pub use number::push_integer;
pub use written::WRITES_AT_ONCE;

pub(crate) use alternate::{error_boundary, suspense};
pub(crate) use element::element;
pub(crate) use head::head;
pub(crate) use kept::transition;
pub(crate) use keyed::keyed;
pub(crate) use mismatch::component;
pub(crate) use ops::flush;
pub(crate) use portal::portal;
pub(crate) use timer::after;
pub(crate) use window::on_window;
pub(crate) use written::{Written, write_at_once};

/// Mounting and hydrating in the browser; empty on the server.
pub mod browser {
    pub use super::mount::{
        Mounted, find, held, hydrate_body, hydrate_in, mount_to, mount_to_body, set_ready,
    };
}

/// Rendering on the server; empty in the browser.
pub mod server {}
