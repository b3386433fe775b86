//! Pages: rendered on the thread of the request and sent as they come.

mod document;
mod handler;
mod refusal;
mod rendering;

pub(crate) use handler::{PageRequest, page, respond};
pub(crate) use refusal::{refuse, something_went_wrong};
