//! Values and closures that live with an owner and that nobody subscribes to.

use crate::graph::Kind;
use crate::handle::{Handle, Refused, handle_traits};
use crate::place::Place;
use crate::report;

/// A value that belongs to an owner and is not reactive. `Copy`, whatever the value is.
pub struct StoredValue<T> {
    handle: Handle<T>,
}

handle_traits!(StoredValue<T>);

impl<T: 'static> StoredValue<T> {
    /// Stores a value until the current owner is disposed.
    ///
    /// ```
    /// use limosa_reactive::StoredValue;
    /// let names = StoredValue::new(vec!["ruff"]);
    /// names.update(|names| names.push("reeve"));
    /// assert_eq!(names.with(Vec::len), 2);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn new(value: T) -> Self {
        let handle = Handle::new(Kind::Stored, 0, value, (), Place::here());
        Self { handle }
    }

    /// Returns a copy of the value.
    ///
    /// # Panics
    /// If it is disposed, or while it is being changed.
    #[track_caller]
    #[must_use]
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// Passes the value by reference to a closure.
    ///
    /// # Panics
    /// If it is disposed, or while it is being changed.
    #[track_caller]
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        match self.try_with(read) {
            Some(result) => result,
            None => report::read_disposed(self.handle.id(), Kind::Stored),
        }
    }

    /// As [`with`](Self::with), but `None` if it is disposed.
    ///
    /// # Panics
    /// While it is being changed.
    #[track_caller]
    pub fn try_with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        match self.handle.read(false) {
            Ok(value) => Some(read(&value)),
            Err(Refused::Gone) => None,
            Err(Refused::Busy) => report::conflict(self.handle.id(), Kind::Stored),
        }
    }

    /// Changes the value in place; returns what the closure returns.
    ///
    /// # Panics
    /// If it is disposed, or while it is being read or changed.
    #[track_caller]
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        match self.try_update(change) {
            Some(result) => result,
            None => report::read_disposed(self.handle.id(), Kind::Stored),
        }
    }

    /// As [`update`](Self::update), but `None` if it is disposed.
    ///
    /// # Panics
    /// While it is being read or changed.
    #[track_caller]
    pub fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        match self.handle.write() {
            Ok(mut value) => Some(change(&mut value)),
            Err(Refused::Gone) => None,
            Err(Refused::Busy) => report::conflict(self.handle.id(), Kind::Stored),
        }
    }

    /// Replaces the value. Does nothing if it is disposed, and warns in debug builds.
    ///
    /// # Panics
    /// While it is being read or changed.
    #[track_caller]
    pub fn set(self, value: T) {
        match self.handle.replace(Kind::Stored, value) {
            Ok(old) => drop(old),
            Err(_) => report::write_disposed(self.handle.id(), Kind::Stored),
        }
    }

    /// Disposes it before its owner is; does nothing the second time.
    pub fn dispose(self) {
        self.handle.dispose();
    }
}

type Function<In, Out> = Box<dyn Fn(In) -> Out>;

/// A closure that belongs to an owner. `Copy`, so that it can be passed on without cloning.
pub struct Callback<In, Out = ()> {
    handle: Handle<Function<In, Out>>,
}

handle_traits!(Callback<In, Out>);

impl<In: 'static, Out: 'static> Callback<In, Out> {
    /// Stores a closure until the current owner is disposed.
    ///
    /// ```
    /// use limosa_reactive::Callback;
    /// let double = Callback::new(|number: i32| number * 2);
    /// assert_eq!(double.call(4), 8);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn new(function: impl Fn(In) -> Out + 'static) -> Self {
        let function: Function<In, Out> = Box::new(function);
        let handle = Handle::new(Kind::Stored, 0, function, (), Place::here());
        Self { handle }
    }

    /// Calls the closure.
    ///
    /// # Panics
    /// If it is disposed, see [`try_call`](Self::try_call).
    #[track_caller]
    pub fn call(self, input: In) -> Out {
        match self.try_call(input) {
            Some(output) => output,
            None => report::read_disposed(self.handle.id(), Kind::Stored),
        }
    }

    /// As [`call`](Self::call), but `None` if it is disposed.
    pub fn try_call(self, input: In) -> Option<Out> {
        let function = self.handle.read(false).ok()?;
        Some(function(input))
    }
}
