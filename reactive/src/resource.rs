//! Resources: values that arrive.

use std::sync::Arc;
use std::task::Waker;

use crate::effect::RenderEffect;
use crate::handle::{Readable, untrack};
use crate::memo::Memo;
use crate::owner::{Owner, on_cleanup};
use crate::pending::{self, Waiting};
use crate::signal::RwSignal;
use crate::source::{Connection, Source, Wiring};
use crate::stored::StoredValue;

/// An answer, shared by everything that reads it.
type Answer<T, E> = Option<Arc<Result<T, E>>>;

/// A value that comes from a [`Source`]. `Copy`; belongs to the owner it was made under.
///
/// A tracked read that finds no value yet reports itself pending, see [`pending`]. While a new
/// value loads, the last one stays.
pub struct Resource<T, E> {
    answer: Memo<Answer<T, E>>,
    connection: RwSignal<Option<Connection<T, E>>>,
    wiring: Wiring,
    /// None until somebody waits: most resources have their value when they are read.
    wakers: StoredValue<Option<Vec<Waker>>>,
    owner: Option<Owner>,
}

impl<T, E> Clone for Resource<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, E> Copy for Resource<T, E> {}

impl<T, E> std::fmt::Debug for Resource<T, E> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Resource")
    }
}

/// Makes a resource from a closure that says where its value comes from.
///
/// The closure is tracked: when something it read changes, the old source is dropped, with what it was still doing, and
/// the new one is connected.
///
/// ```
/// use limosa_reactive::{host, resource, signal};
/// let (id, set_id) = signal(1);
/// let name = resource(move || {
///     let id = id.get();
///     async move { Ok::<_, ()>(format!("product {id}")) }
/// });
/// assert_eq!(name.get(), None);
/// host::run_until_stalled();
/// assert_eq!(name.latest().as_deref(), Some("product 1"));
/// set_id.set(2);
/// assert!(name.loading());
/// assert_eq!(name.latest().as_deref(), Some("product 1"));
/// host::run_until_stalled();
/// assert_eq!(name.latest().as_deref(), Some("product 2"));
/// ```
#[track_caller]
#[must_use]
pub fn resource<S: Source>(source: impl Fn() -> S + 'static) -> Resource<S::Value, S::Error> {
    let connection = RwSignal::new(None);
    let answer = Memo::with_comparison(
        move |last| newest(connection, last),
        |old, new| !is_same(old, new),
    );
    let wiring = Wiring::new();
    RenderEffect::new(move || {
        wiring.reconnect.track();
        let source = source();
        let connected = untrack(|| wiring.during(|| source.connect()));
        connection.set(Some(connected));
    });
    Resource {
        answer,
        connection,
        wiring,
        wakers: StoredValue::new(None),
        owner: Owner::current(),
    }
}

fn newest<T: 'static, E: 'static>(
    connection: RwSignal<Option<Connection<T, E>>>,
    last: Option<&Answer<T, E>>,
) -> Answer<T, E> {
    let settled = connection.get().and_then(|now| now.settled.try_get());
    settled.flatten().or_else(|| last.cloned().flatten())
}

fn is_same<T, E>(old: &Answer<T, E>, new: &Answer<T, E>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (None, None) => true,
        _ => false,
    }
}

fn wake_when_settled<T: 'static, E: 'static>(
    answer: Memo<Answer<T, E>>,
    wakers: StoredValue<Option<Vec<Waker>>>,
) {
    let wake = move || {
        let waiting = wakers.try_update(|wakers| wakers.as_mut().map(std::mem::take));
        let waiting = waiting.flatten().unwrap_or_default();
        waiting.into_iter().for_each(Waker::wake);
    };
    RenderEffect::new(move || {
        if answer.with(Option::is_some) {
            wake();
        }
    });
    on_cleanup(wake);
}

impl<T: 'static, E: 'static> Resource<T, E> {
    /// Returns a copy of the last answer, and subscribes to it; `None` until the first, which is reported as pending.
    ///
    /// # Panics
    /// If it is disposed.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn get(self) -> Option<Result<T, E>>
    where
        T: Clone,
        E: Clone,
    {
        self.with(|answer| answer.cloned())
    }

    /// Passes the last answer by reference to a closure, and subscribes to it; `None` until the first, which is reported
    /// as pending.
    ///
    /// # Panics
    /// If it is disposed.
    #[track_caller]
    pub fn with<R>(self, read: impl FnOnce(Option<&Result<T, E>>) -> R) -> R {
        let answer = self.shared();
        read(answer.as_deref())
    }

    /// The last answer without a copy, subscribed to; `None` until the first, which is reported as pending.
    ///
    /// # Panics
    /// If it is disposed.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn shared(self) -> Option<Arc<Result<T, E>>> {
        let answer = self.answer.get();
        if answer.is_none() {
            pending::report(self);
        }
        answer
    }

    /// Returns a copy of the last answer if it is a value, and subscribes to it; until the first answer it is reported as
    /// pending, as by [`get`](Self::get), so that a server waits for it too.
    ///
    /// # Panics
    /// If it is disposed.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn latest(self) -> Option<T>
    where
        T: Clone,
    {
        self.shared()?.as_ref().as_ref().ok().cloned()
    }

    /// Returns a copy of the last answer if it is an error, and subscribes to it; never pending.
    ///
    /// # Panics
    /// If it is disposed.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn error(self) -> Option<E>
    where
        E: Clone,
    {
        self.answer.get()?.as_ref().as_ref().err().cloned()
    }

    /// Whether an answer is on its way, the first or a later one; subscribes.
    ///
    /// # Panics
    /// If it is disposed.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn loading(self) -> bool {
        let loading = self.connection.get().and_then(|now| now.loading.try_get());
        loading.unwrap_or(true)
    }

    /// Asks the source for a new answer; the last one stays until it arrives. Does nothing if it is disposed.
    pub fn refetch(self) {
        let connection = self.connection.try_get_untracked().flatten();
        if let Some(connection) = connection {
            untrack(|| connection.refetch.try_call(()));
        }
    }

    /// Whether it has an answer; does not subscribe. False if it is disposed.
    #[must_use]
    pub fn is_settled_untracked(self) -> bool {
        let settled = self.answer.try_with_untracked(Option::is_some);
        settled.unwrap_or(false)
    }
}

impl<T: 'static, E: 'static> Waiting for Resource<T, E> {
    fn settles_here(&self) -> bool {
        !self
            .wiring
            .never_settles
            .try_with(|never| *never)
            .unwrap_or(true)
    }

    fn key(&self) -> u64 {
        Readable::node(self.answer).number()
    }

    fn is_over(&self) -> bool {
        let settled = self.answer.try_with_untracked(Option::is_some);
        settled.unwrap_or(true)
    }

    fn wait(&self, waker: &Waker) {
        let is_first = self.wakers.try_update(|wakers| {
            let is_first = wakers.is_none();
            let wakers = wakers.get_or_insert_default();
            if !wakers.iter().any(|known| known.will_wake(waker)) {
                wakers.push(waker.clone());
            }
            is_first
        });
        if is_first == Some(true) {
            let (answer, wakers) = (self.answer, self.wakers);
            let install = || wake_when_settled(answer, wakers);
            match self.owner {
                Some(owner) => owner.with(install),
                None => install(),
            }
        }
    }
}
