//! What changes make stale, and what a change of the session empties.

use std::rc::Rc;

use crate::cache::Cache;
use crate::cache::state::{After, State};
use crate::query::{Mounted, QueryOptions, QueryTag, Stale};

impl Cache {
    /// Makes everything covered stale, but the keys excepted, and asks again for what is read.
    pub fn revalidate(&self, stale: &Stale, except: &[String]) {
        self.change(|state, after| {
            for key in state.keys() {
                if stale.covers(&key) && !except.iter().any(|other| **other == *key) {
                    state.ask_anew(&key, after);
                }
            }
        });
    }

    /// The keys that a tag covers. What a flight or the document brought and nobody has read yet may carry any tag.
    pub fn tagged(&self, tag: QueryTag) -> impl Iterator<Item = String> {
        let state = self.inner().state.borrow();
        let covered = state.entries.iter().filter(|(_, entry)| {
            entry.options.tags.contains(&tag)
                || entry.readers.is_empty() && entry.options == QueryOptions::DEFAULT
        });
        let keys: Vec<String> = covered.map(|(key, _)| String::from(&**key)).collect();
        keys.into_iter()
    }

    /// The keys that are read now.
    #[must_use]
    pub fn mounted(&self) -> Vec<Mounted> {
        self.inner()
            .state
            .borrow()
            .entries
            .iter()
            .filter_map(|(key, entry)| entry.mounted(key))
            .collect()
    }

    /// The session epoch that answers are expected to have.
    #[must_use]
    pub fn epoch(&self) -> String {
        self.inner().state.borrow().epoch.clone()
    }

    /// Sets the session epoch. If it changes, answers to requests sent before are dropped and asked for again.
    pub fn set_epoch(&self, epoch: &str) {
        self.change(|state, after| {
            if state.epoch == epoch {
                return;
            }
            epoch.clone_into(&mut state.epoch);
            for key in state.keys() {
                let Some(entry) = state.entries.get_mut(&key) else {
                    continue;
                };
                if entry.request.take().is_some() {
                    state.ask_again(&key, after);
                }
            }
        });
    }

    /// Forgets every value but those excepted: they were of another visitor. What is read is asked for again and shows
    /// its old value until then.
    pub fn empty(&self, except: &[String]) {
        self.change(|state, after| {
            for key in state.keys() {
                if !except.iter().any(|other| **other == *key) {
                    state.forget(&key, after);
                }
            }
        });
    }

    /// Forgets one key.
    pub fn remove(&self, key: &str) {
        self.change(|state, after| state.forget(key, after));
    }

    /// The page has the focus again.
    pub fn focused(&self) {
        self.ask_where(|entry| entry.refetch_on_focus);
    }

    /// The browser is online again.
    pub fn reconnected(&self) {
        self.ask_where(|entry| entry.refetch_on_reconnect);
    }

    /// Waits with requests while the document loads, which may bring the values; ends with `false`.
    pub fn hold(&self, held: bool) {
        self.change(|state, after| {
            state.held = held;
            state.ask_soon(after);
        });
    }

    /// Another page is on its way, or has come.
    pub fn leaving(&self, leaving: bool) {
        self.change(|state, after| {
            state.leaving = leaving;
            if !leaving {
                state.ask_soon(after);
            }
        });
    }

    fn ask_where(&self, wants: impl Fn(&QueryOptions) -> bool) {
        self.change(|state, after| {
            for key in state.keys() {
                if state
                    .entries
                    .get(&key)
                    .is_some_and(|entry| wants(&entry.options) && !entry.readers.is_empty())
                {
                    state.enqueue(&key, after);
                }
            }
        });
    }
}

impl State {
    fn keys(&self) -> Vec<Rc<str>> {
        self.entries.iter().map(|(key, _)| Rc::clone(key)).collect()
    }

    /// Like `ask_again`, but an answer that is under way may be too old to count.
    fn ask_anew(&mut self, key: &str, after: &mut After) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.request = None;
            entry.fresh_until = 0.0;
        }
        self.ask_again(key, after);
    }

    fn forget(&mut self, key: &str, after: &mut After) {
        let Some(entry) = self.entries.get(key) else {
            return;
        };
        if entry.is_read() || entry.expected > 0 {
            self.ask_anew(key, after);
            if let Some(entry) = self.entries.get_mut(key) {
                // The held value stays visible, but no tag and no stamp of it may count.
                entry.stamp = None;
                if let Some(answer) = entry.answer.as_mut().map(Rc::make_mut) {
                    answer.clear_tag();
                }
            }
        } else if let Some(entry) = self.entries.remove(key) {
            after.disposed.push(entry.owner);
        }
    }
}
