//! Views as the server writes them.

mod failing;
mod head;
mod html;
mod rows;
mod stream;
