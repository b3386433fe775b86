//! The flash: what a form sent without script has to say, on its way to the page that shows it.

mod store;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderValue};
use limosa_actions::server::Flash;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::store::{FlashStore, MemoryFlashes};
use crate::idempotency::StoreError;
use crate::security::{Purpose, Visitor, cookies, random_token};
use crate::server::ServerState;

const COOKIE_NAME: &str = "limosa-flash-";
const LIFETIME: Duration = Duration::from_mins(2);
/// Browsers drop cookies of more than 4,096 bytes, name and attributes included.
const LARGEST_COOKIE: usize = 3_600;

/// What the cookie holds, sealed: the flash, or the slot of the server where it is.
#[derive(Serialize, Deserialize)]
struct Sealed {
    /// Milliseconds since 1970.
    made: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    flash: Option<Box<serde_json::value::RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<String>,
}

/// The cookie that carries a flash to its page; `None` if it cannot be written.
pub(crate) async fn cookie(
    state: &ServerState,
    flash: &Flash,
    https: bool,
    visitor: &Visitor,
) -> Option<HeaderValue> {
    let json = serde_json::value::to_raw_value(flash)
        .inspect_err(|cause| tracing::error!("a flash cannot be written: {cause}"))
        .ok()?;
    let associated = associated(&flash.page, visitor);
    let seal = |sealed: &Sealed| {
        let text =
            serde_json::to_vec(sealed).expect("numbers, texts and raw JSON always serialise");
        state.keys.seal(Purpose::Flash, &associated, &text)
    };
    let mut sealed = Sealed {
        made: now(),
        flash: Some(json),
        slot: None,
    };
    let mut value = seal(&sealed);
    if value.len() > LARGEST_COOKIE {
        let slot = random_token();
        let json = sealed.flash.take()?.get().to_owned();
        state
            .flashes
            .put(&slot, json, LIFETIME)
            .await
            .inspect_err(|cause| tracing::error!("a flash could not be kept: {cause}"))
            .ok()?;
        sealed.slot = Some(slot);
        value = seal(&sealed);
    }
    Some(cookies::set(
        &cookie_name(&flash.page),
        &value,
        https,
        Some(LIFETIME),
    ))
}

/// Whether the request carries a flash for any page; nearly none does, and those need no hash of their address.
pub(crate) fn is_any(headers: &HeaderMap) -> bool {
    cookies::all(headers).any(|(name, _)| name.contains(COOKIE_NAME))
}

/// The name of the cookie for a page, so that two tabs do not take each other's.
pub(crate) fn cookie_name(page: &str) -> String {
    let hash = Sha256::digest(page.as_bytes());
    format!(
        "{COOKIE_NAME}{:02x}{:02x}{:02x}{:02x}",
        hash[0], hash[1], hash[2], hash[3]
    )
}

/// The flash that the request's cookie carries for this page, if it is whole, of this visitor, and not too old.
pub(crate) async fn open(
    state: &ServerState,
    headers: &HeaderMap,
    page: &str,
    https: bool,
    visitor: &Visitor,
) -> Option<Arc<Flash>> {
    let value = cookies::read(headers, &cookie_name(page), https)?;
    let text = state
        .keys
        .open(Purpose::Flash, &associated(page, visitor), value)?;
    let sealed: Sealed = serde_json::from_slice(&text).ok()?;
    if now().saturating_sub(sealed.made) > millis(LIFETIME) {
        return None;
    }
    let json = stored(state, sealed)
        .await
        .inspect_err(|cause| tracing::error!("the store of flashes failed: {cause}"))
        .ok()??;
    let flash: Flash = serde_json::from_str(&json).ok()?;
    (flash.page == page).then(|| Arc::new(flash))
}

/// What the sealed flash says, or its slot; `None` where it was made void or taken before.
async fn stored(state: &ServerState, sealed: Sealed) -> Result<Option<String>, StoreError> {
    let void_until = state.flashes.void_until().await?.map_or(0, since_1970);
    match (sealed.flash, sealed.slot) {
        _ if sealed.made <= void_until => Ok(None),
        (Some(json), _) => Ok(Some(json.get().to_owned())),
        (None, Some(slot)) => state.flashes.take(&slot).await,
        (None, None) => Ok(None),
    }
}

fn associated(page: &str, visitor: &Visitor) -> Vec<u8> {
    [visitor.id(), page].join(" ").into_bytes()
}

fn now() -> u64 {
    since_1970(SystemTime::now())
}

fn since_1970(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, millis)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
