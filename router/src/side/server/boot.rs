//! Stamps and tags: what only the server makes.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::base64::eleven_characters;
use crate::query::Stamp;

/// Instance and boot: a random number, into which the time of the start went.
static BOOT: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = RandomState::new().build_hasher();
    let time = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    hasher.write_u128(time);
    eleven_characters(hasher.finish())
});

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// The stamp of a read that begins now.
#[must_use]
pub fn next_stamp() -> Stamp {
    let counter = COUNTER.fetch_add(1, Ordering::Relaxed);
    Stamp::from(format!("{}-{counter:x}", *BOOT))
}

/// Secret, so that nobody can make two values with the same tag.
static TAG_KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Hash of a value's text, comparable within one boot.
pub(super) fn tag(text: &str) -> String {
    let mut hasher = TAG_KEY.build_hasher();
    hasher.write(text.as_bytes());
    eleven_characters(hasher.finish())
}
