//! Tests an app without a socket: pages as a browser without script sees them, forms sent natively or as a script sends them.

mod client;
mod form;
mod html;
mod page;
mod reply;
mod select;

pub use client::Client;
pub use limosa_router::Mounted;
pub use form::Form;
pub use page::Page;
pub use reply::Reply;
