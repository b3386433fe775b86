//! Pages: structs that are URLs, with what they load and what they show.

mod any;
mod route;

pub(crate) use any::{AnyPage, Level};
pub use route::{DefaultParent, NoParent, Page, PageRoute, ParentRoute};
