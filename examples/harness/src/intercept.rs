//! A bad network on demand: requests delayed, held, refused, or with their answer lost.

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::{Value, json};

use crate::pipe::{Connection, lock};

/// Holds requests back until it is released or dropped.
#[must_use = "dropping the gate lets the requests go"]
pub struct Gate {
    state: Arc<Mutex<GateState>>,
}

impl Gate {
    /// Lets go what is held, and everything that comes later.
    pub fn release(&self) {
        let mut state = lock(&self.state);
        state.is_open = true;
        for held in state.held.drain(..) {
            held.go_on();
        }
    }

    /// How many requests are held now.
    #[must_use]
    pub fn held(&self) -> usize {
        lock(&self.state).held.len()
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.release();
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Gate({} held)", self.held())
    }
}

#[derive(Default)]
pub(crate) struct GateState {
    is_open: bool,
    held: Vec<Paused>,
}

/// What is done to a request whose address contains the rule's part.
pub(crate) enum Fate {
    Delay(Duration),
    Hold(Arc<Mutex<GateState>>),
    /// The request never leaves; how often still.
    Refuse(u32),
    /// The server gets the request, but its answer is lost; how often still.
    Lose(u32),
}

impl Fate {
    pub(crate) fn hold() -> (Self, Gate) {
        let state = Arc::new(Mutex::new(GateState::default()));
        (Self::Hold(Arc::clone(&state)), Gate { state })
    }
}

/// The rules of one tab; the first that fits decides.
#[derive(Default)]
pub(crate) struct Rules {
    rules: Vec<(String, Fate)>,
}

impl Rules {
    /// Adds a rule and returns the parameters of `Fetch.enable` for all of them.
    pub(crate) fn add(&mut self, part: &str, fate: Fate) -> Value {
        self.rules.push((part.to_owned(), fate));
        let patterns = self.rules.iter().map(|(part, fate)| {
            let stage = if matches!(fate, Fate::Lose(_)) {
                "Response"
            } else {
                "Request"
            };
            json!({ "urlPattern": format!("*{part}*"), "requestStage": stage })
        });
        json!({ "patterns": patterns.collect::<Vec<_>>() })
    }

    /// Decides about one paused request. It runs on the reading thread and never waits.
    pub(crate) fn decide(&mut self, event: &Value, connection: &Arc<Connection>, session: &str) {
        let paused = Paused {
            connection: Arc::clone(connection),
            session: session.to_owned(),
            id: event["requestId"].as_str().unwrap_or_default().to_owned(),
        };
        let url = event["request"]["url"].as_str().unwrap_or_default();
        let is_answer = event["responseStatusCode"].is_u64();
        let rule = self
            .rules
            .iter_mut()
            .find(|(part, fate)| url.contains(part.as_str()) && fate.applies(is_answer));
        match rule.map(|(_, fate)| fate) {
            None => paused.go_on(),
            Some(Fate::Delay(delay)) => {
                let delay = *delay;
                std::thread::spawn(move || {
                    std::thread::sleep(delay);
                    paused.go_on();
                });
            }
            Some(Fate::Hold(gate)) => lock(gate).held.push(paused),
            Some(Fate::Refuse(times) | Fate::Lose(times)) => {
                *times -= 1;
                paused.fail();
            }
        }
    }
}

impl Fate {
    fn applies(&self, is_answer: bool) -> bool {
        match self {
            Self::Delay(_) => !is_answer,
            Self::Hold(gate) => !is_answer && !lock(gate).is_open,
            Self::Refuse(times) => !is_answer && *times > 0,
            Self::Lose(times) => is_answer && *times > 0,
        }
    }
}

/// A request that the browser holds back until it is told what to do.
struct Paused {
    connection: Arc<Connection>,
    session: String,
    id: String,
}

impl Paused {
    fn go_on(self) {
        self.connection.send(
            &self.session,
            "Fetch.continueRequest",
            json!({ "requestId": self.id }),
        );
    }

    fn fail(self) {
        let parameters = json!({ "requestId": self.id, "errorReason": "ConnectionReset" });
        self.connection
            .send(&self.session, "Fetch.failRequest", parameters);
    }
}
