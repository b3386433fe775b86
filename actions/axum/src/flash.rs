//! The flash: what a form sent without script has to say, on its way to the page that shows it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderValue};
use limosa_actions::server::Flash;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::security::{Purpose, Visitor, cookies, random_token};
use crate::server::ServerState;

const COOKIE_NAME: &str = "limosa-flash-";
const LIFETIME: Duration = Duration::from_mins(2);
/// Browsers drop cookies of more than 4,096 bytes, name and attributes included.
const LARGEST_COOKIE: usize = 3_600;
const MOST_SLOTS: usize = 1_000;

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

/// Flashes that are too large for a cookie, by the random name their cookie carries. One-shot, of one process.
#[derive(Debug, Default)]
pub(crate) struct FlashSlots {
    slots: Mutex<HashMap<String, (u64, String)>>,
    /// Flashes made before this are void.
    void_before: AtomicU64,
}

impl FlashSlots {
    /// Makes every flash that is under way void, sealed ones too.
    pub(crate) fn void_all(&self) {
        self.lock().clear();
        self.void_before.store(now(), Ordering::Relaxed);
    }

    fn put(&self, json: String) -> String {
        let mut slots = self.lock();
        let oldest_allowed = now().saturating_sub(millis(LIFETIME));
        slots.retain(|_, (made, _)| *made >= oldest_allowed);
        if slots.len() >= MOST_SLOTS {
            let oldest = slots
                .iter()
                .min_by_key(|(_, (made, _))| *made)
                .map(|(name, _)| name.clone());
            oldest.map(|name| slots.remove(&name));
        }
        let name = random_token();
        slots.insert(name.clone(), (now(), json));
        name
    }

    fn take(&self, name: &str) -> Option<String> {
        self.lock().remove(name).map(|(_, json)| json)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, (u64, String)>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The cookie that carries a flash to its page; `None` if it cannot be written.
pub(crate) fn cookie(
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
        let json = sealed.flash.take().map(|json| json.get().to_owned());
        sealed.slot = json.map(|json| state.flashes.put(json));
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
pub(crate) fn open(
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
    let age = now().saturating_sub(sealed.made);
    let is_void = sealed.made <= state.flashes.void_before.load(Ordering::Relaxed);
    if age > millis(LIFETIME) || is_void {
        return None;
    }
    let flash: Flash = match (sealed.flash, sealed.slot) {
        (Some(json), _) => serde_json::from_str(json.get()).ok()?,
        (None, Some(slot)) => serde_json::from_str(&state.flashes.take(&slot)?).ok()?,
        (None, None) => return None,
    };
    (flash.page == page).then(|| Arc::new(flash))
}

fn associated(page: &str, visitor: &Visitor) -> Vec<u8> {
    [visitor.id(), page].join(" ").into_bytes()
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, millis)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
