//! Requests: the keys of one tick together, answers as they come, dropped when nobody waits.

use std::rc::Rc;

use limosa_reactive::host::spawn;

use crate::cache::answer::Answer;
use crate::cache::state::{After, State};
use crate::cache::{Cache, LocalRun, RequestId};
use crate::error::CallError;
use crate::query::{QueryFrame, split_key};

/// A request under way.
pub(super) struct Request {
    pub(super) keys: Vec<Rc<str>>,
    pub(super) sent_at: f64,
    pub(super) epoch: String,
}

impl Cache {
    /// Sends what was collected: one request for all keys that the server answers, and one for each page that is loaded ahead.
    pub(super) fn flush(&self) {
        let sent_at = self.now();
        let (sent, local) = self.change(|state, after| {
            state.flushing = false;
            let (local, asked) = state.take_queue(after);
            let mut sent = Vec::new();
            for (page, keys) in asked {
                sent.push((state.send(&keys, sent_at), page, keys));
            }
            (sent, local)
        });
        for (request, page, keys) in sent {
            self.inner().host.ask(request, &keys, page.as_deref());
        }
        local
            .into_iter()
            .for_each(|(key, run)| self.run_here(&key, run));
    }

    /// A frame of a request has come.
    pub fn answered(&self, request: RequestId, frame: QueryFrame) {
        let now = self.now();
        self.change(|state, after| {
            let Some(asked) = state.requests.get(&request) else {
                return;
            };
            let (sent_at, current) = (asked.sent_at, asked.epoch == state.epoch);
            let Some(entry) = state.entries.get_mut(frame.key.as_str()) else {
                return;
            };
            // The entry has asked anew meanwhile: this answer may be older than what it waits for.
            if entry.request != Some(request) {
                return;
            }
            entry.request = None;
            if current {
                state.take_frame(frame, sent_at, now, after);
            } else {
                state.enqueue(&frame.key, after);
            }
        });
    }

    /// A request has ended; keys it left open failed.
    pub fn ended(&self, request: RequestId, failure: Option<CallError>) {
        let now = self.now();
        self.change(|state, after| {
            let Some(ended) = state.requests.remove(&request) else {
                return;
            };
            let failure = failure.unwrap_or(CallError::Network);
            for key in ended.keys {
                let Some(entry) = state.entries.get_mut(&key) else {
                    continue;
                };
                if entry.request == Some(request) {
                    entry.request = None;
                    state.settle(&key, Answer::Failed(failure.clone()), None, now, after);
                }
            }
        });
    }

    /// Looks after the current job whether an entry is still needed, and drops its request if not.
    pub(super) fn release_soon(&self, key: Rc<str>) {
        let cache = self.clone();
        self.inner().host.soon(Box::new(move || {
            cache.change(|state, after| state.release(&key, after))
        }));
    }

    fn run_here(&self, key: &Rc<str>, run: LocalRun) {
        let sent_at = self.now();
        let request = self.change(|state, _| state.send(&[Rc::clone(key)], sent_at));
        let arguments = split_key(key).map_or("[]", |(_, arguments)| arguments);
        let (answer, cache, key) = (run(arguments), self.clone(), Rc::clone(key));
        spawn(async move {
            let frame = answer.await;
            cache.answered(
                request,
                QueryFrame {
                    key: key.as_ref().to_owned(),
                    ..frame
                },
            );
            cache.ended(request, None);
        });
    }
}

/// Keys for the server, and the page they are for if that is loaded ahead.
type Asked = (Option<Rc<str>>, Vec<Rc<str>>);

/// Keys that run here, with what runs them, and keys for the server.
type Taken = (Vec<(Rc<str>, LocalRun)>, Vec<Asked>);

impl State {
    /// Notes that these keys are asked for in one request.
    fn send(&mut self, keys: &[Rc<str>], sent_at: f64) -> RequestId {
        let request = self.number();
        for key in keys {
            if let Some(entry) = self.entries.get_mut(key) {
                entry.request = Some(request);
            }
        }
        let asked = Request {
            keys: keys.to_vec(),
            sent_at,
            epoch: self.epoch.clone(),
        };
        self.requests
            .get_or_insert_with(&request, || (request, asked));
        request
    }

    /// Empties the queue, but for what can wait until a navigation is over.
    fn take_queue(&mut self, after: &mut After) -> Taken {
        let (mut local, mut asked): Taken = Default::default();
        for key in std::mem::take(&mut self.queue) {
            let Some(entry) = self.entries.get_mut(&key) else {
                continue;
            };
            if self.leaving && entry.queued && entry.can_wait() {
                self.queue.push(key);
                continue;
            }
            // Answered meanwhile, for example by the document.
            if !std::mem::take(&mut entry.queued) {
                continue;
            }
            // Left meanwhile, with the page that read it.
            if !entry.is_needed() {
                after.loading.push((entry.loading, false));
                continue;
            }
            if let Some(run) = entry.local {
                local.push((key, run));
            } else {
                let page = entry.page.take();
                match asked.iter_mut().find(|(other, _)| *other == page) {
                    Some((_, keys)) => keys.push(key),
                    None => asked.push((page, vec![key])),
                }
            }
        }
        (local, asked)
    }

    fn release(&mut self, key: &str, after: &mut After) {
        let Some(entry) = self.entries.get_mut(key) else {
            return;
        };
        if entry.is_needed() {
            return;
        }
        if std::mem::take(&mut entry.queued) {
            after.loading.push((entry.loading, false));
        }
        let Some(request) = entry.request else { return };
        let Some(asked) = self.requests.get(&request) else {
            return;
        };
        let waits = |key: &Rc<str>| {
            self.entries
                .get(key)
                .is_some_and(|entry| entry.request == Some(request) && entry.is_needed())
        };
        if asked.keys.iter().any(waits) {
            return;
        }
        let keys = self
            .requests
            .remove(&request)
            .map(|asked| asked.keys)
            .unwrap_or_default();
        for key in keys {
            if let Some(entry) = self.entries.get_mut(&key)
                && entry.request == Some(request)
            {
                entry.request = None;
                after.loading.push((entry.loading, false));
            }
        }
        after.abort.push(request);
    }
}
