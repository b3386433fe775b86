//! Exactly once: what remembers submissions, so that a resent one gets the first one's reply instead of a second run.

mod extractor;
mod memory;
mod store;

pub(crate) use extractor::Running;
pub use extractor::{Idempotency, Record};
pub use memory::MemoryStore;
pub use store::{IdempotencyStore, Reservation, StoreError, StoredReply, SubmissionId};
