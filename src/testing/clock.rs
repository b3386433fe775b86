//! Time in the hands of a test.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;
use std::time::Duration;

use limosa_reactive::host::run_until_stalled;

type Job = Box<dyn FnOnce()>;

/// A clock that stands still until a test lets time pass. Cheap to clone, clones are one clock; stays on its thread.
///
/// ```
/// use std::time::Duration;
///
/// use limosa::prelude::*;
/// use limosa::testing::Clock;
///
/// let clock = Clock::new();
/// let rung = StoredValue::new(false);
/// clock.after(Duration::from_secs(5), move || rung.set(true));
/// clock.pass(Duration::from_millis(4_999));
/// assert!(!rung.get());
/// clock.pass(Duration::from_millis(1));
/// assert!(rung.get());
/// ```
#[derive(Clone, Default)]
pub struct Clock(Rc<Inner>);

#[derive(Default)]
struct Inner {
    now: Cell<Duration>,
    soon: RefCell<Vec<Job>>,
    timers: RefCell<Vec<(Duration, Job)>>,
}

impl Clock {
    /// A clock at zero, without timers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much time has passed.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.0.now.get()
    }

    /// Runs a job as soon as the current one has ended: at the next [`settle`](Self::settle).
    pub fn soon(&self, job: impl FnOnce() + 'static) {
        self.0.soon.borrow_mut().push(Box::new(job));
    }

    /// Runs a job once so much time has passed.
    pub fn after(&self, time: Duration, job: impl FnOnce() + 'static) {
        let due = self.now() + time;
        self.0.timers.borrow_mut().push((due, Box::new(job)));
    }

    /// Runs what is to run now, spawned futures included, until nothing is left.
    pub fn settle(&self) {
        loop {
            let jobs = self.0.soon.take();
            if jobs.is_empty() {
                run_until_stalled();
                if self.0.soon.borrow().is_empty() {
                    return;
                }
            }
            jobs.into_iter().for_each(|job| job());
        }
    }

    /// Lets time pass: timers run when they are due, in their order.
    pub fn pass(&self, time: Duration) {
        let end = self.now() + time;
        loop {
            self.settle();
            let Some((due, job)) = self.next_until(end) else {
                break;
            };
            self.0.now.set(due);
            job();
        }
        self.0.now.set(end);
    }

    /// Takes out the timer that is due first, if it is due by then.
    fn next_until(&self, end: Duration) -> Option<(Duration, Job)> {
        let mut timers = self.0.timers.borrow_mut();
        let due = |place: &usize| timers[*place].0;
        let first = (0..timers.len()).min_by_key(due)?;
        (timers[first].0 <= end).then(|| timers.remove(first))
    }
}

impl Debug for Clock {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Clock").field(&self.now()).finish()
    }
}
