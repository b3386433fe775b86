//! One key of the cache.

use std::rc::Rc;

use futures::channel::oneshot::Sender;
use limosa_reactive::{Owner, RwSignal};

use crate::cache::answer::{Answer, Slot};
use crate::cache::{LocalRun, RequestId};
use crate::query::{Mounted, QueryOptions, Stamp};

/// What is known of one key.
pub(super) struct Entry {
    pub(super) options: QueryOptions,
    pub(super) local: Option<LocalRun>,
    pub(super) answer: Option<Rc<Answer>>,
    pub(super) stamp: Option<Stamp>,
    /// When the answer came.
    pub(super) received_at: f64,
    /// Until when the answer counts as fresh.
    pub(super) fresh_until: f64,
    /// Something changed on the server: the answer is shown but not reused.
    pub(super) stale: bool,
    /// Loaded ahead and not read yet: the first read starts the fresh time anew.
    pub(super) preloaded: bool,
    pub(super) readers: Vec<Reader>,
    pub(super) waiters: Vec<Sender<Rc<Answer>>>,
    pub(super) unused_since: f64,
    pub(super) request: Option<RequestId>,
    /// In the list of keys that the next request asks for.
    pub(super) queued: bool,
    /// The page it was queued for, if that is another than the one under way.
    pub(super) page: Option<Rc<str>>,
    /// How many flights are going to bring it.
    pub(super) expected: u32,
    pub(super) polling: bool,
    pub(super) loading: RwSignal<bool>,
    pub(super) slot: Option<Rc<dyn Slot>>,
    /// Owns the signals, whoever reads them.
    pub(super) owner: Owner,
}

/// Somebody who reads an entry.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) id: u32,
    /// Depth of the page it belongs to: 0 is the layout.
    pub(super) depth: u8,
}

impl Entry {
    pub(super) fn new(options: QueryOptions, local: Option<LocalRun>, now: f64) -> Self {
        let owner = Owner::new_root();
        Self {
            options,
            local,
            answer: None,
            stamp: None,
            received_at: 0.0,
            fresh_until: 0.0,
            stale: false,
            preloaded: false,
            readers: Vec::new(),
            waiters: Vec::new(),
            unused_since: now,
            request: None,
            queued: false,
            page: None,
            expected: 0,
            polling: false,
            loading: owner.with(|| RwSignal::new(false)),
            slot: None,
            owner,
        }
    }

    /// Whether an answer is on its way.
    pub(super) fn is_coming(&self) -> bool {
        self.request.is_some() || self.queued || self.expected > 0
    }

    /// Whether somebody reads it or waits for it.
    pub(super) fn is_read(&self) -> bool {
        !self.readers.is_empty() || self.waiters.iter().any(|waiter| !waiter.is_canceled())
    }

    /// Whether somebody would miss an answer that does not come.
    pub(super) fn is_needed(&self) -> bool {
        self.preloaded || self.is_read()
    }

    /// Whether the answer that is there will do for a moment.
    pub(super) fn can_wait(&self) -> bool {
        self.answer.is_some() && !self.preloaded && self.waiters.iter().all(Sender::is_canceled)
    }

    /// Whether the answer may be used as it is. One that sends elsewhere never is: it may remember the page it was asked for.
    pub(super) fn is_hit(&self, now: f64, reuse: bool) -> bool {
        let answers = |answer: &Rc<Answer>| answer.redirect().is_none();
        self.answer.as_ref().is_some_and(answers)
            && !self.stale
            && (reuse || !self.readers.is_empty() || now < self.fresh_until)
    }

    pub(super) fn mounted(&self, key: &str) -> Option<Mounted> {
        let depth = self.readers.iter().map(|reader| reader.depth).min()?;
        let tag = self
            .answer
            .as_ref()
            .and_then(|answer| answer.tag())
            .map(ToOwned::to_owned);
        Some(Mounted {
            key: key.to_owned(),
            tag,
            depth,
        })
    }
}
