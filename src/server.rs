//! What a server is put together from: settings, stores and extractors for the second argument of [`launch!`](crate::launch).

pub use limosa_axum::body::Limits;
pub use limosa_axum::{
    CommitPoint, EndedSessions, FlashStore, MissingState, PageMode, PageUrl, Previous, RunningServer, Server, ServerState, Session, SessionTooLarge, State,
};
pub use limosa_axum::{idempotency, security};
