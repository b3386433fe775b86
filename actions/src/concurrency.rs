//! What happens when an action is called while an earlier call of it is under way.

use std::collections::VecDeque;
use std::time::Duration;

use limosa_router::wire::from_json;

/// What becomes of a call while an earlier one in the same lane is under way. `Copy`; set by `#[action(..)]`.
///
/// Calls with equal bound arguments share a lane; `lane = action` puts all calls of an action into one, and `lane = id` those
/// with an equal argument `id`. Without a policy, calls from code run in parallel and a form drops a submit while its own is
/// pending. What waits in a lane is pending from the moment it was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concurrency {
    /// Each is sent at once.
    Parallel,
    /// Each is sent at once, and those before it end as [`Aborted`](limosa_router::CallError::Aborted): their outcome is not
    /// shown, but the data that came with it is taken in. The server may still run them, in any order, unless the action is
    /// marked `abort`.
    Latest,
    /// One after the other, in the order of the calls, also after failures.
    Queue,
    /// It is not sent, and ends as aborted at once.
    Drop,
    /// It is sent once no other has come for this long and none is under way. Those that it replaces end as aborted.
    Debounce(Duration),
}

/// Which calls of an action share a lane. `Copy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lane {
    /// Those with equal bound arguments.
    #[default]
    Bound,
    /// All of them.
    Action,
    /// Those whose bound argument at this index is equal.
    Argument(usize),
}

impl Lane {
    /// The lane of a call: a text that those that share it have in common.
    #[doc(hidden)]
    #[must_use]
    pub fn name(self, id: &str, bound: &str) -> String {
        let shared = match self {
            Self::Bound => bound.to_owned(),
            Self::Action => String::new(),
            Self::Argument(index) => {
                let arguments: Vec<&serde_json::value::RawValue> =
                    from_json(bound).unwrap_or_default();
                let argument = arguments.get(index).map(|argument| argument.get());
                argument.unwrap_or_default().to_owned()
            }
        };
        [id, &shared].concat()
    }
}

/// The calls that are under way or wait, by lane. Knows no clock and no network: it is told what happens and says what
/// follows.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Lanes(Vec<(String, InLane)>);

#[derive(Debug, Default)]
struct InLane {
    running: Vec<u32>,
    waiting: VecDeque<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    number: u32,
    /// Waits for those before it only, no longer for its time.
    is_due: bool,
}

/// What is to be done with a call.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// It is sent.
    Go,
    /// It is sent when [`Lanes::leave`] says so.
    Wait,
    /// [`Lanes::due`] is to be asked after this time.
    WaitFor(Duration),
    /// It never is.
    Dropped,
}

impl Lanes {
    /// Whether a call is under way or waits in a lane.
    #[must_use]
    pub fn is_used(&self, lane: &str) -> bool {
        self.0.iter().any(|(name, _)| name == lane)
    }

    /// A call comes. Says what is to be done with it, and which earlier ones it replaces.
    pub fn enter(&mut self, lane: &str, policy: Concurrency, number: u32) -> (Entry, Vec<u32>) {
        if !self.is_used(lane) {
            self.0.push((lane.to_owned(), InLane::default()));
        }
        let Some(lane) = self.lane(lane) else {
            return (Entry::Go, Vec::new());
        };
        let mut replaced = Vec::new();
        let entry = match policy {
            Concurrency::Drop if !lane.is_empty() => Entry::Dropped,
            Concurrency::Queue if !lane.is_empty() => {
                lane.wait(number, true);
                Entry::Wait
            }
            Concurrency::Debounce(time) => {
                replaced.extend(lane.waiting.drain(..).map(|waiting| waiting.number));
                lane.wait(number, false);
                Entry::WaitFor(time)
            }
            Concurrency::Latest => {
                replaced.append(&mut lane.running);
                lane.go(number)
            }
            Concurrency::Parallel | Concurrency::Queue | Concurrency::Drop => lane.go(number),
        };
        (entry, replaced)
    }

    /// The time of a call that waited for it is over: whether it is sent now.
    pub fn due(&mut self, lane: &str, number: u32) -> bool {
        let Some(lane) = self.lane(lane) else {
            return false;
        };
        let waiting = lane.waiting.iter_mut();
        for waiting in waiting.filter(|waiting| waiting.number == number) {
            waiting.is_due = true;
        }
        lane.next() == Some(number)
    }

    /// A call has ended, or was given up before it was sent. Gives the one that is sent now.
    pub fn leave(&mut self, name: &str, number: u32) -> Option<u32> {
        let lane = self.lane(name)?;
        lane.running.retain(|running| *running != number);
        lane.waiting.retain(|waiting| waiting.number != number);
        let next = lane.next();
        self.0.retain(|(_, lane)| !lane.is_empty());
        next
    }

    fn lane(&mut self, wanted: &str) -> Option<&mut InLane> {
        let mut lanes = self.0.iter_mut();
        lanes.find_map(|(name, lane)| (name == wanted).then_some(lane))
    }
}

impl InLane {
    fn is_empty(&self) -> bool {
        self.running.is_empty() && self.waiting.is_empty()
    }

    fn wait(&mut self, number: u32, is_due: bool) {
        self.waiting.push_back(Waiting { number, is_due });
    }

    fn go(&mut self, number: u32) -> Entry {
        self.running.push(number);
        Entry::Go
    }

    /// The first that waits, if nothing keeps it from being sent.
    fn next(&mut self) -> Option<u32> {
        let is_free = self.running.is_empty();
        let next = self
            .waiting
            .pop_front_if(|first| is_free && first.is_due)?
            .number;
        self.running.push(next);
        Some(next)
    }
}
