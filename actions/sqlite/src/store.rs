//! The durable store of submissions, ended sessions and flashes.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures::future::{BoxFuture, FutureExt};
use limosa_axum::idempotency::{
    IdempotencyStore, Reservation, StoreError, StoredReply, SubmissionId,
};
use limosa_axum::security::Visitor;
use limosa_axum::{EndedSessions, FlashStore};
use rusqlite::Connection;
use tokio::sync::watch;

use crate::schema::{self, Found};
use crate::worker::Worker;

/// How often a submission that runs in another process is looked after.
const LOOK: Duration = Duration::from_millis(50);

/// Submissions, ended sessions and large flashes in a SQLite file, which may be the app's own: exactly once across restarts,
/// crashes and all processes that open the same file.
///
/// Shared in an `Arc`, which `Server::stores` takes. A submission whose process died while it ran is answered with "outcome unknown", within five seconds
/// after the death, and never run again. Writes of concurrent submissions share one commit.
///
/// # Examples
///
/// ```no_run
/// use std::sync::Arc;
/// use limosa_sqlite::SqliteStore;
///
/// let store = Arc::new(SqliteStore::open("shop.db")?);
/// # Ok::<(), limosa_axum::idempotency::StoreError>(())
/// ```
#[derive(Debug)]
pub struct SqliteStore {
    worker: Worker,
    owner: String,
    /// What runs in this process; dropping the sender wakes those who wait.
    running: Mutex<HashMap<SubmissionId, watch::Sender<()>>>,
}

impl SqliteStore {
    /// Opens or makes the file and its tables, all of which have names that begin with `limosa_`.
    ///
    /// # Errors
    ///
    /// A file that cannot be opened or is no database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::over(Connection::open(path))
    }

    /// A store that lives in memory and dies with the process.
    ///
    /// # Errors
    ///
    /// When SQLite cannot make one.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::over(Connection::open_in_memory())
    }

    fn over(connection: rusqlite::Result<Connection>) -> Result<Self, StoreError> {
        let connection = connection.map_err(|cause| StoreError::new(&cause))?;
        // Any fresh random text will do; a visitor's id is one.
        let owner = Visitor::stranger().id().to_owned();
        let worker = Worker::start(connection, owner.clone())?;
        Ok(Self {
            worker,
            owner,
            running: Mutex::default(),
        })
    }

    async fn reserved(&self, submission: SubmissionId) -> Result<Reservation, StoreError> {
        loop {
            let owner = self.owner.clone();
            match self
                .worker
                .run(move |tables| schema::reserve(tables, &owner, submission))
                .await?
            {
                Found::Reserved => {
                    self.lock().insert(submission, watch::Sender::new(()));
                    return Ok(Reservation::Run);
                }
                Found::Replay(reply) => return Ok(Reservation::Replay(reply)),
                Found::Unknown => return Ok(Reservation::Unknown),
                Found::RunsHere => self.ended_here(submission).await,
                Found::RunsElsewhere => tokio::time::sleep(LOOK).await,
            }
        }
    }

    async fn ended_here(&self, submission: SubmissionId) {
        let ended = self.lock().get(&submission).map(watch::Sender::subscribe);
        match ended {
            Some(mut ended) => while ended.changed().await.is_ok() {},
            // Just reserved and not yet noted, or just ended: the tables will tell.
            None => tokio::time::sleep(Duration::from_millis(1)).await,
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SubmissionId, watch::Sender<()>>> {
        // Every change of the map is complete before anything can panic.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IdempotencyStore for SqliteStore {
    fn reserve(&self, submission: SubmissionId) -> BoxFuture<'_, Result<Reservation, StoreError>> {
        self.reserved(submission).boxed()
    }

    fn finish(
        &self,
        submission: SubmissionId,
        reply: StoredReply,
    ) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            let owner = self.owner.clone();
            let step =
                move |tables: &Connection| schema::finish(tables, &owner, submission, &reply);
            let written = self.worker.run(step).await;
            self.lock().remove(&submission);
            written
        }
        .boxed()
    }

    fn end_session<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        let session = session.to_owned();
        self.worker
            .run(move |tables| schema::end_session(tables, &session))
            .boxed()
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.worker.run(schema::clear).boxed()
    }
}

impl EndedSessions for SqliteStore {
    fn end<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        let session = session.to_owned();
        self.worker
            .run(move |tables| schema::note_ended_session(tables, &session))
            .boxed()
    }

    fn has_ended<'a>(&'a self, session: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        let session = session.to_owned();
        self.worker
            .read(move |tables| schema::has_ended(tables, &session))
            .boxed()
    }
}

impl FlashStore for SqliteStore {
    fn put<'a>(
        &'a self,
        slot: &'a str,
        content: String,
        time: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let slot = slot.to_owned();
        self.worker
            .run(move |tables| schema::put_flash(tables, &slot, &content, time))
            .boxed()
    }

    fn take<'a>(&'a self, slot: &'a str) -> BoxFuture<'a, Result<Option<String>, StoreError>> {
        let slot = slot.to_owned();
        self.worker
            .run(move |tables| schema::take_flash(tables, &slot))
            .boxed()
    }

    fn void_all(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.worker.run(schema::void_flashes).boxed()
    }

    fn void_until(&self) -> BoxFuture<'_, Result<Option<SystemTime>, StoreError>> {
        self.worker.read(schema::flashes_void_until).boxed()
    }
}
