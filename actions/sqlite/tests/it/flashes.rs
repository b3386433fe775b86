//! Flashes that do not fit into a cookie: once, for every process, and void when told so.

use std::time::{Duration, SystemTime};

use limosa_axum::{FlashStore, MemoryFlashes};
use limosa_sqlite::SqliteStore;

use crate::Folder;

const TIME: Duration = Duration::from_secs(60);

async fn is_one_shot(put: &dyn FlashStore, take: &dyn FlashStore) {
    put.put("slot", "a long text".to_owned(), TIME)
        .await
        .unwrap();
    assert_eq!(take.take("other").await.unwrap(), None);
    assert_eq!(
        take.take("slot").await.unwrap().as_deref(),
        Some("a long text")
    );
    assert_eq!(put.take("slot").await.unwrap(), None, "only once");
    put.put("slot", "short".to_owned(), Duration::from_millis(1))
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(take.take("slot").await.unwrap(), None, "too late");
}

async fn can_be_void(one: &dyn FlashStore, other: &dyn FlashStore) {
    assert_eq!(other.void_until().await.unwrap(), None);
    one.put("slot", "kept".to_owned(), TIME).await.unwrap();
    let before = SystemTime::now();
    one.void_all().await.unwrap();
    let until = other.void_until().await.unwrap().expect("a time");
    assert!(
        until + Duration::from_millis(1) >= before,
        "{until:?} {before:?}"
    );
    assert_eq!(other.take("slot").await.unwrap(), None);
}

#[tokio::test]
async fn flashes_in_memory() {
    let store = MemoryFlashes::default();
    is_one_shot(&store, &store).await;
    can_be_void(&store, &store).await;
    for number in 0..1_001 {
        store
            .put(&number.to_string(), "x".to_owned(), TIME)
            .await
            .unwrap();
    }
    assert_eq!(store.take("0").await.unwrap(), None, "the oldest has gone");
    assert!(store.take("1000").await.unwrap().is_some());
}

#[tokio::test]
async fn flashes_of_two_processes() {
    let folder = Folder::new("flashes");
    let one = SqliteStore::open(folder.file()).unwrap();
    let other = SqliteStore::open(folder.file()).unwrap();
    is_one_shot(&one, &other).await;
    can_be_void(&one, &other).await;
    drop((one, other));
    let later = SqliteStore::open(folder.file()).unwrap();
    assert!(later.void_until().await.unwrap().is_some(), "it is kept");
}
