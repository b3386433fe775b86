//! What all threads of one server share.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::request::Parts;
use limosa_actions::{OtherSite, SiteUrl};
use limosa_router::App;
use limosa_router::server::RequestContext;
use tokio_util::task::TaskTracker;

use super::settings::Settings;
use crate::flash::FlashStore;
use crate::idempotency::{IdempotencyStore, StoreError};
use crate::render::RenderPool;
use crate::security::{KeyRing, SiteOrigin, logged};
use crate::session::EndedSessions;
use crate::site::Site;

/// Everything the handlers of one server know. Cheap to clone; the state that extractors of queries and actions are given.
#[derive(Clone)]
pub struct ServerState(Arc<Shared>);

/// The parts of a [`ServerState`], which only the server itself sees.
#[doc(hidden)]
pub struct Shared {
    /// Tells servers of one process apart where threads keep something for each.
    pub(crate) id: u64,
    pub(crate) app: fn() -> App,
    pub(crate) values: StateValues,
    pub(crate) settings: Settings,
    pub(crate) keys: KeyRing,
    pub(crate) submissions: Arc<dyn IdempotencyStore>,
    pub(crate) site: Site,
    pub(crate) pool: RenderPool,
    pub(crate) flashes: Arc<dyn FlashStore>,
    pub(crate) ended_sessions: Arc<dyn EndedSessions>,
    /// Bodies of actions, which run to their end whatever their connections do.
    pub(crate) bodies: TaskTracker,
}

/// Values of the app by type, put in by `Server::state`.
#[derive(Clone, Default)]
pub(crate) struct StateValues(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

static SERVERS: AtomicU64 = AtomicU64::new(0);

impl ServerState {
    /// Makes every flash that is under way to its page void, for tests that begin anew.
    ///
    /// # Errors
    ///
    /// When the store of flashes fails.
    pub async fn void_flashes(&self) -> Result<(), StoreError> {
        self.0.flashes.void_all().await
    }

    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// The value of a type that `Server::state` was given.
    #[must_use]
    pub fn value<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.values.get()
    }

    /// The key ring of the server.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    /// The store of submissions.
    #[must_use]
    pub fn submissions(&self) -> &Arc<dyn IdempotencyStore> {
        &self.0.submissions
    }

    /// The origin a request was sent to: the configured one, or what the request and trusted proxies say.
    pub(crate) fn site_of(&self, parts: &Parts) -> Option<SiteOrigin> {
        let configured = self.0.settings.origin.clone();
        configured.or_else(|| self.0.settings.proxies.site_of(parts))
    }

    /// Whether a visitor may be sent to this address: of this site, or of one that is allowed. The log tells of others.
    pub(crate) fn may_send_to(&self, to: &str) -> bool {
        let redirects = &self.0.settings.allowed_redirects;
        let may = SiteUrl::parse(to).is_some()
            || OtherSite::parse(to).is_some_and(|site| redirects.has(&site));
        if !may {
            let to = logged(to);
            tracing::error!(
                "a redirect to `{to}`, which `Server::allowed_redirects` does not name"
            );
        }
        may
    }

    /// The context of a request that a page makes; its parts know this state.
    pub(crate) fn context(parts: Parts, page_url: impl Into<String>) -> Arc<RequestContext> {
        RequestContext::on_page(parts, page_url, |parts, to| {
            let state = parts.extensions.get::<Self>();
            state.is_some_and(|state| state.may_send_to(to))
        })
    }

    /// Whether the visitor's browser speaks https, as far as anything trustworthy says.
    pub(crate) fn is_https(&self, parts: &Parts) -> bool {
        let settings = &self.0.settings;
        match &settings.origin {
            Some(origin) => origin.https == Some(true),
            None => settings.proxies.say_https(parts),
        }
    }

    pub(crate) fn next_id() -> u64 {
        SERVERS.fetch_add(1, Ordering::Relaxed)
    }
}

impl std::ops::Deref for ServerState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Debug for Shared {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Shared")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Debug for ServerState {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServerState")
            .field("id", &self.0.id)
            .finish_non_exhaustive()
    }
}

impl StateValues {
    pub(crate) fn insert<T: Clone + Send + Sync + 'static>(&mut self, value: T) {
        self.0.insert(TypeId::of::<T>(), Arc::new(value));
    }

    fn get<T: Clone + 'static>(&self) -> Option<T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref::<T>().cloned()
    }
}
