//! What can be written, and the methods that signals and stores share for it.

use crate::graph::{Kind, NodeId};
use crate::report;
use crate::runtime::runtime;

/// What can be written.
pub(crate) trait Writable: Copy {
    type Value;
    const KIND: Kind;

    fn node(self) -> NodeId;
    /// Exchanges the value and notifies; gives the new one back if it is gone.
    fn replace(self, value: Self::Value) -> Option<Self::Value>;
    /// Changes the value in place and notifies; `None` if it is gone.
    fn change<R>(self, change: impl FnOnce(&mut Self::Value) -> R) -> Option<R>;
    /// Whether the value is another one; also if it is gone.
    fn differs(self, value: &Self::Value) -> bool
    where
        Self::Value: PartialEq;
    /// Notifies.
    fn tell(self);
}

/// Warns of a write to something gone.
#[cold]
#[track_caller]
pub(crate) fn lost<S: Writable>(target: S) {
    report::write_disposed(target.node(), S::KIND);
}

/// Panics for a change of something gone.
#[cold]
#[track_caller]
pub(crate) fn gone<S: Writable>(target: S) -> ! {
    report::read_disposed(target.node(), S::KIND)
}

/// Refuses a write inside a memo.
#[inline]
#[track_caller]
pub(crate) fn allow_write(id: NodeId) {
    if let Some(memo) = runtime().forbids_write(id) {
        report::write_in_memo(id, memo);
    }
}

/// The methods of everything that can be written.
macro_rules! writing_methods {
    () => {
        /// Replaces the value and notifies, also when the new value is equal. Does nothing if it is disposed, and warns
        /// in debug builds.
        ///
        /// # Panics
        /// Inside a memo, and inside a closure that reads or changes this very value.
        #[inline]
        #[track_caller]
        pub fn set(self, value: T) {
            if $crate::writing::Writable::replace(self, value).is_some() {
                $crate::writing::lost(self);
            }
        }

        /// As [`set`](Self::set), but returns the value silently if it is disposed.
        ///
        /// # Panics
        /// As for [`set`](Self::set).
        #[inline]
        #[track_caller]
        pub fn try_set(self, value: T) -> Option<T> {
            $crate::writing::Writable::replace(self, value)
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
            let changed = $crate::writing::Writable::differs(self, &value);
            if changed {
                self.set(value);
            }
            changed
        }

        /// Changes the value in place and notifies; returns what the closure returns. Effects run when it has returned.
        ///
        /// # Panics
        /// If it is disposed, as there is nothing to change (see [`try_update`](Self::try_update)); otherwise as
        /// for [`set`](Self::set).
        #[inline]
        #[track_caller]
        pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
            match $crate::writing::Writable::change(self, change) {
                Some(result) => result,
                None => $crate::writing::gone(self),
            }
        }

        /// As [`update`](Self::update), but `None` if it is disposed.
        ///
        /// # Panics
        /// As for [`set`](Self::set).
        #[inline]
        #[track_caller]
        pub fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
            $crate::writing::Writable::change(self, change)
        }

        /// Notifies as if the value had been replaced.
        ///
        /// # Panics
        /// Inside a memo.
        #[track_caller]
        pub fn notify(self) {
            $crate::writing::Writable::tell(self);
        }
    };
}
pub(crate) use writing_methods;
