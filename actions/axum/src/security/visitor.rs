//! Who sends a request, as far as retries are concerned: a random cookie that outlives logging in and out.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, HeaderValue};

use super::cookies;
use super::keys::random_token;

const COOKIE_NAME: &str = "limosa-visitor";
const LIFETIME: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// One browser: the owner of idempotency keys. Owned; nobody can guess another visitor's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor(String);

impl Visitor {
    /// The visitor a request says it comes from, if its cookie is one this server could have set.
    #[must_use]
    pub fn of(headers: &HeaderMap, https: bool) -> Option<Self> {
        let value = cookies::read(headers, COOKIE_NAME, https)?;
        let bytes = if value.len() == 22 {
            URL_SAFE_NO_PAD.decode(value).ok()?
        } else {
            return None;
        };
        (bytes.len() == 16).then(|| Self(value.to_owned()))
    }

    /// Someone never seen before.
    #[must_use]
    pub fn stranger() -> Self {
        Self(random_token())
    }

    /// The cookie by which the next request is recognised.
    #[must_use]
    pub fn set_cookie(&self, https: bool) -> HeaderValue {
        cookies::set(COOKIE_NAME, &self.0, https, Some(LIFETIME))
    }

    /// The visitor's random id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }
}
