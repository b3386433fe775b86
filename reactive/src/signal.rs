//! Signals: values that tell their readers when they are written.

use crate::cell::Reading;
use crate::graph::{Kind, NONE, NodeId};
use crate::handle::{Handle, Readable, Refused, handle_traits, reading_methods};
use crate::place::Place;
use crate::report;
use crate::runtime::{Batch, runtime};

/// The methods of everything that can be written.
macro_rules! writing_methods {
    () => {
        /// Replaces the value and notifies, also when the new value is equal. Does nothing if the signal is disposed,
        /// and warns in debug builds.
        ///
        /// # Panics
        /// Inside a memo, and inside a closure that reads or changes this very signal.
        #[inline]
        #[track_caller]
        pub fn set(self, value: T) {
            if set(self.handle, value).is_some() {
                report::write_disposed(self.handle.id(), Kind::Signal);
            }
        }

        /// As [`set`](Self::set), but returns the value silently if the signal is disposed.
        ///
        /// # Panics
        /// As for [`set`](Self::set).
        #[inline]
        #[track_caller]
        pub fn try_set(self, value: T) -> Option<T> {
            set(self.handle, value)
        }

        /// Replaces the value and notifies unless the new value is equal; says whether it did.
        ///
        /// # Panics
        /// As for [`set`](Self::set).
        #[inline]
        #[track_caller]
        pub fn set_if_changed(self, value: T) -> bool
        where
            T: PartialEq,
        {
            let changed = match self.handle.read(false) {
                Ok(old) => *old != value,
                Err(_) => true,
            };
            if changed {
                self.set(value);
            }
            changed
        }

        /// Changes the value in place and notifies; returns what the closure returns. Effects run when it has returned.
        ///
        /// # Panics
        /// If the signal is disposed, as there is nothing to change (see [`try_update`](Self::try_update)); otherwise as
        /// for [`set`](Self::set).
        #[inline]
        #[track_caller]
        pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
            match try_update(self.handle, change) {
                Some(result) => result,
                None => report::read_disposed(self.handle.id(), Kind::Signal),
            }
        }

        /// As [`update`](Self::update), but `None` if the signal is disposed.
        ///
        /// # Panics
        /// As for [`set`](Self::set).
        #[inline]
        #[track_caller]
        pub fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
            try_update(self.handle, change)
        }

        /// Notifies as if the value had been replaced.
        ///
        /// # Panics
        /// Inside a memo.
        #[track_caller]
        pub fn notify(self) {
            allow_write(self.handle.id());
            runtime().changed(self.handle.id());
        }
    };
}
/// Makes a signal and returns its two halves.
///
/// It belongs to the current owner. Both halves are `Copy` and stay on their thread.
///
/// ```
/// use limosa_reactive::signal;
/// let (count, set_count) = signal(1);
/// set_count.update(|count| *count += 1);
/// assert_eq!(count.get(), 2);
/// ```
#[track_caller]
#[must_use]
pub fn signal<T: 'static>(value: T) -> (ReadSignal<T>, WriteSignal<T>) {
    RwSignal::new(value).split()
}

/// The half of a signal that reads. `Copy`; a read costs a key check and, inside a memo or effect, an edge.
pub struct ReadSignal<T> {
    handle: Handle<T>,
}

/// The half of a signal that writes. `Copy`; a write runs the effects that depend on it unless a batch is open.
pub struct WriteSignal<T> {
    handle: Handle<T>,
}

/// A signal that reads and writes. `Copy`; [`split`](Self::split) gives its halves.
pub struct RwSignal<T> {
    handle: Handle<T>,
}

handle_traits!(ReadSignal<T>);
handle_traits!(WriteSignal<T>);
handle_traits!(RwSignal<T>);

impl<T: 'static> ReadSignal<T> {
    reading_methods!();
}

impl<T: 'static> WriteSignal<T> {
    writing_methods!();
}

impl<T: 'static> RwSignal<T> {
    /// Makes a signal that belongs to the current owner.
    ///
    /// ```
    /// use limosa_reactive::RwSignal;
    /// let name = RwSignal::new(String::from("godwit"));
    /// name.update(|name| name.push('!'));
    /// assert_eq!(name.get(), "godwit!");
    /// ```
    #[track_caller]
    #[must_use]
    pub fn new(value: T) -> Self {
        let handle = Handle::new(Kind::Signal, 0, value, (), Place::here());
        Self { handle }
    }

    /// The half that reads.
    #[must_use]
    pub fn read_only(self) -> ReadSignal<T> {
        let handle = self.handle;
        ReadSignal { handle }
    }

    /// The half that writes.
    #[must_use]
    pub fn write_only(self) -> WriteSignal<T> {
        let handle = self.handle;
        WriteSignal { handle }
    }

    /// Both halves.
    #[must_use]
    pub fn split(self) -> (ReadSignal<T>, WriteSignal<T>) {
        (self.read_only(), self.write_only())
    }

    reading_methods!();
    writing_methods!();
}

impl<T: 'static> Readable for ReadSignal<T> {
    type Value = T;
    type Guard = Reading<T>;
    const KIND: Kind = Kind::Signal;

    fn node(self) -> NodeId {
        self.handle.id()
    }

    #[inline]
    fn open(self, track: bool) -> Result<Reading<T>, Refused> {
        self.handle.read(track)
    }
}

impl<T: 'static> Readable for RwSignal<T> {
    type Value = T;
    type Guard = Reading<T>;
    const KIND: Kind = Kind::Signal;

    fn node(self) -> NodeId {
        self.handle.id()
    }

    #[inline]
    fn open(self, track: bool) -> Result<Reading<T>, Refused> {
        self.handle.read(track)
    }
}

impl<T: 'static> RwSignal<T> {
    /// Whether anything subscribes to it.
    pub(crate) fn has_readers(self) -> bool {
        let graph = runtime().graph.open();
        let node = graph.nodes.get(self.handle.id());
        node.is_some_and(|node| node.subscribers != NONE)
    }

    /// Changes the value even inside a memo: for reports that readers make, which no memo can see the result of.
    pub(crate) fn report(self, change: impl FnOnce(&mut T)) {
        if let Ok(mut value) = self.handle.write() {
            change(&mut value);
            drop(value);
            runtime().changed(self.handle.id());
        }
    }
}

/// Gives the value back if the signal is gone.
#[inline]
#[track_caller]
fn set<T: 'static>(handle: Handle<T>, value: T) -> Option<T> {
    allow_write(handle.id());
    match handle.replace(Kind::Signal, value) {
        Ok(old) => {
            runtime().changed(handle.id());
            drop(old);
            None
        }
        Err(value) => Some(value),
    }
}

#[inline]
#[track_caller]
fn try_update<T: 'static, R>(handle: Handle<T>, change: impl FnOnce(&mut T) -> R) -> Option<R> {
    allow_write(handle.id());
    let mut value = match handle.write() {
        Ok(value) => value,
        Err(Refused::Gone) => return None,
        Err(Refused::Busy) => report::conflict(handle.id(), Kind::Signal),
    };
    let batch = Batch::open();
    let result = change(&mut value);
    drop(value);
    runtime().changed(handle.id());
    batch.close();
    Some(result)
}

#[inline]
#[track_caller]
fn allow_write(id: NodeId) {
    if let Some(memo) = runtime().forbids_write(id) {
        report::write_in_memo(id, memo);
    }
}
