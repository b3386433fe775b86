//! The query cache of one request: each key runs once, in parallel, and dies with the request.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::{self, Debug, Display, Formatter};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::{BoxFuture, FutureExt, Shared, WeakShared};

use crate::error::{AppError, CallError};
use crate::preload::PreloadList;
use crate::query::{Query, QueryCall, QueryFrame, split_key};
use crate::side::server::{Outcome, PreloadFuture, RequestContext, find_query, next_stamp};

type Work = Shared<BoxFuture<'static, Arc<Outcome>>>;

/// The queries a request has started. Values of one request never reach another: the cache is part of the request.
#[derive(Default)]
pub struct Queries {
    entries: Mutex<HashMap<String, Entry>>,
}

struct Entry {
    state: State,
    /// Whether its value belongs into the page: false for what only server code awaited.
    exposed: bool,
    reported: bool,
    number: usize,
}

enum State {
    /// Weak, because the work holds the request: if nobody waits any more it is dropped.
    Running(WeakShared<BoxFuture<'static, Arc<Outcome>>>),
    Done(Arc<Outcome>),
}

impl Queries {
    /// Starts a call, or joins the run of its key. Nothing is spawned: the run proceeds while somebody awaits it.
    pub fn start<M: Query>(&self, request: &Arc<RequestContext>, call: QueryCall<M>) -> Running {
        let (arguments, key) = call.into_parts();
        self.join_or(key.as_str(), RequestContext::exposes(), || {
            work::<M>(key.as_str().to_owned(), arguments, request)
        })
    }

    /// Starts the call with a key as it came over the wire.
    ///
    /// # Errors
    /// If no query has its id, or the arguments do not fit.
    pub fn start_key(
        &self,
        request: &Arc<RequestContext>,
        key: &str,
    ) -> Result<Running, StartError> {
        let (id, arguments) = split_key(key).ok_or(StartError::Malformed)?;
        let query = find_query(id).ok_or(StartError::UnknownQuery)?;
        (query.start)(arguments, request).map_err(|_| StartError::Malformed)
    }

    /// Starts everything a page wants.
    #[must_use]
    pub fn start_all(&self, request: &Arc<RequestContext>, list: PreloadList) -> StartedPreloads {
        let start = |call: &crate::PreloadCall| {
            let (_, arguments) = split_key(call.key.as_str())?;
            (call.starter)(arguments, request).ok()
        };
        let running =
            RequestContext::expose(request, || list.calls.iter().filter_map(start).collect());
        let tasks = list
            .tasks
            .into_iter()
            .map(|task| -> PreloadFuture { Box::pin(request.scope_page(task)) })
            .collect();
        StartedPreloads { running, tasks }
    }

    /// The queries that ended since the last call and belong into the page, in the order they were started.
    #[must_use]
    pub fn settled(&self) -> Vec<Arc<Outcome>> {
        let mut entries = self.lock();
        let mut settled: Vec<(usize, Arc<Outcome>)> = Vec::new();
        for entry in entries
            .values_mut()
            .filter(|entry| entry.exposed && !entry.reported)
        {
            if let State::Done(outcome) = &entry.state {
                entry.reported = true;
                settled.push((entry.number, Arc::clone(outcome)));
            }
        }
        settled.sort_unstable_by_key(|(number, _)| *number);
        settled.into_iter().map(|(_, outcome)| outcome).collect()
    }

    /// The frames of [`Queries::settled`].
    #[must_use]
    pub fn settled_frames(&self) -> Vec<QueryFrame> {
        let settled = self.settled();
        settled
            .iter()
            .map(|outcome| outcome.frame().clone())
            .collect()
    }

    /// How many queries of the page still run.
    #[must_use]
    pub fn pending(&self) -> usize {
        let running = |entry: &&Entry| match &entry.state {
            State::Running(work) => entry.exposed && work.upgrade().is_some(),
            State::Done(_) => false,
        };
        self.lock().values().filter(running).count()
    }

    fn join_or(&self, key: &str, exposed: bool, work: impl FnOnce() -> Work) -> Running {
        let mut entries = self.lock();
        let number = entries.len();
        if let Some(entry) = entries.get_mut(key) {
            entry.exposed |= exposed;
            let progress = match &entry.state {
                State::Done(outcome) => Some(Progress::Done(Arc::clone(outcome))),
                State::Running(work) => work.upgrade().map(Progress::Running),
            };
            if let Some(progress) = progress {
                return Running {
                    key: key.into(),
                    progress,
                };
            }
        }
        let work = work();
        let state = State::Running(
            work.downgrade()
                .expect("work that was just made is not finished"),
        );
        entries.insert(
            key.to_owned(),
            Entry {
                state,
                exposed,
                reported: false,
                number,
            },
        );
        Running {
            key: key.into(),
            progress: Progress::Running(work),
        }
    }

    fn finish(&self, key: &str, outcome: &Arc<Outcome>) {
        if let Some(entry) = self.lock().get_mut(key) {
            entry.state = State::Done(Arc::clone(outcome));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        // Nothing panics while the lock is held; a poisoned map is whole all the same.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Debug for Queries {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.lock().keys()).finish()
    }
}

fn work<M: Query>(key: String, arguments: M::Arguments, request: &Arc<RequestContext>) -> Work {
    let request = Arc::clone(request);
    let run = async move {
        let stamp = next_stamp();
        let body = async { M::run(arguments, Arc::clone(&request)).await };
        let result = AssertUnwindSafe(request.scope(body)).catch_unwind().await;
        let result = result.unwrap_or_else(|_| {
            tracing::error!("the query `{}` panicked", M::NAME);
            Err(CallError::Internal.into())
        });
        let result = result.map_err(|error| match error.call().and_then(CallError::location) {
            Some(to) if !request.may_send_to(to) => CallError::Internal.into(),
            _ => error,
        });
        let outcome = Arc::new(Outcome::of::<M>(key.clone(), stamp, result));
        request.queries().finish(&key, &outcome);
        outcome
    };
    run.boxed().shared()
}

/// A run that was started. Clones wait for the same run; it proceeds while one of them is polled and is dropped with the last.
#[derive(Clone)]
pub struct Running {
    key: Arc<str>,
    progress: Progress,
}

#[derive(Clone)]
enum Progress {
    Running(Work),
    Done(Arc<Outcome>),
}

impl Running {
    /// The key it reads.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Waits for the end.
    pub async fn outcome(&self) -> Arc<Outcome> {
        match &self.progress {
            Progress::Running(work) => work.clone().await,
            Progress::Done(outcome) => Arc::clone(outcome),
        }
    }

    /// The end, if it has come.
    #[must_use]
    pub fn peek(&self) -> Option<Arc<Outcome>> {
        match &self.progress {
            Progress::Running(work) => work.peek().cloned(),
            Progress::Done(outcome) => Some(Arc::clone(outcome)),
        }
    }

    /// Waits for the end and gives the frame of it.
    pub async fn frame(&self) -> QueryFrame {
        self.outcome().await.frame().clone()
    }
}

impl Debug for Running {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Running")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// What a page's preload started. Both parts only proceed while they are polled.
pub struct StartedPreloads {
    /// The calls known at once.
    pub running: Vec<Running>,
    /// Dependent loads: the queries they make are found by [`Queries::settled`].
    pub tasks: Vec<PreloadFuture>,
}

impl Debug for StartedPreloads {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StartedPreloads")
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}

/// Why a key that came over the wire cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartError {
    /// No query of this build has the id.
    UnknownQuery,
    /// It is no key, or its arguments are not those of the query.
    Malformed,
}

impl From<StartError> for CallError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::UnknownQuery => Self::StaleBuild,
            StartError::Malformed => Self::Malformed,
        }
    }
}

impl Display for StartError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::UnknownQuery => "no query of this build has that id",
            Self::Malformed => "the key is malformed",
        })
    }
}

impl Error for StartError {}
