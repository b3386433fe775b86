//! Owners: what is made under one is disposed with it.

use crate::cell::{Job, NodeCell, Own};
use crate::graph::{Flags, INERT, Kind, NodeId};
use crate::place::Place;
use crate::runtime::{Surroundings, runtime};

/// A node that owns what is made under it. `Copy`; it is not disposed when the handle is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    id: NodeId,
    thread: std::marker::PhantomData<*mut ()>,
}

impl Owner {
    /// Makes an owner below the current one.
    ///
    /// ```
    /// use limosa_reactive::{Owner, StoredValue, on_cleanup};
    /// let log = StoredValue::new(vec![]);
    /// let owner = Owner::new();
    /// owner.with(|| on_cleanup(move || log.update(|log| log.push("gone"))));
    /// owner.dispose();
    /// assert_eq!(log.get(), ["gone"]);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        Self::of(runtime().insert(Kind::Owner, 0, None, Place::here()))
    }

    /// Makes an owner that nothing owns: it lives until it is disposed.
    #[track_caller]
    #[must_use]
    pub fn new_root() -> Self {
        Self::root(0, Place::here())
    }

    /// Makes a root below which [`Effect::new`](crate::Effect::new) and [`watch`](crate::watch) never run: for rendering
    /// on the server.
    #[track_caller]
    #[must_use]
    pub fn new_inert_root() -> Self {
        Self::root(INERT, Place::here())
    }

    /// The current owner, if there is one.
    #[must_use]
    pub fn current() -> Option<Self> {
        let id = runtime().owner();
        (!id.is_null()).then_some(Self::of(id))
    }

    /// Runs a closure with this owner current and nothing tracked; returns what the closure returns.
    ///
    /// What is made under an owner that is disposed already goes as soon as no batch is open.
    pub fn with<R>(self, run: impl FnOnce() -> R) -> R {
        let _saved = Surroundings::owned_by(self.id);
        run()
    }

    /// Disposes everything made under this owner, the youngest first, runs the cleanups, and then the owner itself. Does
    /// nothing the second time.
    ///
    /// Values go at once, and most of the room of the nodes when few are left; eight bytes of each stay, to be used again, as
    /// long as anything reactive lives on the thread.
    ///
    /// # Panics
    /// Where a cleanup or a `Drop` panics, after everything is disposed.
    pub fn dispose(self) {
        runtime().dispose(self.id);
    }

    /// Whether it is disposed.
    #[must_use]
    pub fn is_disposed(self) -> bool {
        !runtime().is_alive(self.id)
    }

    fn of(id: NodeId) -> Self {
        let thread = std::marker::PhantomData;
        Self { id, thread }
    }

    fn root(flags: Flags, place: Place) -> Self {
        let _outside = Surroundings::owned_by(NodeId::NULL);
        Self::of(runtime().insert(Kind::Owner, flags, None, place))
    }

    pub(crate) fn id(self) -> NodeId {
        self.id
    }
}

impl Default for Owner {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

/// Runs a closure when the current owner is disposed, or before its memo or effect runs again.
///
/// Cleanups run in reverse order, untracked and without an owner. Without an owner the closure is dropped and never runs.
///
/// ```
/// use limosa_reactive::{Effect, StoredValue, on_cleanup, signal};
/// let (count, set_count) = signal(1);
/// let log = StoredValue::new(vec![]);
/// Effect::new(move || {
///     let seen = count.get();
///     on_cleanup(move || log.update(|log| log.push(seen)));
/// });
/// set_count.set(2);
/// assert_eq!(log.get(), [1]);
/// ```
#[track_caller]
pub fn on_cleanup(cleanup: impl FnOnce() + 'static) {
    add_cleanup(cleanup);
}

/// As `on_cleanup`, with a key to dispose it early; `None` without an owner.
#[track_caller]
pub(crate) fn add_cleanup(cleanup: impl FnOnce() + 'static) -> Option<NodeId> {
    let runtime = runtime();
    let place = Place::here();
    (!runtime.owner().is_null()).then(|| {
        let cell = NodeCell::new((), CleanupJob(Some(cleanup)));
        runtime.insert(Kind::Cleanup, 0, Some(cell), place)
    })
}

struct CleanupJob<F>(Option<F>);

impl<F: FnOnce() + 'static> Job<()> for CleanupJob<F> {
    fn run(&mut self, _: Own<'_, ()>) -> bool {
        if let Some(cleanup) = self.0.take() {
            cleanup();
        }
        true
    }
}
