//! Views as the server writes them.

mod attacks;
mod components;
mod controls;
mod failing;
mod head;
mod html;
mod parsed;
mod rows;
mod stream;
