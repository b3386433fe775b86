//! Frames: how an answer changes an entry, whichever way it came.

use std::rc::Rc;

use crate::cache::Cache;
use crate::cache::answer::Answer;
use crate::cache::entry::Entry;
use crate::cache::overlay::Arrival;
use crate::cache::state::{After, State};
use crate::query::{QueryFrame, QueryOptions, Stamp, StampOrder};

impl Cache {
    /// A frame of a flight has come; `sent_at` is when the flight was sent.
    pub fn apply(&self, frame: QueryFrame, sent_at: f64) {
        let now = self.now();
        self.change(|state, after| {
            let entry = state.frame_entry(&frame.key, now);
            entry.expected = entry.expected.saturating_sub(1);
            state.take_frame(frame, sent_at, now, after);
        });
    }

    /// A frame that another cache was sent, of the same visitor: taken in if the key is held and nothing speaks against it.
    pub fn hear(&self, frame: QueryFrame) {
        let now = self.now();
        self.change(|state, after| {
            // Whether it was asked for before what is held is not known, so that the other boot's is doubtful.
            state.take_frame(frame, f64::NEG_INFINITY, now, after);
        });
    }

    /// A frame of the document: read without a request, and not asked for again.
    pub fn seed(&self, frame: QueryFrame) {
        let now = self.now();
        self.change(|state, after| {
            let entry = state.frame_entry(&frame.key, now);
            entry.preloaded = entry.readers.is_empty();
            state.take_frame(frame, now, now, after);
        });
    }

    /// Keys that a flight is going to bring: they count as loading.
    pub fn expect<'k>(&self, keys: impl IntoIterator<Item = &'k str>) {
        let now = self.now();
        self.change(|state, after| {
            for key in keys {
                let entry = state.frame_entry(key, now);
                entry.expected += 1;
                after.loading.push((entry.loading, true));
            }
        });
    }

    /// Keys that a flight did not bring: they are asked for, or stale if nobody reads them.
    pub fn give_up<'k>(&self, keys: impl IntoIterator<Item = &'k str>) {
        self.change(|state, after| {
            for key in keys {
                if let Some(entry) = state.entries.get_mut(key) {
                    entry.expected = entry.expected.saturating_sub(1);
                    state.ask_again(key, after);
                }
            }
        });
    }
}

impl State {
    /// The entry of a key that came from the server: its options are known once something reads it.
    fn frame_entry(&mut self, key: &str, now: f64) -> &mut Entry {
        let known = self.entries.get(key).map(|entry| entry.options);
        self.entry(key, known.unwrap_or(QueryOptions::DEFAULT), None, now)
    }

    pub(super) fn take_frame(
        &mut self,
        frame: QueryFrame,
        sent_at: f64,
        now: f64,
        after: &mut After,
    ) {
        let Some(entry) = self.entries.get_mut(frame.key.as_str()) else {
            return;
        };
        let key = frame.key.clone();
        if frame.later {
            self.ask_again(&key, after);
        } else if is_late(entry, frame.stamp.as_ref()) {
            self.stop_loading(&key, after);
        } else if is_doubtful(entry, frame.stamp.as_ref(), sent_at) {
            self.ask_again(&key, after);
        } else if frame.unchanged {
            self.take_unchanged(&key, frame, now, after);
        } else {
            let stamp = frame.stamp.clone();
            self.settle(&key, Answer::Frame(frame), stamp, now, after);
        }
    }

    /// Puts an answer into an entry; equal values notify nobody.
    pub(super) fn settle(
        &mut self,
        key: &str,
        answer: Answer,
        stamp: Option<Stamp>,
        now: f64,
        after: &mut After,
    ) {
        let Some(entry) = self.entries.get_mut(key) else {
            return;
        };
        let held = entry.answer.as_deref();
        let same = held.is_some_and(|held| held.is_same_value(&answer));
        let answer = Rc::new(answer);
        entry.answer = Some(Rc::clone(&answer));
        if !same {
            if let Some(slot) = &entry.slot {
                after.settled.push((Rc::clone(slot), Rc::clone(&answer)));
            }
            if let Some(to) = answer.redirect()
                && !entry.readers.is_empty()
            {
                after.redirect = Some(to.to_owned());
            }
        }
        entry.stamp = stamp;
        self.arrived(key, now, after);
    }

    fn take_unchanged(&mut self, key: &str, frame: QueryFrame, now: f64, after: &mut After) {
        let Some(entry) = self.entries.get_mut(key) else {
            return;
        };
        let holds = entry
            .answer
            .as_ref()
            .is_some_and(|held| held.is_value() && held.tag() == frame.tag.as_deref());
        if holds {
            entry.stamp = frame.stamp;
            self.arrived(key, now, after);
        } else {
            self.ask_again(key, after);
        }
    }

    /// Notes that an entry is up to date, and tells who waits.
    fn arrived(&mut self, key: &str, now: f64, after: &mut After) {
        let Some(entry) = self.entries.get_mut(key) else {
            return;
        };
        after.arrived(entry.slot.as_ref(), Arrival::Read(entry.stamp.clone()));
        entry.received_at = now;
        entry.fresh_until = now + milliseconds(entry.options.fresh_for);
        entry.stale = false;
        entry.queued = false;
        if let Some(answer) = &entry.answer {
            let waiting = std::mem::take(&mut entry.waiters);
            after.waiters.extend(
                waiting
                    .into_iter()
                    .map(|waiter| (waiter, Rc::clone(answer))),
            );
        }
        self.stop_loading(key, after);
    }

    fn stop_loading(&mut self, key: &str, after: &mut After) {
        if let Some(entry) = self.entries.get(key) {
            let is_coming = entry.is_coming();
            after.loading.push((entry.loading, is_coming));
            if !is_coming {
                after.arrived(entry.slot.as_ref(), Arrival::Last);
            }
        }
    }

    /// Asks for a key that somebody reads; otherwise it is stale until somebody does.
    pub(super) fn ask_again(&mut self, key: &str, after: &mut After) {
        let Some(entry) = self.entries.get_mut(key) else {
            return;
        };
        entry.stale = true;
        if entry.is_read() {
            self.enqueue(key, after);
        }
        self.stop_loading(key, after);
    }
}

/// Within a boot a read that began earlier never replaces a later one.
fn is_late(entry: &Entry, stamp: Option<&Stamp>) -> bool {
    let order = entry
        .stamp
        .as_ref()
        .zip(stamp)
        .map(|(held, new)| new.order(held));
    order == Some(StampOrder::Older)
}

/// Between boots a value is only newer if it was asked for after the held one had come.
fn is_doubtful(entry: &Entry, stamp: Option<&Stamp>, sent_at: f64) -> bool {
    let order = entry
        .stamp
        .as_ref()
        .zip(stamp)
        .map(|(held, new)| new.order(held));
    order == Some(StampOrder::OtherBoot) && sent_at < entry.received_at
}

pub(super) fn milliseconds(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
