//! Typed keys of nodes, and the way from a key to a value.

use std::marker::PhantomData;
use std::ops::Deref;

use crate::cell::{Job, NodeCell, Reading, Writing, is_plain};
use crate::graph::{Flags, Kind, NodeId};
use crate::place::Place;
use crate::report;
use crate::runtime::{Batch, Surroundings, runtime, started};

/// Key of a node whose cell holds a `T`; stays on its thread.
pub(crate) struct Handle<T> {
    id: NodeId,
    class: PhantomData<*mut T>,
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

/// Why a value cannot be had.
pub(crate) enum Refused {
    /// The node is disposed.
    Gone,
    /// It is in use by a closure that is still running.
    Busy,
}

impl<T: 'static> Handle<T> {
    /// Adds a node below the current owner.
    pub(crate) fn new<J: Job<T>>(kind: Kind, flags: Flags, value: T, job: J, place: Place) -> Self {
        let cell = NodeCell::new(value, job);
        let id = runtime().insert(kind, flags, Some(cell), place);
        let class = PhantomData;
        Self { id, class }
    }

    #[inline]
    pub(crate) fn id(self) -> NodeId {
        self.id
    }

    /// Opens the value for reading and subscribes the observer if `track`.
    #[inline]
    pub(crate) fn read(self, track: bool) -> Result<Reading<T>, Refused> {
        let mut graph = runtime().graph.open();
        let node = graph.nodes.get(self.id).ok_or(Refused::Gone)?;
        let value = node.cell.as_ref().and_then(NodeCell::read);
        let value = value.ok_or(Refused::Busy)?;
        if track {
            graph.track(self.id);
        }
        Ok(value)
    }

    /// A copy of a plain value that is what the run before has read next, or this one last.
    #[inline(always)]
    pub(crate) fn copy_next(self) -> Option<T>
    where
        T: Clone,
    {
        if !is_plain::<T>() {
            return None;
        }
        let mut graph = started()?.graph.open();
        if !graph.links.pass_or_stay(self.id) {
            return None;
        }
        let cell = graph.nodes.at(self.id.index()).cell.as_ref()?;
        cell.copy::<_, true>()
    }

    /// A copy of the value; subscribes the observer if `track`.
    #[inline]
    pub(crate) fn copy(self, track: bool) -> Result<T, Refused>
    where
        T: Clone,
    {
        if is_plain::<T>() {
            let mut graph = runtime().graph.open();
            if let Some(node) = graph.nodes.get(self.id)
                && let Some(cell) = &node.cell
                && let Some(value) = cell.copy::<_, true>()
            {
                if track {
                    graph.track(self.id);
                }
                return Ok(value);
            }
        }
        self.read(track).map(|value| T::clone(&value))
    }

    /// Opens the value for writing.
    #[inline]
    pub(crate) fn write(self) -> Result<Writing<T>, Refused> {
        let graph = runtime().graph.open();
        let node = graph.nodes.get(self.id).ok_or(Refused::Gone)?;
        let value = node.cell.as_ref().and_then(NodeCell::write);
        value.ok_or(Refused::Busy)
    }

    /// Exchanges the value; gives the new one back if the node is gone.
    #[inline]
    #[track_caller]
    pub(crate) fn replace(self, kind: Kind, value: T) -> Result<T, T> {
        match self.write() {
            Ok(mut place) => Ok(std::mem::replace(&mut *place, value)),
            Err(Refused::Gone) => Err(value),
            Err(Refused::Busy) => report::conflict(self.id, kind),
        }
    }

    pub(crate) fn dispose(self) {
        runtime().dispose(self.id);
    }
}

/// What can be read reactively.
pub(crate) trait Readable: Copy {
    type Value;
    type Guard: Deref<Target = Self::Value>;
    const KIND: Kind;

    fn node(self) -> NodeId;
    fn open(self, track: bool) -> Result<Self::Guard, Refused>;

    /// A copy and a tracked read in few steps; nothing where it takes more, which is to be done by [`copy`](Self::copy).
    #[inline(always)]
    fn copy_next(self) -> Option<Self::Value>
    where
        Self::Value: Clone,
    {
        None
    }

    /// A copy of the value.
    #[inline]
    fn copy(self, track: bool) -> Result<Self::Value, Refused>
    where
        Self::Value: Clone,
    {
        self.open(track).map(|guard| Self::Value::clone(&guard))
    }
}

/// Reads through a closure; writes inside it take effect when it returns. `None` if the node is gone.
#[inline]
#[track_caller]
pub(crate) fn try_with<S: Readable, R>(
    source: S,
    track: bool,
    read: impl FnOnce(&S::Value) -> R,
) -> Option<R> {
    let guard = match source.open(track) {
        Ok(guard) => guard,
        Err(Refused::Gone) => return None,
        Err(Refused::Busy) => report::conflict(source.node(), S::KIND),
    };
    let batch = Batch::open();
    let result = read(&guard);
    drop(guard);
    batch.close();
    Some(result)
}

/// Reads a copy and subscribes to it.
#[inline(always)]
#[track_caller]
pub(crate) fn get<S: Readable<Value: Clone>>(source: S) -> S::Value {
    match source.copy_next() {
        Some(value) => value,
        None => get_slowly(source),
    }
}

/// Apart, so that a fast read keeps nothing on the stack.
#[inline(never)]
#[track_caller]
fn get_slowly<S: Readable<Value: Clone>>(source: S) -> S::Value {
    match copy(source, true) {
        Some(value) => value,
        None => gone(source),
    }
}

/// Reads a copy. `None` if the node is gone.
#[inline(never)]
#[track_caller]
pub(crate) fn try_get<S: Readable<Value: Clone>>(source: S, track: bool) -> Option<S::Value> {
    copy(source, track)
}

#[inline(always)]
#[track_caller]
fn copy<S: Readable<Value: Clone>>(source: S, track: bool) -> Option<S::Value> {
    match source.copy(track) {
        Ok(value) => Some(value),
        Err(Refused::Gone) => None,
        Err(Refused::Busy) => report::conflict(source.node(), S::KIND),
    }
}

/// Panics for a read of something gone.
#[cold]
#[track_caller]
pub(crate) fn gone<S: Readable>(source: S) -> ! {
    report::read_disposed(source.node(), S::KIND)
}

/// Runs a closure without tracking what it reads.
///
/// Writes and ownership are as usual. Returns what the closure returns.
///
/// ```
/// use limosa_reactive::{Effect, signal, untrack};
/// let (count, set_count) = signal(1);
/// let (runs, set_runs) = signal(0);
/// Effect::new(move || {
///     untrack(|| count.get());
///     set_runs.update(|runs| *runs += 1);
/// });
/// set_count.set(2);
/// assert_eq!(runs.get(), 1);
/// ```
pub fn untrack<R>(run: impl FnOnce() -> R) -> R {
    let _saved = Surroundings::untracked();
    run()
}

/// The methods of everything that can be read, so that users need no trait.
macro_rules! reading_methods {
    () => {
        /// Returns a copy of the value and subscribes the running memo or effect to it.
        ///
        /// # Panics
        /// If it is disposed, see [`try_get`](Self::try_get).
        #[inline]
        #[track_caller]
        #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
        pub fn get(self) -> T
        where
            T: Clone,
        {
            $crate::handle::get(self)
        }

        /// Returns a copy of the value without subscribing to it.
        ///
        /// # Panics
        /// If it is disposed.
        #[inline]
        #[track_caller]
        #[must_use]
        pub fn get_untracked(self) -> T
        where
            T: Clone,
        {
            match $crate::handle::try_get(self, false) {
                Some(value) => value,
                None => $crate::handle::gone(self),
            }
        }

        /// Returns a copy of the value and subscribes to it; `None` if it is disposed.
        #[inline]
        #[track_caller]
        #[must_use]
        pub fn try_get(self) -> Option<T>
        where
            T: Clone,
        {
            $crate::handle::try_get(self, true)
        }

        /// Returns a copy of the value without subscribing to it; `None` if it is disposed.
        #[inline]
        #[track_caller]
        #[must_use]
        pub fn try_get_untracked(self) -> Option<T>
        where
            T: Clone,
        {
            $crate::handle::try_get(self, false)
        }

        /// Passes the value by reference to a closure and subscribes to it. Effects that the closure triggers run when
        /// it has returned.
        ///
        /// # Panics
        /// If it is disposed, see [`try_with`](Self::try_with).
        #[inline]
        #[track_caller]
        pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
            match $crate::handle::try_with(self, true, read) {
                Some(value) => value,
                None => $crate::handle::gone(self),
            }
        }

        /// Passes the value by reference to a closure without subscribing to it.
        ///
        /// # Panics
        /// If it is disposed.
        #[inline]
        #[track_caller]
        pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
            match $crate::handle::try_with(self, false, read) {
                Some(value) => value,
                None => $crate::handle::gone(self),
            }
        }

        /// Passes the value by reference to a closure and subscribes to it; `None` if it is disposed.
        #[inline]
        #[track_caller]
        pub fn try_with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
            $crate::handle::try_with(self, true, read)
        }

        /// Passes the value by reference to a closure without subscribing to it; `None` if it is disposed.
        #[inline]
        #[track_caller]
        pub fn try_with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
            $crate::handle::try_with(self, false, read)
        }

        /// Subscribes the running memo or effect without reading; does nothing if it is disposed.
        #[inline]
        #[track_caller]
        pub fn track(self) {
            $crate::handle::track(self);
        }
    };
}
pub(crate) use reading_methods;

/// The methods of everything that is a node of its own.
macro_rules! node_methods {
    () => {
        /// Whether it is disposed.
        #[must_use]
        pub fn is_disposed(self) -> bool {
            !$crate::runtime::runtime().is_alive($crate::handle::Readable::node(self))
        }

        /// Disposes it before its owner is; does nothing the second time.
        pub fn dispose(self) {
            $crate::runtime::runtime().dispose($crate::handle::Readable::node(self));
        }
    };
}
pub(crate) use node_methods;

/// Subscribes without reading.
pub(crate) fn track<S: Readable>(source: S) {
    if runtime().is_tracking() {
        drop(source.open(true).ok());
    }
}

/// Copies of a handle are the same node; none of the traits asks anything of the value.
macro_rules! handle_traits {
    ($name:ident<$($parameter:ident),+>) => {
        impl<$($parameter),+> Clone for $name<$($parameter),+> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($parameter),+> Copy for $name<$($parameter),+> {}

        impl<$($parameter: 'static),+> PartialEq for $name<$($parameter),+> {
            fn eq(&self, other: &Self) -> bool {
                self.handle.id() == other.handle.id()
            }
        }

        impl<$($parameter: 'static),+> Eq for $name<$($parameter),+> {}

        impl<$($parameter: 'static),+> std::hash::Hash for $name<$($parameter),+> {
            fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
                self.handle.id().hash(hasher);
            }
        }

        impl<$($parameter),+> std::fmt::Debug for $name<$($parameter),+> {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(stringify!($name))
            }
        }
    };
}
pub(crate) use handle_traits;
