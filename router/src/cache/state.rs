//! The cache itself: entries, requests, and what must be done once nothing is borrowed any more.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;

use futures::channel::oneshot::Sender;
use limosa_reactive::{Owner, RwSignal, batch};

use crate::cache::answer::{Answer, Slot};
use crate::cache::entry::Entry;
use crate::cache::overlay::Arrival;
use crate::cache::request::Request;
use crate::cache::{Host, LocalRun, RequestId};
use crate::query::QueryOptions;
use crate::sorted::Sorted;

/// Query values by key, one for the whole page. Cheap to clone: clones share everything.
#[derive(Clone)]
pub struct Cache(Rc<Inner>);

pub(super) struct Inner {
    pub(super) host: Box<dyn Host>,
    pub(super) state: RefCell<State>,
    /// Set while back or forward shows a page: what is there is used whatever its age.
    pub(super) reuse: Cell<bool>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) entries: Sorted<Rc<str>, Entry>,
    pub(super) requests: Sorted<RequestId, Request>,
    pub(super) queue: Vec<Rc<str>>,
    pub(super) next: u32,
    pub(super) flushing: bool,
    /// While the document still loads, values may be on their way in it.
    pub(super) held: bool,
    /// While another page is on its way, what the old one shows is not read again: it may be about to go.
    pub(super) leaving: bool,
    pub(super) sweeping: bool,
    /// While a page is loaded ahead: its URL.
    pub(super) ahead: Option<Rc<str>>,
    pub(super) epoch: String,
}

/// What follows from a change of the state, done after it: signals run effects, which come back to the cache.
#[derive(Default)]
pub(super) struct After {
    pub(super) arrived: Vec<(Rc<dyn Slot>, Arrival)>,
    pub(super) settled: Vec<(Rc<dyn Slot>, Rc<Answer>)>,
    pub(super) loading: Vec<(RwSignal<bool>, bool)>,
    pub(super) waiters: Vec<(Sender<Rc<Answer>>, Rc<Answer>)>,
    pub(super) redirect: Option<String>,
    pub(super) abort: Vec<RequestId>,
    pub(super) disposed: Vec<Owner>,
    pub(super) flush: bool,
}

impl Cache {
    /// An empty cache.
    #[must_use]
    pub fn new(host: impl Host + 'static) -> Self {
        Self(Rc::new(Inner {
            host: Box::new(host),
            state: RefCell::default(),
            reuse: Cell::new(false),
        }))
    }

    /// Runs a closure in which keys are asked for on behalf of a page that the visitor has not gone to.
    pub fn ahead_of<R>(&self, page: &str, run: impl FnOnce() -> R) -> R {
        let swap = |page| std::mem::replace(&mut self.0.state.borrow_mut().ahead, page);
        let before = swap(Some(page.into()));
        let result = run();
        swap(before);
        result
    }

    /// Runs a closure in which every value that is not stale is used, whatever its age: for back and forward.
    pub fn with_reuse<R>(&self, run: impl FnOnce() -> R) -> R {
        let before = self.0.reuse.replace(true);
        let result = run();
        self.0.reuse.set(before);
        result
    }

    /// How many keys it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.state.borrow().entries.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }

    pub(super) fn now(&self) -> f64 {
        self.0.host.now()
    }

    /// Changes the state and then does what follows, in one batch.
    pub(super) fn change<R>(&self, change: impl FnOnce(&mut State, &mut After) -> R) -> R {
        let mut after = After::default();
        let result = change(&mut self.0.state.borrow_mut(), &mut after);
        self.run(after);
        result
    }

    fn run(&self, after: After) {
        let After {
            arrived,
            settled,
            loading,
            waiters,
            redirect,
            abort,
            disposed,
            flush,
        } = after;
        batch(|| {
            // First what was confirmed goes, so that it is never seen on top of the answer that has it.
            arrived
                .iter()
                .for_each(|(slot, arrival)| slot.arrived(arrival));
            settled.iter().for_each(|(slot, answer)| slot.apply(answer));
            loading.iter().for_each(|(signal, loads)| {
                signal.try_set(*loads);
            });
        });
        for (waiter, answer) in waiters {
            // A waiter that is gone wants nothing.
            let _ = waiter.send(answer);
        }
        disposed.into_iter().for_each(Owner::dispose);
        abort
            .into_iter()
            .for_each(|request| self.0.host.abort(request));
        if flush {
            let cache = self.clone();
            self.0.host.soon(Box::new(move || cache.flush()));
        }
        if let Some(to) = redirect {
            self.0.host.redirect(&to);
        }
    }
}

impl Debug for Cache {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Cache")
    }
}

impl State {
    pub(super) fn entry(
        &mut self,
        key: &str,
        options: QueryOptions,
        local: Option<LocalRun>,
        now: f64,
    ) -> &mut Entry {
        // An entry made by a frame that came before any reader has default options.
        let make = || (key.into(), Entry::new(options, local, now));
        let entry = self.entries.get_or_insert_with(key, make);
        (entry.options, entry.local) = (options, local.or(entry.local));
        entry
    }

    pub(super) fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Puts a key on the list of the next request, unless an answer is on its way.
    pub(super) fn enqueue(&mut self, key: &str, after: &mut After) {
        let Some((key, entry)) = self.entries.get_key_value(key) else {
            return;
        };
        if entry.is_coming() {
            return;
        }
        let key = Rc::clone(key);
        if let Some(entry) = self.entries.get_mut(&key) {
            entry.queued = true;
            entry.page.clone_from(&self.ahead);
            after.loading.push((entry.loading, true));
        }
        self.queue.push(key);
        self.ask_soon(after);
    }

    pub(super) fn ask_soon(&mut self, after: &mut After) {
        if !self.flushing && !self.held && !self.queue.is_empty() {
            self.flushing = true;
            after.flush = true;
        }
    }
}
