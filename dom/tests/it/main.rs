//! Views as the server writes them.

mod head;
mod html;
mod stream;
