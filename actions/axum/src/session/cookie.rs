//! The session as its cookie holds it, sealed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::security::{KeyRing, Purpose, cookies, random_token};
use crate::server::ServerState;

const COOKIE_NAME: &str = "limosa-session";
const LIFETIME: Duration = Duration::from_hours(30 * 24);
/// Browsers drop cookies of more than 4,096 bytes, name and attributes included.
const LARGEST_COOKIE: usize = 3_800;

/// Id and values of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SessionData {
    pub(crate) id: String,
    /// Seconds since 1970.
    made: u64,
    pub(crate) values: Map<String, Value>,
}

impl SessionData {
    /// A session that begins now.
    pub(crate) fn new(values: Map<String, Value>) -> Self {
        Self {
            id: random_token(),
            made: now(),
            values,
        }
    }

    /// The session of a request; `None` if it has no cookie, or one that is not whole, too old, or of another key.
    pub(crate) fn of(state: &ServerState, parts: &Parts) -> Option<Self> {
        Self::open(state.keys(), &parts.headers, state.is_https(parts))
    }

    /// The session that the last of these cookies begins: nothing inside if it ends one, nothing at all if none says so.
    pub(crate) fn set_by(
        keys: &KeyRing,
        set_cookies: &[HeaderValue],
        https: bool,
    ) -> Option<Option<Self>> {
        let prefix = [cookies::name(COOKIE_NAME, https).as_str(), "="].concat();
        let texts = set_cookies
            .iter()
            .rev()
            .filter_map(|cookie| cookie.to_str().ok());
        let text = texts.filter_map(|text| text.strip_prefix(&prefix)).next()?;
        let value = text.split(';').next().unwrap_or_default();
        Some(Self::unseal(keys, value))
    }

    fn open(keys: &KeyRing, headers: &HeaderMap, https: bool) -> Option<Self> {
        Self::unseal(keys, cookies::read(headers, COOKIE_NAME, https)?)
    }

    fn unseal(keys: &KeyRing, text: &str) -> Option<Self> {
        let json = keys.open(Purpose::Session, b"", text)?;
        let session: Self = serde_json::from_slice(&json).ok()?;
        let age = now().saturating_sub(session.made);
        (age <= LIFETIME.as_secs()).then_some(session)
    }

    /// The cookie of this session; `None` if it is too large for one.
    pub(crate) fn cookie(&self, keys: &KeyRing, https: bool) -> Option<HeaderValue> {
        let json = serde_json::to_vec(self).expect("JSON values always serialise");
        let text = keys.seal(Purpose::Session, b"", &json);
        (text.len() <= LARGEST_COOKIE)
            .then(|| cookies::set(COOKIE_NAME, &text, https, Some(LIFETIME)))
    }
}

/// The cookie that ends every session.
pub(crate) fn no_cookie(https: bool) -> HeaderValue {
    cookies::clear(COOKIE_NAME, https)
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
