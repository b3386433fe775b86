//! Sessions that have ended: a cookie that somebody kept opens none of them again.

use std::collections::{HashSet, VecDeque};
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use futures::future::{BoxFuture, FutureExt, ready};

use crate::idempotency::StoreError;

const MOST_SESSIONS: usize = 100_000;

/// Remembers which sessions have ended, as long as their cookies could be sent. Shared by all threads in an `Arc`.
pub trait EndedSessions: Debug + Send + Sync + 'static {
    /// Notes the end of a session.
    fn end<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Whether a session has ended.
    fn has_ended<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<bool, StoreError>>;
}

/// Keeps the last 100,000 ended sessions in memory, for one process.
#[derive(Debug, Default)]
pub struct MemoryEndedSessions(Mutex<(HashSet<String>, VecDeque<String>)>);

impl EndedSessions for MemoryEndedSessions {
    fn end<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (ended, order) = &mut *guard;
        if ended.insert(session.to_owned()) {
            order.push_back(session.to_owned());
        }
        if order.len() > MOST_SESSIONS {
            order.pop_front().map(|oldest| ended.remove(&oldest));
        }
        ready(Ok(())).boxed()
    }

    fn has_ended<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        let ended = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .contains(session);
        ready(Ok(ended)).boxed()
    }
}
