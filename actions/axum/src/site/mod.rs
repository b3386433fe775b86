//! The site folder: browser code, assets and public files that `cargo limosa build` wrote.

mod assets;
mod manifest;

pub(crate) use assets::routes;
pub(crate) use manifest::Site;
