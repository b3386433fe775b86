//! The server: its builder, its settings, its state, and how it accepts connections.

mod builder;
mod connection;
mod extract;
mod page_url;
mod previous;
mod serve;
mod settings;
mod state;

pub use builder::Server;
pub use extract::{MissingState, State, extract};
pub use page_url::PageUrl;
pub use previous::Previous;
pub(crate) use previous::PreviousText;
pub use serve::RunningServer;
pub(crate) use serve::log_to_standard_error;
pub use settings::PageMode;
pub use state::ServerState;
