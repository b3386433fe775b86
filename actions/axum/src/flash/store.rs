//! Where flashes are that do not fit into a cookie: a store as a trait, and the one of one process.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures::future::{BoxFuture, FutureExt, ready};
use tokio::time::Instant;

use crate::idempotency::StoreError;

const MOST_SLOTS: usize = 1_000;

/// Keeps what forms sent without script have to say, where that is too large for a cookie. Shared by all threads in an `Arc`.
///
/// A slot has a random name that only a sealed cookie of its visitor carries.
pub trait FlashStore: Debug + Send + Sync + 'static {
    /// Keeps a content for some time under the name of its slot.
    fn put<'a>(
        &'a self,
        slot: &'a str,
        content: String,
        time: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Takes a content away; only the first who asks gets it.
    fn take<'a>(&'a self, slot: &'a str) -> BoxFuture<'a, Result<Option<String>, StoreError>>;

    /// Makes void every flash made until now, also those that are in cookies.
    fn void_all(&self) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Until when flashes are void; `None` if [`FlashStore::void_all`] was never called.
    fn void_until(&self) -> BoxFuture<'_, Result<Option<SystemTime>, StoreError>>;
}

/// Keeps the last 1,000 large flashes in memory, for one process.
#[derive(Debug, Default)]
pub struct MemoryFlashes(Mutex<Slots>);

#[derive(Debug, Default)]
struct Slots {
    /// Each with its end.
    contents: HashMap<String, (Instant, String)>,
    void_until: Option<SystemTime>,
}

impl MemoryFlashes {
    fn lock(&self) -> MutexGuard<'_, Slots> {
        // Every change under the lock is complete before anything in it can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FlashStore for MemoryFlashes {
    fn put<'a>(
        &'a self,
        slot: &'a str,
        content: String,
        time: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.lock().put(slot, content, time);
        ready(Ok(())).boxed()
    }

    fn take<'a>(&'a self, slot: &'a str) -> BoxFuture<'a, Result<Option<String>, StoreError>> {
        let taken = self.lock().contents.remove(slot);
        let alive = taken.filter(|(end, _)| *end > Instant::now());
        ready(Ok(alive.map(|(_, content)| content))).boxed()
    }

    fn void_all(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        let mut slots = self.lock();
        slots.contents.clear();
        slots.void_until = Some(SystemTime::now());
        ready(Ok(())).boxed()
    }

    fn void_until(&self) -> BoxFuture<'_, Result<Option<SystemTime>, StoreError>> {
        ready(Ok(self.lock().void_until)).boxed()
    }
}

impl Slots {
    fn put(&mut self, slot: &str, content: String, time: Duration) {
        let now = Instant::now();
        self.contents.retain(|_, (end, _)| *end > now);
        if self.contents.len() >= MOST_SLOTS {
            let first = self.contents.iter().min_by_key(|(_, (end, _))| *end);
            let first = first.map(|(name, _)| name.clone());
            first.map(|name| self.contents.remove(&name));
        }
        self.contents.insert(slot.to_owned(), (now + time, content));
    }
}
