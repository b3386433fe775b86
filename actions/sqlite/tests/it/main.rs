//! The durable store: exactly once in one process, across processes, and across a crash.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod flashes; // what does not fit into a cookie, over processes
mod server; // a whole server that is killed

use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use limosa_axum::EndedSessions;
use limosa_axum::idempotency::{IdempotencyStore, Reservation, StoredReply, SubmissionId};
use limosa_axum::security::Visitor;
use limosa_sqlite::SqliteStore;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

fn reply(text: &str) -> StoredReply {
    StoredReply {
        outcome: text.to_owned(),
        session: Some("ada".to_owned()),
    }
}

fn submission(key: &str) -> SubmissionId {
    let mut headers = http::HeaderMap::new();
    let cookie = http::HeaderValue::from_static("limosa-visitor=AAAAAAAAAAAAAAAAAAAAAA");
    headers.insert("cookie", cookie);
    SubmissionId::new(
        &Visitor::of(&headers, false).expect("a visitor"),
        key,
        "fields",
    )
}

struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("limosa-sqlite-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.join("submissions.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[tokio::test]
async fn of_many_arrivals_one_runs_and_all_get_its_reply() {
    let store = Arc::new(SqliteStore::in_memory().unwrap());
    let arrivals = (0..50).map(|_| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            match store.reserve(submission("a")).await.unwrap() {
                Reservation::Run => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    store.finish(submission("a"), reply("once")).await.unwrap();
                    1
                }
                other => {
                    assert_eq!(other, Reservation::Replay(reply("once")));
                    0
                }
            }
        })
    });
    let mut runs = 0;
    for arrival in arrivals.collect::<Vec<_>>() {
        runs += arrival.await.unwrap();
    }
    assert_eq!(runs, 1);
}

#[tokio::test]
async fn replies_outlive_the_process_and_end_with_their_session() {
    let folder = Folder::new("outlive");
    let before = SqliteStore::open(folder.file()).unwrap();
    assert_eq!(
        before.reserve(submission("a")).await.unwrap(),
        Reservation::Run
    );
    before.finish(submission("a"), reply("kept")).await.unwrap();
    drop(before);
    let after = SqliteStore::open(folder.file()).unwrap();
    assert_eq!(
        after.reserve(submission("a")).await.unwrap(),
        Reservation::Replay(reply("kept"))
    );
    after.end_session("eve").await.unwrap();
    assert_eq!(
        after.reserve(submission("a")).await.unwrap(),
        Reservation::Replay(reply("kept"))
    );
    after.end_session("ada").await.unwrap();
    assert_eq!(
        after.reserve(submission("a")).await.unwrap(),
        Reservation::Run
    );
    after.finish(submission("a"), reply("again")).await.unwrap();
    after.clear().await.unwrap();
    assert_eq!(
        after.reserve(submission("a")).await.unwrap(),
        Reservation::Run
    );
}

#[tokio::test]
async fn ended_sessions_are_known_to_every_process() {
    let folder = Folder::new("sessions");
    let one = SqliteStore::open(folder.file()).unwrap();
    let other = SqliteStore::open(folder.file()).unwrap();
    assert!(!other.has_ended("ada").await.unwrap());
    one.end("ada").await.unwrap();
    assert!(other.has_ended("ada").await.unwrap());
    assert!(!other.has_ended("eve").await.unwrap());
}

#[tokio::test]
async fn another_process_waits_for_the_one_that_runs() {
    let folder = Folder::new("two");
    let one = SqliteStore::open(folder.file()).unwrap();
    let other = SqliteStore::open(folder.file()).unwrap();
    assert_eq!(
        one.reserve(submission("a")).await.unwrap(),
        Reservation::Run
    );
    let waiting = tokio::spawn(async move { other.reserve(submission("a")).await.unwrap() });
    // Longer than a process counts as alive without a word from it.
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(!waiting.is_finished());
    one.finish(submission("a"), reply("one's")).await.unwrap();
    assert_eq!(waiting.await.unwrap(), Reservation::Replay(reply("one's")));
}

/// Not a test by itself: the process that `a_crash_leaves_the_outcome_unknown` kills.
#[tokio::test]
async fn process_that_is_killed() {
    let Some(file) = std::env::var_os("LIMOSA_SQLITE_CRASH") else {
        return;
    };
    let store = SqliteStore::open(file).unwrap();
    assert_eq!(
        store.reserve(submission("a")).await.unwrap(),
        Reservation::Run
    );
    eprintln!("reserved");
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn a_crash_leaves_the_outcome_unknown() {
    let folder = Folder::new("crash");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "process_that_is_killed", "--nocapture"])
        .env("LIMOSA_SQLITE_CRASH", folder.file())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    while lines
        .next_line()
        .await
        .unwrap()
        .expect("the process reserves")
        != "reserved"
    {}
    child.kill().await.unwrap();
    let store = SqliteStore::open(folder.file()).unwrap();
    let asked = Instant::now();
    assert_eq!(
        store.reserve(submission("a")).await.unwrap(),
        Reservation::Unknown
    );
    assert!(
        asked.elapsed() < Duration::from_secs(7),
        "{:?}",
        asked.elapsed()
    );
    assert_eq!(
        store.reserve(submission("a")).await.unwrap(),
        Reservation::Unknown
    );
    assert_eq!(
        store.reserve(submission("b")).await.unwrap(),
        Reservation::Run
    );
}
