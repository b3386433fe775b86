//! Views as the server writes them.

mod html;
mod stream;
