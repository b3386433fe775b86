//! The browser: views become nodes, or take over those of the server's HTML.

mod alternate;
mod bind;
mod builder;
mod events;
mod extent;
mod glue;
mod instance;
mod keyed;
mod mount;
mod ops;

pub use builder::Builder;
pub use events::{Handler, handler};
pub use instance::Instance;

pub(crate) use alternate::{error_boundary, suspense};
pub(crate) use keyed::keyed;
pub(crate) use ops::flush;

use limosa_reactive::RenderEffect;

use crate::attribute::TextValue;

/// Mounting and hydrating in the browser; empty on the server.
pub mod browser {
    pub use super::mount::{Mounted, hydrate_body, hydrate_in, mount_to, mount_to_body, set_ready};
}

/// Rendering on the server; empty in the browser.
pub mod server {}

/// Sets the title; the last one that is built wins.
pub(crate) fn title(_: &mut Builder<'_>, value: TextValue) {
    if let TextValue::Reactive(value) = value {
        RenderEffect::new(move || ops::set_title(&value().into_text()));
    } else {
        ops::set_title(&value.into_text());
    }
}
