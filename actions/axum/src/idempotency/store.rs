//! The store of submissions, as a trait.

use std::error::Error;
use std::fmt::{self, Debug, Display, Formatter};
use std::time::Duration;

use futures::future::BoxFuture;
use sha2::{Digest, Sha256};

use crate::security::Visitor;

/// Names one submission: the visitor, its key, and what was submitted.
///
/// `Copy`. Nothing can be read from it; other fields under the same key are another submission, a stranger's key another
/// visitor's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubmissionId([u8; 32]);

/// What a store says to a submission that arrives.
#[derive(Debug, Clone, PartialEq)]
pub enum Reservation {
    /// It is the first: run it, then [`IdempotencyStore::finish`] it.
    Run,
    /// It ran before: answer this.
    Replay(StoredReply),
    /// It was started before and nobody knows how it ended: answer 409, never run it.
    Unknown,
}

/// A reply kept for a submission that comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReply {
    /// The outcome: reply, status and cookies as JSON.
    pub outcome: String,
    /// The session that the action ran in or made; its end takes the reply away.
    pub session: Option<String>,
}

/// A store that cannot answer; nothing runs then.
#[derive(Debug)]
pub struct StoreError(String);

/// Remembers submissions for at least ten minutes after they ended.
///
/// Shared by all threads in an `Arc`. Implementations must make [`IdempotencyStore::reserve`] atomic: of all arrivals of one
/// submission exactly one is told to run.
pub trait IdempotencyStore: Debug + Send + Sync + 'static {
    /// Reserves a submission, before anything of it runs; waits while an earlier arrival runs.
    fn reserve(&self, submission: SubmissionId) -> BoxFuture<'_, Result<Reservation, StoreError>>;

    /// Keeps the reply of a submission that was told to run, and wakes those who wait for it.
    fn finish(
        &self,
        submission: SubmissionId,
        reply: StoredReply,
    ) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Forgets the replies of a session that has ended.
    fn end_session<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Forgets everything that is not running.
    fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>>;
}

impl SubmissionId {
    /// The id of what `visitor` submitted under `key`; `canonical` stands for action, bound arguments and fields.
    #[must_use]
    pub fn new(visitor: &Visitor, key: &str, canonical: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [visitor.id(), key, canonical] {
            // Lengths keep neighbouring parts from running into each other.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        Self(hash.finalize().into())
    }

    /// Its bytes, as a store's primary key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl StoredReply {
    /// How long a store keeps replies: ten minutes.
    pub const LIFETIME: Duration = Duration::from_mins(10);
}

impl StoreError {
    /// An error with a cause for the log; visitors never see it.
    #[must_use]
    pub fn new(cause: &dyn Display) -> Self {
        Self(cause.to_string())
    }
}

impl Debug for SubmissionId {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let short = u32::from_be_bytes([self.0[0], self.0[1], self.0[2], self.0[3]]);
        write!(formatter, "SubmissionId({short:08x})")
    }
}

impl Display for StoreError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for StoreError {}
