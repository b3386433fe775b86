//! The store of submissions of one process: exactly once until it ends.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::future::{BoxFuture, FutureExt, ready};
use tokio::sync::watch;
use tokio::time::Instant;

use super::store::{IdempotencyStore, Reservation, StoreError, StoredReply, SubmissionId};

const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What an entry costs beside its reply, roughly.
const ENTRY_BYTES: usize = 256;

/// Keeps submissions in memory: at most 64 MiB of replies, the oldest go first.
///
/// Promises exactly once within one process. With several instances, or across a crash, use a durable shared store.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Submissions>);

#[derive(Debug, Default)]
struct Submissions {
    entries: HashMap<SubmissionId, Entry>,
    /// Finished ones in the order in which they expire.
    ended: VecDeque<(Instant, SubmissionId)>,
    bytes: usize,
}

#[derive(Debug)]
enum Entry {
    /// Dropped with the entry, which wakes all who wait.
    Running(watch::Sender<()>),
    Done(StoredReply, Instant),
}

enum Arrival {
    Answer(Reservation),
    Wait(watch::Receiver<()>),
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, Submissions> {
        // Every change under the lock is complete before anything in it can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn reserved(&self, submission: SubmissionId) -> Reservation {
        loop {
            let arrival = self.lock().arrive(submission);
            match arrival {
                Arrival::Answer(reservation) => return reservation,
                // An error means that the sender is gone: the first arrival has ended.
                Arrival::Wait(mut ended) => while ended.changed().await.is_ok() {},
            }
        }
    }
}

impl IdempotencyStore for MemoryStore {
    fn reserve(&self, submission: SubmissionId) -> BoxFuture<'_, Result<Reservation, StoreError>> {
        async move { Ok(self.reserved(submission).await) }.boxed()
    }

    fn finish(
        &self,
        submission: SubmissionId,
        reply: StoredReply,
    ) -> BoxFuture<'_, Result<(), StoreError>> {
        self.lock().finish(submission, reply);
        ready(Ok(())).boxed()
    }

    fn end_session<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.lock().retain(|entry| match entry {
            Entry::Running(_) => true,
            Entry::Done(reply, _) => reply.session.as_deref() != Some(session),
        });
        ready(Ok(())).boxed()
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.lock()
            .retain(|entry| matches!(entry, Entry::Running(_)));
        ready(Ok(())).boxed()
    }
}

impl Submissions {
    fn arrive(&mut self, submission: SubmissionId) -> Arrival {
        self.expire();
        match self.entries.get(&submission) {
            Some(Entry::Running(ended)) => Arrival::Wait(ended.subscribe()),
            Some(Entry::Done(reply, _)) => Arrival::Answer(Reservation::Replay(reply.clone())),
            None => {
                self.entries
                    .insert(submission, Entry::Running(watch::Sender::new(())));
                Arrival::Answer(Reservation::Run)
            }
        }
    }

    fn finish(&mut self, submission: SubmissionId, reply: StoredReply) {
        let end = Instant::now() + StoredReply::LIFETIME;
        self.bytes += ENTRY_BYTES + reply.outcome.len();
        self.ended.push_back((end, submission));
        self.entries.insert(submission, Entry::Done(reply, end));
        self.expire();
    }

    fn expire(&mut self) {
        let now = Instant::now();
        while let Some(&(end, submission)) = self.ended.front() {
            if end > now && self.bytes <= MOST_BYTES {
                break;
            }
            self.ended.pop_front();
            // A reply that was forgotten and came again has a later end than this one.
            let is_this = |entry: &Entry| matches!(entry, Entry::Done(_, own) if *own == end);
            if self.entries.get(&submission).is_some_and(is_this) {
                self.remove(submission);
            }
        }
    }

    fn remove(&mut self, submission: SubmissionId) {
        if let Some(Entry::Done(reply, _)) = self.entries.remove(&submission) {
            self.bytes -= ENTRY_BYTES + reply.outcome.len();
        }
    }

    fn retain(&mut self, keep: impl Fn(&Entry) -> bool) {
        let gone = self.entries.iter().filter(|(_, entry)| !keep(entry));
        let gone: Vec<SubmissionId> = gone.map(|(submission, _)| *submission).collect();
        for submission in gone {
            self.remove(submission);
        }
    }
}
