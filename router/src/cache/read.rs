//! Reading: resources subscribe, futures wait, preloads warm.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use futures::channel::oneshot::{Receiver, channel};
use limosa_reactive::{Callback, Connection, RwSignal, on_cleanup};

use crate::cache::answer::{Answer, Settled, TypedSlot};
use crate::cache::entry::Reader;
use crate::cache::flight::milliseconds;
use crate::cache::state::State;
use crate::cache::{Cache, LocalRun};
use crate::error::CallError;
use crate::query::{Query, QueryOptions};

/// A key with what will bring its answer.
type Waiting = (Rc<str>, Receiver<Rc<Answer>>);

/// A key that somebody wants, without its types.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'k> {
    /// The key.
    pub key: &'k str,
    /// Freshness of the query.
    pub options: QueryOptions,
    /// Runs it here, if it is a query of the browser.
    pub local: Option<LocalRun>,
}

impl Cache {
    /// Subscribes the current owner to a key, for a page at this depth.
    #[must_use]
    pub fn connect<M: Query>(
        &self,
        wanted: Wanted<'_>,
        depth: u8,
    ) -> Connection<M::Value, M::Error> {
        let (key, loading) = self.subscribe(wanted, depth);
        let settled = self.slot::<M>(&key);
        let cache = self.clone();
        let refetch = Callback::new(move |()| cache.refetch(&key));
        Connection {
            settled: settled.read_only(),
            loading: loading.read_only(),
            refetch,
        }
    }

    /// Asks for a key anew, whatever there is.
    pub fn refetch(&self, key: &str) {
        self.change(|state, after| {
            if let Some(entry) = state.entries.get_mut(key) {
                entry.stale = true;
            }
            state.enqueue(key, after);
        });
    }

    /// The answer of a key once: held if it is fresh, else asked for.
    ///
    /// # Errors
    /// If the cache is emptied before an answer comes.
    pub async fn wait(&self, wanted: Wanted<'_>) -> Result<Rc<Answer>, CallError> {
        let (key, receiver) = match self.wait_or_held(wanted) {
            Ok(answer) => return Ok(answer),
            Err(waiting) => waiting,
        };
        let _release = Release {
            cache: self.clone(),
            key,
        };
        receiver.await.map_err(|_| CallError::Aborted)
    }

    /// Loads a key ahead, unless it is fresh. Whether it was asked for.
    #[expect(clippy::must_use_candidate, reason = "asking is the point")]
    pub fn preload(&self, wanted: Wanted<'_>) -> bool {
        let (now, reuse) = (self.now(), self.inner().reuse.get());
        let asked = self.change(|state, after| {
            let entry = state.entry(wanted.key, wanted.options, wanted.local, now);
            if entry.is_hit(now, reuse) {
                return false;
            }
            entry.preloaded = entry.readers.is_empty();
            if entry.is_coming() {
                return false;
            }
            state.enqueue(wanted.key, after);
            true
        });
        self.sweep_later();
        asked
    }

    /// What a key holds now, asked for or not.
    #[must_use]
    pub fn held(&self, key: &str) -> Option<Rc<Answer>> {
        self.inner().state.borrow().entries.get(key)?.answer.clone()
    }

    /// Whether a key holds a fresh answer or one that back and forward may use.
    #[must_use]
    pub fn is_ready(&self, key: &str) -> bool {
        let (now, reuse) = (self.now(), self.inner().reuse.get());
        self.inner()
            .state
            .borrow()
            .entries
            .get(key)
            .is_some_and(|entry| entry.is_hit(now, reuse))
    }

    /// Puts a value in by hand; readers see it at once.
    pub fn put(&self, wanted: Wanted<'_>, answer: Answer) {
        let now = self.now();
        self.change(|state, after| {
            let entry = state.entry(wanted.key, wanted.options, wanted.local, now);
            // A request that is under way read the old value, and no stamp could tell.
            entry.request = None;
            state.settle(wanted.key, answer, None, now, after);
        });
    }

    fn subscribe(&self, wanted: Wanted<'_>, depth: u8) -> (Rc<str>, RwSignal<bool>) {
        let (now, reuse) = (self.now(), self.inner().reuse.get());
        let (key, reader, loading) = self.change(|state, after| {
            let id = state.number();
            let entry = state.entry(wanted.key, wanted.options, wanted.local, now);
            let hit = entry.is_hit(now, reuse);
            entry.readers.push(Reader { id, depth });
            // From here on it is needed as long as it is read, also if its answer is still to come.
            if std::mem::take(&mut entry.preloaded) && hit {
                entry.fresh_until = now + milliseconds(entry.options.fresh_for);
            }
            let loading = entry.loading;
            if !hit {
                state.enqueue(wanted.key, after);
            }
            (state.shared_key(wanted.key), id, loading)
        });
        self.poll_later(&key);
        let (cache, unread) = (self.clone(), Rc::clone(&key));
        on_cleanup(move || cache.unsubscribe(&unread, reader));
        (key, loading)
    }

    fn unsubscribe(&self, key: &Rc<str>, reader: u32) {
        let now = self.now();
        let last = self.change(|state, _| {
            let Some(entry) = state.entries.get_mut(key) else {
                return false;
            };
            entry.readers.retain(|other| other.id != reader);
            entry.unused_since = now;
            entry.readers.is_empty()
        });
        if last {
            // Later: a resource that changes its arguments and comes back to the same key must not abort its request.
            self.release_soon(Rc::clone(key));
            self.sweep_later();
        }
    }

    /// The signal of an entry with its types, made at the first read.
    pub(super) fn slot<M: Query>(&self, key: &str) -> Settled<M> {
        let (slot, answer, owner) = {
            let state = self.inner().state.borrow();
            let entry = state
                .entries
                .get(key)
                .expect("whoever reads an entry has made it");
            (entry.slot.clone(), entry.answer.clone(), entry.owner)
        };
        let known = slot
            .as_ref()
            .and_then(|slot| slot.as_any().downcast_ref::<TypedSlot<M>>());
        if let Some(known) = known {
            return known.settled;
        }
        let settled = answer.map(|answer| Arc::new(answer.decode::<M>()));
        let signal = owner.with(|| RwSignal::new(settled));
        if let Some(entry) = self.inner().state.borrow_mut().entries.get_mut(key) {
            entry.slot = Some(Rc::new(TypedSlot::<M> {
                settled: signal,
                layers: OnceCell::new(),
            }));
        }
        signal
    }

    fn wait_or_held(&self, wanted: Wanted<'_>) -> Result<Rc<Answer>, Waiting> {
        let (now, reuse) = (self.now(), self.inner().reuse.get());
        let result = self.change(|state, after| {
            let entry = state.entry(wanted.key, wanted.options, wanted.local, now);
            if entry.is_hit(now, reuse)
                && let Some(answer) = &entry.answer
            {
                return Ok(Rc::clone(answer));
            }
            let (sender, receiver) = channel();
            entry.waiters.push(sender);
            state.enqueue(wanted.key, after);
            // It may have been in the queue already, and could wait until now.
            state.ask_soon(after);
            Err((state.shared_key(wanted.key), receiver))
        });
        self.sweep_later();
        result
    }
}

impl State {
    pub(super) fn shared_key(&self, key: &str) -> Rc<str> {
        self.entries
            .get_key_value(key)
            .map_or_else(|| key.into(), |(key, _)| Rc::clone(key))
    }
}

/// Tells the cache that a waiter is gone.
struct Release {
    cache: Cache,
    key: Rc<str>,
}

impl Drop for Release {
    fn drop(&mut self) {
        self.cache.release_soon(Rc::clone(&self.key));
    }
}
