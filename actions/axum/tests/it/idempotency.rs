//! Exactly once, as the store in memory promises it.

use std::sync::Arc;
use std::time::Duration;

use limosa_axum::idempotency::{
    IdempotencyStore, MemoryStore, Reservation, StoredReply, SubmissionId,
};
use limosa_axum::security::Visitor;

fn reply(text: &str) -> StoredReply {
    StoredReply {
        outcome: text.to_owned(),
        session: Some("ada".to_owned()),
    }
}

#[tokio::test]
async fn the_second_arrival_waits_for_the_first_and_gets_its_reply() {
    let store = Arc::new(MemoryStore::new());
    let submission = SubmissionId::new(&Visitor::stranger(), "key", "fields");
    assert_eq!(store.reserve(submission).await.unwrap(), Reservation::Run);
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.reserve(submission).await.unwrap() })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(waiting.iter().all(|arrival| !arrival.is_finished()));
    store.finish(submission, reply("first")).await.unwrap();
    for arrival in waiting {
        assert_eq!(arrival.await.unwrap(), Reservation::Replay(reply("first")));
    }
}

#[tokio::test]
async fn other_fields_keys_and_visitors_are_other_submissions() {
    let store = MemoryStore::new();
    let (ada, eve) = (Visitor::stranger(), Visitor::stranger());
    let first = SubmissionId::new(&ada, "key", "fields");
    assert_eq!(store.reserve(first).await.unwrap(), Reservation::Run);
    store.finish(first, reply("ada's")).await.unwrap();
    for other in [
        SubmissionId::new(&ada, "key", "other fields"),
        SubmissionId::new(&ada, "other", "fields"),
        SubmissionId::new(&eve, "key", "fields"),
        SubmissionId::new(&ada, "keyf", "ields"),
    ] {
        assert_eq!(store.reserve(other).await.unwrap(), Reservation::Run);
    }
    assert_eq!(
        store.reserve(first).await.unwrap(),
        Reservation::Replay(reply("ada's"))
    );
}

#[tokio::test(start_paused = true)]
async fn replies_are_forgotten_after_ten_minutes_and_with_their_session() {
    let store = MemoryStore::new();
    let submission = SubmissionId::new(&Visitor::stranger(), "key", "fields");
    let run_once = async || {
        assert_eq!(store.reserve(submission).await.unwrap(), Reservation::Run);
        store.finish(submission, reply("kept")).await.unwrap();
    };
    run_once().await;
    tokio::time::advance(Duration::from_secs(599)).await;
    assert_eq!(
        store.reserve(submission).await.unwrap(),
        Reservation::Replay(reply("kept"))
    );
    tokio::time::advance(Duration::from_secs(2)).await;
    run_once().await;
    store.end_session("eve").await.unwrap();
    assert_eq!(
        store.reserve(submission).await.unwrap(),
        Reservation::Replay(reply("kept"))
    );
    store.end_session("ada").await.unwrap();
    run_once().await;
    store.clear().await.unwrap();
    run_once().await;
}

#[tokio::test]
async fn memory_is_bounded() {
    let store = MemoryStore::new();
    let visitor = Visitor::stranger();
    let large = "x".repeat(1024 * 1024);
    let id = |number: u32| SubmissionId::new(&visitor, &number.to_string(), "fields");
    for number in 0..80 {
        assert_eq!(store.reserve(id(number)).await.unwrap(), Reservation::Run);
        store.finish(id(number), reply(&large)).await.unwrap();
    }
    assert_eq!(
        store.reserve(id(79)).await.unwrap(),
        Reservation::Replay(reply(&large))
    );
    assert_eq!(store.reserve(id(0)).await.unwrap(), Reservation::Run);
}
