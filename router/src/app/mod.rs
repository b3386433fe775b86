//! The app: its pages, which of them a URL shows, and the views that show them.

mod build;
mod failure;
mod go;
mod link;
mod matching;
mod outlet;
mod place;
mod state;

pub use build::{App, TrailingSlash};
pub(crate) use failure::note_error_type;
pub use go::{history_state, is_routing, location, navigate, revalidate, touch};
pub use link::{A, AProps, LinkPreload, LinkTarget, LinkUrl};
pub(crate) use link::{LinkOptions, Standing, address, standing};
pub use matching::{PageMatch, match_page};
pub(crate) use matching::{Target, target};
pub use outlet::Outlet;
pub use place::AppLocation;
pub(crate) use state::Depth;
pub use state::{RouterState, Visit};
