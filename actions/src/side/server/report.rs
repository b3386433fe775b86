//! What a flight did, told to who develops the app: which queries were sent, which were not, and why.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use limosa_router::server::find_query;
use limosa_router::{QueryFrame, split_key};

use super::outcome::RawOutcome;

/// Notes of one flight. Cheap to clone: clones share them.
#[derive(Debug, Clone)]
pub(super) struct Report(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    started: Instant,
    notes: Mutex<Vec<(String, String)>>,
}

impl Report {
    /// The report of a flight that begins now, with what it leaves out.
    pub(super) fn new(left_out: &[(String, Reason)]) -> Self {
        let notes = left_out
            .iter()
            .map(|(key, reason)| (named(key), reason.text().to_owned()));
        Self(Arc::new(Inner {
            started: Instant::now(),
            notes: Mutex::new(notes.collect()),
        }))
    }

    /// A frame is sent.
    pub(super) fn note(&self, frame: &QueryFrame) {
        let what = match frame {
            QueryFrame {
                unchanged: true, ..
            } => "unchanged, not sent again",
            QueryFrame { later: true, .. } => "late: over its budget, the browser asks for it",
            QueryFrame {
                redirect: Some(_), ..
            } => "sent: a redirect",
            QueryFrame { error: Some(_), .. } => "sent: an error",
            _ => "sent",
        };
        let time = self.0.started.elapsed().as_millis();
        let bytes = frame.value.as_ref().map_or(0, |value| value.get().len());
        let note = format!("{what}, {bytes} bytes after {time} ms");
        let mut notes = self.0.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push((named(&frame.key), note));
    }

    /// The whole report as text.
    pub(super) fn text(&self, action: &str, outcome: &RawOutcome) -> String {
        let notes = self.0.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = format!("the flight of `{action}`");
        if let Some(to) = outcome.location() {
            // Writing to a text cannot fail.
            let _ = write!(text, " to {to}");
        }
        for (query, note) in notes.iter() {
            let _ = write!(text, "\n  {query}: {note}");
        }
        text
    }
}

/// Why a query that the page shows is not in a flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It belongs to a page that the visitor leaves.
    Left,
    /// The reply says that it has not changed.
    NotStale,
    /// A flight carries no more.
    Limit,
}

impl Reason {
    fn text(self) -> &'static str {
        match self {
            Self::Left => "not sent: it is of a page that is left",
            Self::NotStale => "not sent: neither `.revalidate(..)` nor `touch(..)` named it",
            Self::Limit => "not sent: over the limit of keys, the browser asks for it",
        }
    }
}

/// A key with the name of its query.
fn named(key: &str) -> String {
    let Some((id, arguments)) = split_key(key) else {
        return key.to_owned();
    };
    let name = find_query(id).map_or(id, |query| query.name);
    let arguments = arguments.trim_start_matches('[').trim_end_matches(']');
    format!("{name}({arguments})")
}
