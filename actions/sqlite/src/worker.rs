//! The thread that owns the connection: it takes what waits into one transaction, so that many submissions cost one commit.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use limosa_axum::idempotency::StoreError;
use rusqlite::{Connection, Result, TransactionBehavior};
use tokio::sync::oneshot;

use crate::schema;

const RENEWAL: Duration = Duration::from_millis(1_500);
const MOST_IN_ONE_TRANSACTION: usize = 256;

/// A step within the transaction, then what tells its caller how it went.
type Step = Box<dyn FnOnce(&Connection) -> Result<Answer> + Send>;
type Answer = Box<dyn FnOnce() + Send>;

/// What a step does to the tables: one that only reads waits for no other process that writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Reads,
    Writes,
}

/// The way to the thread; dropping the last one ends it.
#[derive(Debug, Clone)]
pub(crate) struct Worker(Sender<Job>);

struct Job {
    step: Step,
    access: Access,
    /// Called with the cause when the step or its transaction failed.
    failed: Box<dyn FnOnce(&rusqlite::Error) + Send>,
}

impl Worker {
    /// Starts the thread; `owner` names this process in the tables.
    pub(crate) fn start(connection: Connection, owner: String) -> Result<Self, StoreError> {
        schema::prepare(&connection).map_err(|cause| StoreError::new(&cause))?;
        schema::renew(&connection, &owner).map_err(|cause| StoreError::new(&cause))?;
        let (sender, jobs) = channel();
        let thread = thread::Builder::new().name("limosa-sqlite".to_owned());
        let work = move || {
            Thread {
                connection,
                owner,
                jobs,
            }
            .run()
        };
        thread
            .spawn(work)
            .map_err(|cause| StoreError::new(&cause))?;
        Ok(Self(sender))
    }

    /// Runs a step on the thread; the answer comes after its transaction was committed.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        step: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.send(Access::Writes, step).await
    }

    /// Runs a step that changes nothing.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        step: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.send(Access::Reads, step).await
    }

    async fn send<T: Send + 'static>(
        &self,
        access: Access,
        step: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, receiver) = oneshot::channel();
        let sender = Arc::new(Mutex::new(Some(sender)));
        let failed = Arc::clone(&sender);
        let answer = move |sender: &Mutex<Option<oneshot::Sender<_>>>, result| {
            let sender = sender.lock().unwrap_or_else(PoisonError::into_inner).take();
            // Whoever asked may be gone.
            if let Some(sender) = sender {
                drop(sender.send(result));
            }
        };
        let job = Job {
            step: Box::new(move |connection| {
                let value = step(connection)?;
                Ok(Box::new(move || answer(&sender, Ok(value))))
            }),
            access,
            failed: Box::new(move |cause| answer(&failed, Err(StoreError::new(cause)))),
        };
        let ended = || StoreError::new(&"the store's thread has ended");
        self.0.send(job).map_err(|_| ended())?;
        receiver.await.map_err(|_| ended())?
    }
}

struct Thread {
    connection: Connection,
    owner: String,
    jobs: Receiver<Job>,
}

impl Thread {
    fn run(mut self) {
        let mut renewed = Instant::now();
        loop {
            let first = self
                .jobs
                .recv_timeout(RENEWAL.saturating_sub(renewed.elapsed()));
            match first {
                Ok(job) => self.transact(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if renewed.elapsed() >= RENEWAL {
                if let Err(cause) = schema::renew(&self.connection, &self.owner) {
                    tracing::error!("the store of submissions could not be renewed: {cause}");
                }
                renewed = Instant::now();
            }
        }
    }

    fn transact(&mut self, first: Job) {
        let mut jobs = vec![first];
        jobs.extend(self.jobs.try_iter().take(MOST_IN_ONE_TRANSACTION - 1));
        let behavior = match jobs.iter().any(|job| job.access == Access::Writes) {
            true => TransactionBehavior::Immediate,
            false => TransactionBehavior::Deferred,
        };
        let (steps, failures): (Vec<_>, Vec<_>) =
            jobs.into_iter().map(|job| (job.step, job.failed)).unzip();
        match self.commit(behavior, steps) {
            Ok(answers) => answers.into_iter().for_each(|answer| answer()),
            // One failure fails all of them: none is committed, so none may run.
            Err(cause) => failures.into_iter().for_each(|failed| failed(&cause)),
        }
    }

    fn commit(&mut self, behavior: TransactionBehavior, steps: Vec<Step>) -> Result<Vec<Answer>> {
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        let answers = steps
            .into_iter()
            .map(|step| step(&transaction))
            .collect::<Result<Vec<_>>>()?;
        transaction.commit()?;
        Ok(answers)
    }
}
