//! Signals: values that tell their readers when they are written.

use crate::cell::Reading;
use crate::graph::{Kind, NodeId};
use crate::handle::{Handle, Readable, Refused, handle_traits, node_methods, reading_methods};
use crate::place::Place;
use crate::report;
use crate::runtime::{Batch, runtime};
use crate::writing::{Writable, allow_write, writing_methods};

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
    node_methods!();
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
    node_methods!();
    writing_methods!();

    /// Makes it belong to the current owner instead of the one it was made under: a row takes the signals of its item with it
    /// when it goes. Does nothing without an owner, or if it is disposed.
    ///
    /// ```
    /// use limosa_reactive::{Owner, RwSignal};
    /// let label = RwSignal::new("ruff");
    /// let row = Owner::new();
    /// row.with(|| label.move_here());
    /// row.dispose();
    /// assert!(label.is_disposed());
    /// ```
    pub fn move_here(self) {
        let runtime = runtime();
        let owner = runtime.owner();
        if !owner.is_null() {
            runtime.graph.open().move_below(owner, self.handle.id());
        }
    }
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

    #[inline(always)]
    fn copy_next(self) -> Option<T>
    where
        T: Clone,
    {
        self.handle.copy_next()
    }

    #[inline]
    fn copy(self, track: bool) -> Result<T, Refused>
    where
        T: Clone,
    {
        self.handle.copy(track)
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

    #[inline(always)]
    fn copy_next(self) -> Option<T>
    where
        T: Clone,
    {
        self.handle.copy_next()
    }

    #[inline]
    fn copy(self, track: bool) -> Result<T, Refused>
    where
        T: Clone,
    {
        self.handle.copy(track)
    }
}

impl<T: 'static> RwSignal<T> {
    /// Changes the value even inside a memo: for reports that readers make, which no memo can see the result of.
    pub(crate) fn report(self, change: impl FnOnce(&mut T)) {
        if let Ok(mut value) = self.handle.write() {
            change(&mut value);
            drop(value);
            runtime().changed(self.handle.id());
        }
    }
}

/// Both halves that write do it alike.
macro_rules! writable {
    ($name:ident) => {
        impl<T: 'static> Writable for $name<T> {
            type Value = T;
            const KIND: Kind = Kind::Signal;

            fn node(self) -> NodeId {
                self.handle.id()
            }

            #[inline]
            #[track_caller]
            fn replace(self, value: T) -> Option<T> {
                set(self.handle, value)
            }

            #[inline]
            #[track_caller]
            fn change<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
                try_update(self.handle, change)
            }

            #[inline]
            fn differs(self, value: &T) -> bool
            where
                T: PartialEq,
            {
                let old = self.handle.read(false);
                old.map_or(true, |old| *old != *value)
            }

            #[track_caller]
            fn tell(self) {
                allow_write(self.handle.id());
                runtime().changed(self.handle.id());
            }
        }
    };
}
writable!(WriteSignal);
writable!(RwSignal);

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
