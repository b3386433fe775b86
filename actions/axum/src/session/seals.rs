//! Seals of values: open in their action and session alone, and not for ever.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderValue;
use http::request::Parts;
use limosa_actions::server::Sealer;

use super::cookie::SessionData;
use crate::security::{KeyRing, Purpose, Visitor};
use crate::server::ServerState;

const LIFETIME: Duration = Duration::from_hours(24);
const TIME_LENGTH: usize = 8;

/// Seals for the session of one request; for its visitor where there is no session.
pub(crate) struct SessionSealer {
    keys: KeyRing,
    holder: Mutex<String>,
}

impl SessionSealer {
    /// Puts the sealer of a request among its extensions.
    pub(crate) fn insert(
        state: &ServerState,
        parts: &mut Parts,
        visitor: Option<&Visitor>,
    ) -> Arc<Self> {
        let session = SessionData::of(state, parts).map(|session| session.id);
        let sealer = Arc::new(Self {
            keys: state.keys().clone(),
            holder: Mutex::new(holder(session.as_deref(), visitor)),
        });
        let shared: Arc<dyn Sealer> = Arc::clone(&sealer) as Arc<dyn Sealer>;
        parts.extensions.insert(shared);
        sealer
    }

    /// From here on seals are for the session that these cookies begin, or for the visitor if they end it.
    pub(crate) fn follow(
        &self,
        set_cookies: &[HeaderValue],
        https: bool,
        visitor: Option<&Visitor>,
    ) {
        if let Some(session) = SessionData::set_by(&self.keys, set_cookies, https) {
            let holder = holder(session.map(|session| session.id).as_deref(), visitor);
            *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = holder;
        }
    }

    fn associated(&self, purpose: &str) -> Vec<u8> {
        let holder = self.holder.lock().unwrap_or_else(PoisonError::into_inner);
        [holder.as_str(), purpose].join(" ").into_bytes()
    }
}

impl Sealer for SessionSealer {
    fn seal(&self, purpose: &str, plain: &[u8]) -> String {
        let mut text = now().to_be_bytes().to_vec();
        text.extend_from_slice(plain);
        self.keys
            .seal(Purpose::Sealed, &self.associated(purpose), &text)
    }

    fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let text = self
            .keys
            .open(Purpose::Sealed, &self.associated(purpose), sealed)?;
        let (made, plain) = text.split_first_chunk::<TIME_LENGTH>()?;
        let age = now().saturating_sub(u64::from_be_bytes(*made));
        (age <= LIFETIME.as_secs()).then(|| plain.to_vec())
    }
}

fn holder(session: Option<&str>, visitor: Option<&Visitor>) -> String {
    match (session, visitor) {
        (Some(session), _) => ["session", session].join(" "),
        (None, Some(visitor)) => ["visitor", visitor.id()].join(" "),
        (None, None) => "nobody".to_owned(),
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
