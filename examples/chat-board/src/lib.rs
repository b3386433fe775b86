//! A board of messages that stays right on a bad connection: what is sent is shown at once, waits for its turn, and can be
//! sent again if it got lost, without ever being there twice.
#![forbid(unsafe_code)]

mod messages; // what crosses the wire
mod page;
mod unsent; // what did not get there

limosa::server_only! {
    mod board; // where messages are kept
    mod setup;

    pub use board::{Board, BoardFailure};
    pub use setup::{database_of_process, log_to_stderr, server};
}

use limosa::prelude::*;
pub use messages::{BoardError, Message, NewMessage, messages, post};

/// The board, a single page.
#[must_use]
pub fn app() -> App {
    App::new(page::Layout).page::<page::BoardPage>()
}
