//! The single flight: what the page needs after a mutation, in the answer of the mutation.

use std::collections::HashMap;
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, Either, join_all, select};
use futures::stream::{self, BoxStream, FuturesUnordered, StreamExt};
use limosa_router::server::{Outcome, RequestContext, Running, find_query};
use limosa_router::{App, Mounted, PreloadList, QueryFrame, match_page, split_key};

use super::outcome::RawOutcome;
use super::report::{Reason, Report};
use crate::wire::{Line, ReportLine};

/// The most keys one flight carries; the browser refetches what is left out.
const MOST_KEYS: usize = 128;

/// Waits for some time: `tokio::time::sleep` on the server, a fake clock in tests.
pub type Sleep = fn(Duration) -> BoxFuture<'static, ()>;

/// What a flight is going to read. Made where the app is, run anywhere.
#[derive(Debug)]
pub struct FlightPlan {
    preload: PreloadList,
    mounted: Vec<Mounted>,
    /// Where the visitor will be.
    page: String,
    /// What the page shows and the flight does not bring.
    left_out: Vec<(String, Reason)>,
}

impl FlightPlan {
    /// Works out the page the visitor will be on, its preloads, and which of the mounted queries stay mounted there.
    ///
    /// `page` is the page of the form. An action that did not succeed makes nothing stale: its plan is empty.
    #[must_use]
    pub fn new(app: &App, outcome: &RawOutcome, page: &str, mounted: Vec<Mounted>) -> Self {
        let destination = outcome.location().unwrap_or(page);
        if !outcome.succeeded() || !destination.starts_with('/') {
            return Self {
                preload: PreloadList::new(),
                mounted: Vec::new(),
                page: page.to_owned(),
                left_out: Vec::new(),
            };
        }
        let there = match_page(app, destination);
        let shared = match (&there, match_page(app, page)) {
            _ if destination == page => u8::MAX,
            (Some(there), Some(here)) => here.shared_depth(there),
            // The layout is around every page.
            _ => 0,
        };
        let mut preload = there.map(|page| page.preload()).unwrap_or_default();
        let stale = &outcome.reply.stale;
        let is_given = |key: &str| outcome.values.iter().any(|frame| frame.key == key);
        preload.retain(|key| {
            let is_wanted = stale.covers(key) || !mounted.iter().any(|held| held.key == key);
            is_wanted && !is_given(key)
        });
        let mut left_out = Vec::new();
        let mut mounted = mounted;
        mounted.retain(|held| {
            let reason = match held {
                held if held.depth > shared => Reason::Left,
                held if !stale.covers(&held.key) => Reason::NotStale,
                held => return !is_given(&held.key),
            };
            left_out.push((held.key.clone(), reason));
            false
        });
        for key in &outcome.reply.keys {
            if !is_given(key) && mounted.iter().all(|held| held.key != *key) {
                mounted.push(sent_along(key));
            }
        }
        let over = mounted.drain(MOST_KEYS.min(mounted.len())..);
        left_out.extend(over.map(|held| (held.key, Reason::Limit)));
        let is_read = |key: &str| {
            let mut preloaded = preload.calls().iter();
            preloaded.any(|call| call.key.as_str() == key)
        };
        left_out.retain(|(key, _)| !is_read(key));
        Self {
            preload,
            mounted,
            page: destination.to_owned(),
            left_out,
        }
    }

    /// Starts the reads against the request as it is after the mutation. `budget` is for queries without one of their own.
    #[must_use]
    pub fn start(
        self,
        outcome: RawOutcome,
        request: &Arc<RequestContext>,
        budget: Duration,
        sleep: Sleep,
    ) -> Flight {
        // A cache of its own: a value read before the mutation must not be sent.
        let request = request.after_mutation(&outcome.set_cookies(), &self.page);
        let tags = tags(&self.mounted);
        let started = request.queries().start_all(&request, self.preload);
        let mut running = started.running;
        let mut later = Vec::new();
        for held in self.mounted {
            if running.iter().any(|other| other.key() == held.key) {
                continue;
            }
            match request.queries().start_key(&request, &held.key) {
                Ok(read) => running.push(read),
                // The browser asks for it itself, and learns what is wrong.
                Err(_) => later.push(held.key),
            }
        }
        Flight {
            outcome,
            request,
            running,
            later,
            tasks: started.tasks,
            tags,
            budget,
            sleep,
            left_out: self.left_out,
            reports: None,
        }
    }
}

/// A flight under way. It proceeds while its lines are read, and ends when they are dropped.
pub struct Flight {
    outcome: RawOutcome,
    request: Arc<RequestContext>,
    running: Vec<Running>,
    later: Vec<String>,
    tasks: Vec<BoxFuture<'static, ()>>,
    /// The tag of what the browser holds, by key.
    tags: HashMap<String, String>,
    budget: Duration,
    sleep: Sleep,
    left_out: Vec<(String, Reason)>,
    /// Name of the action, if the browser is to be told what the flight did.
    reports: Option<&'static str>,
}

impl Flight {
    /// Ends with a line that tells who develops the app what was sent, what not, and why.
    #[must_use]
    pub fn reporting(self, action: &'static str) -> Self {
        Self {
            reports: Some(action),
            ..self
        }
    }

    /// The answer of an action that brings no data: one that was refused or has failed.
    #[must_use]
    pub fn without_data(outcome: &RawOutcome) -> [String; 2] {
        [
            Line::Reply(outcome.reply.clone()).to_text(),
            Line::Done(true).to_text(),
        ]
    }

    /// The keys whose answers follow the reply.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let given = self.outcome.values.iter().map(|frame| frame.key.clone());
        let running = self.running.iter().map(|read| read.key().to_owned());
        let later = self.later.iter().cloned();
        given.chain(running).chain(later).collect()
    }

    /// The lines of the answer: the reply at once, then one per key in the order in which they end.
    #[must_use]
    pub fn lines(self) -> BoxStream<'static, String> {
        let mut reply = self.outcome.reply.clone();
        reply.keys = self.keys();
        let Self {
            outcome,
            request,
            running,
            later,
            tasks,
            tags,
            budget,
            sleep,
            left_out,
            reports,
        } = self;
        let report = reports.map(|_| Report::new(&left_out));
        let noting = report.clone();
        let tags = Arc::new(tags);
        let sent = reply.keys.clone();
        let reads: FuturesUnordered<_> = running
            .into_iter()
            .map(|read| within_budget(read, budget, sleep))
            .collect();
        let first = stream::iter([Line::Reply(reply).to_text()]);
        let later = stream::iter(later.into_iter().map(Answer::Later));
        let dependent =
            stream::once(dependent(tasks, request, sent, sleep(budget))).flat_map(stream::iter);
        let given = given(&outcome, report.as_ref());
        let answers = later
            .chain(stream::select(reads, dependent))
            .map(move |answer| {
                let held = tags.get(answer.key()).map(String::as_str);
                if let Some(report) = &noting {
                    report.note(&answer.frame(held));
                }
                answer.to_line(held)
            });
        let told = reports.zip(report);
        // Told when all else has been.
        let done = stream::once(async move {
            let done = Line::Done(true).to_text();
            let Some((action, report)) = told else {
                return done;
            };
            let text = report.text(action, &outcome);
            tracing::debug!("{text}");
            [ReportLine::text(text), done].concat()
        });
        first.chain(given).chain(answers).chain(done).boxed()
    }
}

impl Debug for Flight {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Flight")
            .field("keys", &self.keys())
            .finish_non_exhaustive()
    }
}

/// What is known of a key when its line is sent.
enum Answer {
    There(Arc<Outcome>),
    /// The browser asks for it itself.
    Later(String),
}

impl Answer {
    fn key(&self) -> &str {
        match self {
            Self::There(outcome) => outcome.key(),
            Self::Later(key) => key,
        }
    }

    /// The line for a browser that holds a value with this tag.
    fn to_line(&self, held: Option<&str>) -> String {
        match self {
            Self::There(outcome) => outcome.to_line(held),
            Self::Later(key) => QueryFrame::later(key).to_line(),
        }
    }

    /// What the line says.
    fn frame(&self, held: Option<&str>) -> QueryFrame {
        match self {
            Self::There(outcome) => outcome.frame().clone().unless_held(held),
            Self::Later(key) => QueryFrame::later(key),
        }
    }
}

/// The lines of values that the action gave by itself.
fn given(
    outcome: &RawOutcome,
    report: Option<&Report>,
) -> stream::Iter<std::vec::IntoIter<String>> {
    let lines = outcome.values.iter().map(|frame| {
        if let Some(report) = report {
            report.note(frame);
        }
        frame.to_line()
    });
    stream::iter(lines.collect::<Vec<_>>())
}

async fn within_budget(read: Running, budget: Duration, sleep: Sleep) -> Answer {
    let own = split_key(read.key())
        .and_then(|(id, _)| find_query(id))
        .and_then(|query| query.options.flight_budget);
    let timeout = sleep(own.unwrap_or(budget));
    match select(Box::pin(read.outcome()), timeout).await {
        Either::Left((outcome, _)) => Answer::There(outcome),
        Either::Right(_) => Answer::Later(read.key().to_owned()),
    }
}

/// What dependent loads have read beside the keys that are sent anyway.
async fn dependent(
    tasks: Vec<BoxFuture<'static, ()>>,
    request: Arc<RequestContext>,
    sent: Vec<String>,
    timeout: BoxFuture<'static, ()>,
) -> Vec<Answer> {
    if tasks.is_empty() {
        return Vec::new();
    }
    select(join_all(tasks), timeout).await;
    let outcomes = request.queries().settled().into_iter();
    let dependent = outcomes.filter(|outcome| !sent.iter().any(|key| key == outcome.key()));
    dependent.map(Answer::There).collect()
}

/// A key that the action asked for and the page does not show.
fn sent_along(key: &str) -> Mounted {
    Mounted {
        key: key.to_owned(),
        tag: None,
        depth: 0,
    }
}

fn tags(mounted: &[Mounted]) -> HashMap<String, String> {
    let tag = |held: &Mounted| Some((held.key.clone(), held.tag.clone()?));
    mounted.iter().filter_map(tag).collect()
}
