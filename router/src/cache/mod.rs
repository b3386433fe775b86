//! The browser's query cache. It knows no browser: time and network come from a [`Host`], so that tests run it natively.

mod answer;
mod entry;
mod flight;
mod host;
mod overlay;
mod read;
mod request;
mod revalidate;
mod state;
mod sweep;

pub use answer::Answer;
pub use host::{Host, LocalRun, RequestId};
pub use overlay::Overlay;
pub use read::Wanted;
pub use state::Cache;
