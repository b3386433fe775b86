//! Settings of a server: defaults, then the environment, then what the app says.

use std::path::PathBuf;
use std::time::Duration;

use crate::body::Limits;
use crate::security::{AllowedOrigins, KeyRing, SiteOrigin, TrustedProxies};

/// What a server can be told; the app does so through [`crate::Server`].
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) allowed_origins: AllowedOrigins,
    /// Sites besides this one to which visitors may be sent.
    pub(crate) allowed_redirects: AllowedOrigins,
    pub(crate) proxies: TrustedProxies,
    /// The site's origin where it is configured; else requests say it.
    pub(crate) origin: Option<SiteOrigin>,
    /// How long a flight waits for one query before it leaves it to the browser.
    pub(crate) flight_budget: Duration,
    /// How long a body of an action may run.
    pub(crate) action_time: Duration,
    pub(crate) server_timing: bool,
    /// Value of the `Content-Security-Policy` header, with `{nonce}` in place of the nonce.
    pub(crate) content_security_policy: Option<String>,
    pub(crate) mode: PageMode,
    /// How long the first byte of a page waits for what is inside its `<Suspense>`s.
    pub(crate) first_byte_grace: Duration,
    /// URL of the event stream of `cargo limosa serve`.
    pub(crate) development: Option<String>,
}

/// In which order a page leaves the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PageMode {
    /// The shell with fallbacks at once, late content when it is there. The default.
    #[default]
    OutOfOrder,
    /// In the order of the document, waiting where it has to.
    InOrder,
    /// In one piece when everything is there.
    Complete,
}

/// What the environment of the process says.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) site: Option<PathBuf>,
    pub(crate) address: String,
    pub(crate) port: u16,
}

const DEFAULT_PORT: u16 = 3000;
const POLICY: &str =
    "script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'self'";

/// Longer than queries of a local database take, shorter than anybody notices.
const FIRST_BYTE_GRACE: Duration = Duration::from_millis(5);

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            allowed_origins: AllowedOrigins::default(),
            allowed_redirects: AllowedOrigins::default(),
            proxies: TrustedProxies::default(),
            origin: None,
            flight_budget: Duration::from_secs(1),
            action_time: Duration::from_mins(1),
            server_timing: cfg!(debug_assertions),
            content_security_policy: Some(POLICY.to_owned()),
            mode: PageMode::default(),
            first_byte_grace: FIRST_BYTE_GRACE,
            development: variable("LIMOSA_DEV"),
        }
    }
}

impl Environment {
    /// Reads `LIMOSA_SITE`, `LIMOSA_ADDRESS` and `LIMOSA_PORT`.
    ///
    /// # Errors
    ///
    /// A port that is no number.
    pub(crate) fn read() -> Result<Self, String> {
        let beside = || Some(std::env::current_exe().ok()?.parent()?.to_owned());
        let port = variable("LIMOSA_PORT").map_or(Ok(DEFAULT_PORT), |port| {
            port.parse()
                .map_err(|_| format!("LIMOSA_PORT is `{port}`, which is no port"))
        });
        Ok(Self {
            site: variable("LIMOSA_SITE").map(PathBuf::from).or_else(beside),
            address: variable("LIMOSA_ADDRESS").unwrap_or_else(|| "127.0.0.1".to_owned()),
            port: port?,
        })
    }
}

/// The key ring of `LIMOSA_KEY`, newest first and separated by commas; without it a random key, and in release a warning.
///
/// # Errors
///
/// A key that is too short.
pub(crate) fn keys_from_environment() -> Result<KeyRing, String> {
    if let Some(keys) = variable("LIMOSA_KEY") {
        return KeyRing::new(keys.split(',')).map_err(|wrong| format!("LIMOSA_KEY: {wrong}"));
    }
    if !cfg!(debug_assertions) {
        tracing::warn!(
            "LIMOSA_KEY is not set: restarts and other instances will not accept what this server seals (sessions, flash, sealed values)"
        );
    }
    Ok(KeyRing::random())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
