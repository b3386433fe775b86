//! The list of all query and action bodies that ran, which tests read from `/test/log`.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;
use serde_json::Value;

/// Only the latest entries are kept.
const LIMIT: usize = 10_000;

/// A handle to the list; `Clone`, cheap and shared between threads.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    entries: Arc<Mutex<VecDeque<Entry>>>,
}

/// One body that ran.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// What it was.
    pub kind: Kind,
    /// Name of the function.
    pub name: &'static str,
    /// Bound arguments, then the form.
    pub args: Value,
    /// Number of the HTTP request for which it ran.
    pub request: u64,
}

/// What ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The body of a query.
    Query,
    /// The body of an action.
    Action,
}

impl Journal {
    /// Adds an entry.
    pub fn add(&self, entry: Entry) {
        let mut entries = self.lock();
        if entries.len() == LIMIT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// All entries, the oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.lock().iter().cloned().collect()
    }

    /// The names of the latest actions, the newest first.
    #[must_use]
    pub fn latest_actions(&self) -> Vec<String> {
        let entries = self.lock();
        let actions = entries.iter().rev().filter(|entry| entry.kind == Kind::Action);
        actions.take(20).map(|entry| entry.name.to_owned()).collect()
    }

    /// Forgets all entries.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The list as one request sees it: what it adds carries its number. `Clone` and cheap.
#[derive(Debug, Clone)]
pub struct Log {
    journal: Journal,
    request: u64,
}

impl Log {
    /// The log of the request with this number.
    #[must_use]
    pub fn new(journal: &Journal, request: u64) -> Self {
        Self { journal: journal.clone(), request }
    }

    /// Notes that the body of a query runs, with its arguments as a tuple.
    pub fn query(&self, name: &'static str, arguments: impl Serialize) {
        self.add(Kind::Query, name, arguments);
    }

    /// Notes that the body of an action runs, with its arguments and form as a tuple.
    pub fn action(&self, name: &'static str, arguments: impl Serialize) {
        self.add(Kind::Action, name, arguments);
    }

    fn add(&self, kind: Kind, name: &'static str, arguments: impl Serialize) {
        let args = match serde_json::to_value(arguments) {
            Ok(Value::Array(arguments)) => Value::Array(arguments),
            // The empty tuple.
            _ => Value::Array(Vec::new()),
        };
        self.journal.add(Entry { kind, name, args, request: self.request });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn entries_read_as_in_the_contract() {
        let journal = Journal::default();
        journal.add(Entry {
            kind: Kind::Query,
            name: "product",
            args: json!([3]),
            request: 17,
        });
        let text = serde_json::to_string(&journal.entries()).unwrap();
        assert_eq!(
            text,
            r#"[{"kind":"query","name":"product","args":[3],"request":17}]"#
        );
        journal.clear();
        assert!(journal.entries().is_empty());
    }

    #[test]
    fn only_the_latest_entries_are_kept() {
        let journal = Journal::default();
        for request in 0..LIMIT as u64 + 5 {
            journal.add(Entry {
                kind: Kind::Action,
                name: "like",
                args: json!([]),
                request,
            });
        }
        let entries = journal.entries();
        assert_eq!((entries.len(), entries[0].request), (LIMIT, 5));
    }
}
