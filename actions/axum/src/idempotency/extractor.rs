//! The submission that an action runs for, for actions that remember it in a transaction of their own.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use http::request::Parts;
use limosa_actions::Reply;
use limosa_actions::server::RawOutcome;
use serde::Serialize;

use super::store::{StoredReply, SubmissionId};
use crate::server::ServerState;
use crate::session::SessionData;

/// The submission that an action runs for, as a `#[server]` argument: what the action writes of it in its own transaction is
/// committed with its effect or not at all.
///
/// Without it a crash between the commit of an action and the note of its reply leaves an outcome that nobody knows, and a
/// retry is answered with 409. With [`Idempotency::record`] in the same transaction, in the tables of the store, the retry
/// gets the recorded reply. Costs nothing until it is asked for; on the server only.
///
/// ```
/// use limosa::prelude::*;
/// use limosa::server::idempotency::Idempotency;
///
/// #[action]
/// pub async fn pay(amount: u32, #[server] once: Idempotency) -> Result<Reply<u32>, CallError> {
///     let reply = Reply::value(amount);
///     // In one transaction: the payment, and what a retry is to be told of it.
///     if let Some(record) = once.record(&reply) {
///         assert!(record.reply.outcome.contains("200"));
///     }
///     Ok(reply)
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Idempotency {
    submission: Running,
    session: Option<String>,
}

/// A submission with the reply that a retry of it gets: what a store keeps, written by an action itself. Owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The submission, the unique key of the record.
    pub id: SubmissionId,
    /// What a retry is answered.
    pub reply: StoredReply,
}

/// Which submission runs: known when its fields are, which is after its guards have passed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running(Arc<OnceLock<SubmissionId>>);

impl Running {
    /// Says which one it is; the first that is said counts.
    pub(crate) fn is(&self, submission: SubmissionId) {
        self.0.get_or_init(|| submission);
    }
}

impl Idempotency {
    /// The submission, to be a unique key in tables of the app's own; `None` where a resent call cannot be told from a new
    /// one, because the visitor is new or no key was sent.
    #[must_use]
    pub fn id(&self) -> Option<SubmissionId> {
        self.submission.0.get().copied()
    }

    /// What is to be written in the transaction of the action, by the store's own function such as `limosa_sqlite::record`;
    /// `None` where there is no submission, or the value cannot be written. The reply is replayed as it is here: cookies of
    /// a session that changes later are not in it.
    #[must_use]
    pub fn record<T: Serialize>(&self, reply: &Reply<T>) -> Option<Record> {
        let id = self.id()?;
        let outcome = RawOutcome::of_reply("that records its reply", reply)?;
        let outcome = serde_json::to_string(&outcome).ok()?;
        let session = self.session.clone();
        Some(Record {
            id,
            reply: StoredReply { outcome, session },
        })
    }
}

impl FromRequestParts<ServerState> for Idempotency {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &ServerState,
    ) -> Result<Self, Infallible> {
        let running = parts.extensions.get::<Running>().cloned();
        Ok(Self {
            submission: running.unwrap_or_default(),
            session: SessionData::of(state, parts).map(|session| session.id),
        })
    }
}
