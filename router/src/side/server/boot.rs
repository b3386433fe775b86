//! Stamps and tags: what only the server makes.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::base64::sixteen_characters;
use crate::query::Stamp;

/// Instance and boot: random, and the time of the start.
static BOOT: LazyLock<String> = LazyLock::new(|| {
    let instance = RandomState::new().build_hasher().finish();
    let time = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis());
    format!("{instance:x}-{time:x}")
});

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// The stamp of a read that begins now.
#[must_use]
pub fn next_stamp() -> Stamp {
    let counter = COUNTER.fetch_add(1, Ordering::Relaxed);
    Stamp::from(format!("{}-{counter:x}", *BOOT))
}

/// Hash of a value's JSON text.
pub(super) fn tag(json: &str) -> String {
    let hash = Sha256::digest(json.as_bytes());
    sixteen_characters(&hash)
        .iter()
        .copied()
        .map(char::from)
        .collect()
}
