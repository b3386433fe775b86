//! What happens later: once after a delay, or once a stream of values has paused.

use std::time::Duration;

use limosa_reactive::{Callback, Owner, StoredValue, batch, host};

use crate::side;

type Job = Box<dyn FnOnce()>;

/// A job that waits for its time. `Copy`; belongs to the owner it was made under, and goes with it.
#[derive(Debug, Clone, Copy)]
pub struct Timer(StoredValue<Option<Job>>);

impl Timer {
    /// Forgets the job. Does nothing once it has run.
    pub fn cancel(self) {
        self.0.dispose();
    }
}

/// Runs a closure once after a delay, as a batch, unless the current owner is disposed before. Does nothing on the server.
///
/// ```
/// use std::time::Duration;
///
/// use limosa_dom::after;
/// use limosa_reactive::RwSignal;
/// # limosa_reactive::Owner::new_root().with(|| {
/// let shown = RwSignal::new(true);
/// let hiding = after(Duration::from_secs(3), move || shown.set(false));
/// hiding.cancel();
/// # });
/// ```
#[track_caller]
#[allow(clippy::must_use_candidate, reason = "waiting is the point")]
pub fn after(delay: Duration, run: impl FnOnce() + 'static) -> Timer {
    let job: StoredValue<Option<Job>> = StoredValue::new(Some(Box::new(run)));
    side::after(
        delay,
        Box::new(move || {
            let due = job.try_update(Option::take).flatten();
            job.dispose();
            if let Some(due) = due
                && !host::is_stopped()
            {
                batch(due);
            }
        }),
    );
    Timer(job)
}

/// A callback that passes on the latest value once no other has come for a while: for what would be too much at every key.
///
/// Belongs to the current owner: what waits when that is disposed is forgotten. Does nothing on the server.
///
/// ```
/// use std::time::Duration;
///
/// use limosa_dom::debounced;
/// use limosa_reactive::RwSignal;
/// # limosa_reactive::Owner::new_root().with(|| {
/// let searched = RwSignal::new(String::new());
/// let search = debounced(Duration::from_millis(250), move |text: String| searched.set(text));
/// search.call("god".to_owned());
/// search.call("godwit".to_owned()); // the only one that is passed on
/// # });
/// ```
#[track_caller]
#[must_use]
pub fn debounced<T: 'static>(delay: Duration, run: impl Fn(T) + 'static) -> Callback<T> {
    let owner = Owner::current();
    let run = Callback::new(run);
    let waiting: StoredValue<Option<Timer>> = StoredValue::new(None);
    Callback::new(move |value| {
        if let Some(earlier) = waiting.try_update(Option::take).flatten() {
            earlier.cancel();
        }
        let wait = || {
            after(delay, move || {
                run.try_call(value);
            })
        };
        let timer = match owner {
            Some(owner) => owner.with(wait),
            None => wait(),
        };
        waiting.set(Some(timer));
    })
}
