//! The page's query cache, as actions use it.

use std::cell::OnceCell;

use crate::cache::{Answer, Cache, Wanted};
use crate::query::{Mounted, QueryFrame, Stale};
use crate::side::browser::bridge;
use crate::side::browser::network::Network;
use crate::wire::raw_json;

thread_local! {
    static CACHE: OnceCell<Cache> = const { OnceCell::new() };
}

/// The cache of the page.
pub(crate) fn cache() -> Cache {
    CACHE.with(|cache| cache.get_or_init(|| Cache::new(Network::new())).clone())
}

/// The keys the page shows, with the tags of the values held and the depths of the pages that show them.
#[must_use]
pub fn mounted() -> Vec<Mounted> {
    cache().mounted()
}

/// Takes a frame of a flight that was sent at `sent_at`, a time of [`now`].
pub fn apply(frame: QueryFrame, sent_at: f64) {
    cache().apply(frame, sent_at);
}

/// Takes a frame that was sent to another tab, if this one holds the key.
pub fn hear(frame: QueryFrame) {
    cache().hear(frame);
}

/// The clock of [`apply`], in milliseconds.
#[must_use]
pub fn now() -> f64 {
    bridge::now()
}

/// Keys that a flight is going to bring count as loading.
pub fn expect<K: AsRef<str>>(keys: &[K]) {
    cache().expect(keys.iter().map(AsRef::as_ref));
}

/// Keys that a flight did not bring are asked for.
pub fn give_up<K: AsRef<str>>(keys: &[K]) {
    cache().give_up(keys.iter().map(AsRef::as_ref));
}

/// Makes what is covered stale, but the keys excepted.
pub fn revalidate(stale: &Stale, except: &[String]) {
    cache().revalidate(stale, except);
}

/// Forgets the values of another visitor, but the keys excepted.
pub fn empty(except: &[String]) {
    cache().empty(except);
}

/// The session epoch.
#[must_use]
pub fn epoch() -> String {
    cache().epoch()
}

/// Sets the session epoch: answers to requests that were sent before are dropped. Other tabs are told.
pub fn set_epoch(epoch: &str) {
    if cache().epoch() != epoch {
        cache().set_epoch(epoch);
        bridge::store_epoch(epoch);
    }
}

pub(super) fn held(key: &str) -> Option<String> {
    match cache().held(key)?.as_ref() {
        Answer::Frame(QueryFrame {
            value: Some(value), ..
        }) => Some(value.get().to_owned()),
        _ => None,
    }
}

pub(super) fn put(wanted: Wanted<'_>, json: &str) {
    let value = raw_json(json);
    let frame = QueryFrame {
        value,
        ..QueryFrame::new(wanted.key)
    };
    cache().put(wanted, Answer::Frame(frame));
}
