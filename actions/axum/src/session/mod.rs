//! Encrypted sessions: what the server remembers of a visitor who, for example, has logged in.

mod cookie;
mod ended;
mod extractor;
mod seals;

pub(crate) use cookie::SessionData;
pub use ended::{EndedSessions, MemoryEndedSessions};
pub(crate) use extractor::SessionChanges;
pub use extractor::{Session, SessionTooLarge};
pub(crate) use seals::SessionSealer;
