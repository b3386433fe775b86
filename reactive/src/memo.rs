//! Memos: values derived from others, computed when read and only when something they read has changed.

use std::ops::Deref;

use crate::cell::{Job, NodeCell, Own, Reading, is_plain};
use crate::graph::{FAILED, Kind, NodeId, STALE};
use crate::handle::{Handle, Readable, Refused, handle_traits, node_methods, reading_methods};
use crate::place::Place;
use crate::report;
use crate::runtime::{runtime, started};

/// A derived value. `Copy`; lazy: it computes when it is read and something it read before has changed.
///
/// One that nobody reads any more costs its sources nothing: when they are written to a second time it unsubscribes from them. It keeps
/// its value to compare the next with, and the next read subscribes it again, with the one run that it needed anyway. A read outside
/// of memos and effects is a read like others: it brings the value up to date and leaves the memo subscribed until it is left
/// alone for two writes. As long as all it has read is equal it stays subscribed, as that is what saves the next read a run.
pub struct Memo<T> {
    handle: Handle<Option<T>>,
}

handle_traits!(Memo<T>);

impl<T: 'static> Memo<T> {
    /// Makes a memo that belongs to the current owner; its readers run only when its value is no longer equal.
    ///
    /// ```
    /// use limosa_reactive::{Memo, signal};
    /// let (count, set_count) = signal(1);
    /// let double = Memo::new(move || count.get() * 2);
    /// set_count.set(4);
    /// assert_eq!(double.get(), 8);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn new(mut compute: impl FnMut() -> T + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::with_previous(move |_| compute())
    }

    /// As [`new`](Self::new), with the previous value passed to the closure.
    ///
    /// ```
    /// use limosa_reactive::{Memo, signal};
    /// let (count, set_count) = signal(1);
    /// let highest = Memo::with_previous(move |highest| count.get().max(highest.copied().unwrap_or(0)));
    /// assert_eq!(highest.get(), 1);
    /// set_count.set(7);
    /// assert_eq!(highest.get(), 7);
    /// set_count.set(2);
    /// assert_eq!(highest.get(), 7);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn with_previous(compute: impl FnMut(Option<&T>) -> T + 'static) -> Self
    where
        T: PartialEq,
    {
        let changed = |old: &T, new: &T| old != new;
        // What is plain is compared without running code of the app, which could read signals.
        if is_plain::<T>() {
            Self::with_job(MemoJob::<_, _, false> { compute, changed })
        } else {
            Self::with_job(MemoJob::<_, _, true> { compute, changed })
        }
    }

    /// As [`with_previous`](Self::with_previous), with its own answer to whether the value changed.
    ///
    /// ```
    /// use limosa_reactive::{Memo, signal};
    /// let (name, _) = signal("Godwit");
    /// let length = Memo::with_comparison(move |_| name.get().len(), |_, _| true);
    /// assert_eq!(length.get(), 6);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn with_comparison(
        compute: impl FnMut(Option<&T>) -> T + 'static,
        changed: impl Fn(&T, &T) -> bool + 'static,
    ) -> Self {
        Self::with_job(MemoJob::<_, _, true> { compute, changed })
    }

    #[track_caller]
    fn with_job(job: impl Job<Option<T>>) -> Self {
        let handle = Handle::new(Kind::Memo, FAILED, None, job, Place::here());
        Self { handle }
    }

    #[inline(never)]
    fn copy_apart(self) -> Result<T, Refused>
    where
        T: Clone,
    {
        let value = self.handle.read(false)?;
        Option::clone(&value).ok_or(Refused::Busy)
    }

    reading_methods!();
    node_methods!();
}

/// Computes and compares; `FOREIGN` if the comparison may be code of the app.
struct MemoJob<F, C, const FOREIGN: bool> {
    compute: F,
    changed: C,
}

impl<T, F, C, const FOREIGN: bool> Job<Option<T>> for MemoJob<F, C, FOREIGN>
where
    T: 'static,
    F: FnMut(Option<&T>) -> T + 'static,
    C: Fn(&T, &T) -> bool + 'static,
{
    fn run(&mut self, mut value: Own<'_, Option<T>>) -> bool {
        let next = (self.compute)(value.get().as_ref());
        if FOREIGN {
            runtime().stop_tracking();
        }
        let changed = match value.get() {
            Some(previous) => (self.changed)(previous, &next),
            None => true,
        };
        if changed {
            match value.replace(Some(next)) {
                Ok(old) => drop(old),
                Err(_) => report::recomputed_while_read(runtime().owner()),
            }
        }
        changed
    }
}

/// An open memo.
pub(crate) struct Computed<T>(Reading<Option<T>>);

impl<T> Deref for Computed<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.0.as_ref().expect("a memo has run before it is opened")
    }
}

impl<T: 'static> Readable for Memo<T> {
    type Value = T;
    type Guard = Computed<T>;
    const KIND: Kind = Kind::Memo;

    fn node(self) -> NodeId {
        self.handle.id()
    }

    #[inline(always)]
    fn copy_next(self) -> Option<T>
    where
        T: Clone,
    {
        if !is_plain::<Option<T>>() {
            return None;
        }
        let id = self.handle.id();
        let mut graph = started()?.graph.open();
        if !graph.links.pass_or_stay(id) {
            return None;
        }
        let node = graph.nodes.at(id.index());
        if node.flags & STALE != 0 {
            return None;
        }
        node.cell.as_ref()?.copy::<Option<T>, false>()?
    }

    #[inline]
    fn copy(self, track: bool) -> Result<T, Refused>
    where
        T: Clone,
    {
        let id = self.handle.id();
        let runtime = runtime();
        runtime.bring_up_to_date(id, track)?;
        if is_plain::<Option<T>>()
            && let Some(node) = runtime.graph.open().nodes.get(id)
            && let Some(cell) = &node.cell
            && let Some(Some(value)) = cell.copy::<Option<T>, false>()
        {
            return Ok(value);
        }
        self.copy_apart()
    }

    #[inline]
    fn open(self, track: bool) -> Result<Computed<T>, Refused> {
        let id = self.handle.id();
        let mut graph = runtime().graph.open();
        let node = graph.nodes.get(id).ok_or(Refused::Gone)?;
        if node.flags & STALE == 0 {
            let value = node.cell.as_ref().and_then(NodeCell::read);
            let value = value.ok_or(Refused::Busy)?;
            if track {
                graph.track(id);
            }
            return Ok(Computed(value));
        }
        drop(graph);
        runtime().bring_up_to_date(id, track)?;
        self.handle.read(false).map(Computed)
    }
}
