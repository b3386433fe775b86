//! Timers: unused values go, watched ones are read again.

use std::rc::Rc;

use crate::cache::Cache;
use crate::cache::flight::milliseconds;

/// How often unused entries are looked for; with the 3 minutes of `keep_for` one lives 3 to 8 minutes.
const SWEEP: f64 = 300_000.0;

impl Cache {
    /// Starts the sweep, unless it runs.
    pub(super) fn sweep_later(&self) {
        let starts = self.change(|state, _| !std::mem::replace(&mut state.sweeping, true));
        if starts {
            let cache = self.clone();
            self.inner()
                .host
                .after(SWEEP, Box::new(move || cache.sweep()));
        }
    }

    fn sweep(&self) {
        let now = self.now();
        let left = self.change(|state, after| {
            state.sweeping = false;
            state.entries.retain(|_, entry| {
                let idle =
                    entry.readers.is_empty() && !entry.is_coming() && entry.waiters.is_empty();
                let over = idle
                    && now - entry.unused_since.max(entry.received_at)
                        > milliseconds(entry.options.keep_for);
                if over {
                    after.disposed.push(entry.owner);
                }
                !over
            });
            !state.entries.is_empty()
        });
        if left {
            self.sweep_later();
        }
    }

    /// Reads a watched key again and again, while somebody reads it.
    pub(super) fn poll_later(&self, key: &Rc<str>) {
        let every = self.change(|state, _| {
            let entry = state.entries.get_mut(key)?;
            let every = entry.options.refetch_every?;
            (!std::mem::replace(&mut entry.polling, true)).then_some(every)
        });
        if let Some(every) = every {
            let (cache, key) = (self.clone(), Rc::clone(key));
            self.inner()
                .host
                .after(milliseconds(every), Box::new(move || cache.poll(&key)));
        }
    }

    fn poll(&self, key: &Rc<str>) {
        let read = self.change(|state, after| {
            let Some(entry) = state.entries.get_mut(key) else {
                return false;
            };
            entry.polling = false;
            let read = !entry.readers.is_empty();
            if read {
                state.enqueue(key, after);
            }
            read
        });
        if read {
            self.poll_later(key);
        }
    }
}
