//! Who waits for resources: boundaries that show something else meanwhile, and renderers that come back later.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

use futures::future::LocalBoxFuture;

use crate::context::{provide_context, use_context};
use crate::memo::Memo;
use crate::owner::on_cleanup;
use crate::resource::Resource;
use crate::runtime::runtime;
use crate::signal::RwSignal;
use crate::stored::StoredValue;
use crate::transition::{self, Transition};

thread_local! {
    static COLLECTORS: RefCell<Vec<Vec<Found>>> = const { RefCell::new(Vec::new()) };
}

struct Found {
    key: u64,
    settled: LocalBoxFuture<'static, ()>,
}

/// Runs a closure; the second part of what it returns lists the resources it read and found unsettled, each once: each
/// is a future that ends when that resource has its first value, or is gone.
///
/// Reads count whether they are tracked or not. A resource that cannot settle here, such as a plain future below an
/// inert owner, is
/// not listed. Of nested calls the inner one lists its own.
///
/// ```
/// use limosa_reactive::{Memo, host, pending, resource};
/// let price = resource(|| async { Ok::<_, ()>(42) });
/// let text = Memo::new(move || price.latest());
/// let (_, waits) = pending::collect(|| Memo::new(move || price.get()).get());
/// assert_eq!(waits.len(), 1);
/// host::run_until_stalled();
/// let (value, waits) = pending::collect(|| text.get());
/// assert_eq!((value, waits.len()), (Some(42), 0));
/// ```
pub fn collect<R>(run: impl FnOnce() -> R) -> (R, Vec<LocalBoxFuture<'static, ()>>) {
    let collector = Collector::start();
    let result = run();
    let waits = collector.finish().into_iter().map(|found| found.settled);
    (result, waits.collect())
}

/// A list that is in place until it is finished or a panic takes it away.
struct Collector;

impl Collector {
    fn start() -> Self {
        COLLECTORS.with_borrow_mut(|collectors| collectors.push(Vec::new()));
        Self
    }

    fn finish(self) -> Vec<Found> {
        std::mem::forget(self);
        Self::pop()
    }

    fn pop() -> Vec<Found> {
        COLLECTORS.with_borrow_mut(|collectors| collectors.pop().unwrap_or_default())
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        drop(Self::pop());
    }
}

/// Counts the readers below an owner that wait for a first value. `Copy`.
///
/// Readers that begin to wait in the wave of a [`Transition`] are counted there instead, if the boundary was there before and had all it
/// needs: it goes on showing its content.
#[derive(Clone, Copy, Debug)]
pub struct PendingBoundary {
    readers: RwSignal<u32>,
    waiting: Memo<bool>,
    /// The wave in which it was made.
    wave: u64,
    /// Whether it stands for a version of content that is not shown yet.
    held: Option<StoredValue<Held>>,
}

/// Who hears of readers below a version of content.
#[derive(Clone, Copy, Debug)]
struct Held {
    /// Until it is shown.
    transition: Option<Transition>,
    /// Then.
    above: Option<PendingBoundary>,
}

impl PendingBoundary {
    /// Makes a boundary and provides it to everything made under the current owner.
    #[track_caller]
    #[must_use]
    pub fn provide() -> Self {
        Self::provide_with(None)
    }

    /// Makes a boundary that holds a transition until it is released, and from then on is none.
    #[track_caller]
    pub(crate) fn provide_held(transition: Transition) -> Self {
        let above = use_context();
        let transition = Some(transition);
        Self::provide_with(Some(StoredValue::new(Held { transition, above })))
    }

    #[track_caller]
    fn provide_with(held: Option<StoredValue<Held>>) -> Self {
        let readers = RwSignal::new(0);
        let boundary = Self {
            readers,
            waiting: Memo::new(move || readers.get() > 0),
            wave: transition::wave(),
            held,
        };
        provide_context(boundary);
        boundary
    }

    /// Whether any reader waits; subscribes.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "a read also subscribes")]
    pub fn waiting(self) -> bool {
        self.waiting.get()
    }

    /// Readers below hold no transition any more.
    pub(crate) fn release(self) {
        if let Some(held) = self.held {
            held.try_update(|held| held.transition = None);
        }
    }

    /// Counts the current owner as waiting until it is cleaned up.
    fn add(self) {
        let mut at = self;
        while let Some(held) = at.held.and_then(|held| held.try_with(|held| *held)) {
            if let Some(transition) = held.transition {
                return transition.wait();
            }
            let Some(above) = held.above else { return };
            at = above;
        }
        let is_shown = at.wave != transition::wave()
            && at.readers.try_with_untracked(|readers| *readers == 0) == Some(true);
        if let Some(transition) = transition::current().filter(|_| is_shown) {
            return transition.wait();
        }
        at.readers.report(|readers| *readers += 1);
        on_cleanup(move || at.readers.report(|readers| *readers -= 1));
    }
}

/// A resource, for those who wait for it.
pub(crate) trait Waiting: Copy + 'static {
    /// Whether it can settle at all on this side.
    fn settles_here(&self) -> bool;
    /// The same number for the same resource.
    fn key(&self) -> u64;
    /// Whether there is nothing to wait for any more.
    fn is_over(&self) -> bool;
    /// Wakes once it is over.
    fn wait(&self, waker: &Waker);
}

/// Reports that the running memo or effect needs the first value of a resource.
pub(crate) fn report<T: 'static, E: 'static>(resource: Resource<T, E>) {
    if resource.settles_here() {
        COLLECTORS.with_borrow_mut(|collectors| {
            if let Some(found) = collectors.last_mut() {
                add(found, resource);
            }
        });
    }
    if !runtime().is_tracking() {
        return;
    }
    match use_context::<PendingBoundary>() {
        Some(boundary) => boundary.add(),
        None => {
            if let Some(transition) = transition::current() {
                transition.wait();
            }
        }
    }
}

fn add(found: &mut Vec<Found>, resource: impl Waiting) {
    let key = resource.key();
    if found.iter().any(|found| found.key == key) {
        return;
    }
    let settled = Box::pin(poll_fn(move |context| {
        if resource.is_over() {
            return Poll::Ready(());
        }
        resource.wait(context.waker());
        Poll::Pending
    }));
    found.push(Found { key, settled });
}
