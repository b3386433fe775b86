//! The `DevTools` protocol over the pipes of a Chromium process: calls with answers, and events by session.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

use serde_json::{Value, json};

use crate::wait::PATIENCE;

/// Takes the events of one session. It runs on the reading thread, so it must not wait for an answer.
pub(crate) trait Listener: Send + Sync {
    fn event(&self, method: &str, parameters: &Value);
}

/// One connection to a browser, shared by all of its pages.
pub(crate) struct Connection {
    writer: Mutex<Box<dyn Write + Send>>,
    next_id: AtomicU64,
    inbox: Arc<Inbox>,
}

type Reply = mpsc::Sender<Result<Value, String>>;

#[derive(Default)]
struct Inbox {
    /// Whoever waits for the answer with this id. `None` once the browser is gone.
    waiting: Mutex<Option<BTreeMap<u64, Reply>>>,
    listeners: Mutex<BTreeMap<String, Weak<dyn Listener>>>,
}

impl Connection {
    /// Starts the thread that reads what the browser writes to `reader`.
    pub(crate) fn new(
        writer: impl Write + Send + 'static,
        reader: impl Read + Send + 'static,
    ) -> Self {
        let inbox = Arc::new(Inbox::default());
        *lock(&inbox.waiting) = Some(BTreeMap::new());
        let thread_inbox = Arc::clone(&inbox);
        std::thread::spawn(move || thread_inbox.read_all(reader));
        Self {
            writer: Mutex::new(Box::new(writer)),
            next_id: AtomicU64::new(1),
            inbox,
        }
    }

    /// Calls a method of the browser (no session) or of one page and waits for the answer.
    pub(crate) fn call(
        &self,
        session: Option<&str>,
        method: &str,
        parameters: Value,
    ) -> Result<Value, String> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = mpsc::channel();
        match lock(&self.inbox.waiting).as_mut() {
            Some(waiting) => waiting.insert(id, sender),
            None => return Err(format!("{method}: the browser has ended")),
        };
        self.write(id, session, method, parameters)?;
        match answer.recv_timeout(PATIENCE) {
            Ok(answer) => answer.map_err(|reason| format!("{method}: {reason}")),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                Err(format!("{method}: no answer in {PATIENCE:?}"))
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                Err(format!("{method}: the browser has ended"))
            }
        }
    }

    /// Sends a call and does not wait; its answer is dropped.
    pub(crate) fn send(&self, session: &str, method: &str, parameters: Value) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        // A page that is already gone needs no more orders.
        let _ = self.write(id, Some(session), method, parameters);
    }

    /// From now on `listener` gets the events of `session`, as long as it lives.
    pub(crate) fn listen(&self, session: &str, listener: Weak<dyn Listener>) {
        lock(&self.inbox.listeners).insert(session.to_owned(), listener);
    }

    fn write(
        &self,
        id: u64,
        session: Option<&str>,
        method: &str,
        parameters: Value,
    ) -> Result<(), String> {
        let mut message = json!({ "id": id, "method": method });
        message["params"] = parameters;
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut writer = lock(&self.writer);
        writer
            .write_all(&bytes)
            .and_then(|()| writer.flush())
            .map_err(|error| format!("{method}: {error}"))
    }
}

impl Inbox {
    fn read_all(&self, reader: impl Read) {
        let mut reader = BufReader::new(reader);
        let mut message = Vec::new();
        while reader
            .read_until(0, &mut message)
            .is_ok_and(|length| length > 0)
        {
            message.pop();
            if let Ok(value) = serde_json::from_slice(&message) {
                self.dispatch(value);
            }
            message.clear();
        }
        // Dropping the senders wakes everybody who still waits.
        *lock(&self.waiting) = None;
    }

    fn dispatch(&self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let sender = lock(&self.waiting)
                .as_mut()
                .and_then(|waiting| waiting.remove(&id));
            if let Some(sender) = sender {
                // The caller may have run out of patience.
                let _ = sender.send(answer_of(message));
            }
            return;
        }
        let parameters = message["params"].take();
        let (Some(method), Some(session)) =
            (message["method"].as_str(), message["sessionId"].as_str())
        else {
            return;
        };
        let listener = lock(&self.listeners).get(session).and_then(Weak::upgrade);
        if let Some(listener) = listener {
            listener.event(method, &parameters);
        }
    }
}

fn answer_of(mut message: Value) -> Result<Value, String> {
    match message["error"]["message"].as_str() {
        Some(error) => Err(error.to_owned()),
        None => Ok(message["result"].take()),
    }
}

/// The lock, also after a panic elsewhere: what is kept here is only logs.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
