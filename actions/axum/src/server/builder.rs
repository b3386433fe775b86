//! Puts a server together.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::Route;
use axum::{Extension, Router};
use limosa_router::App;
use tower::{Layer, Service};

use super::settings::{Environment, PageMode, Settings, keys_from_environment};
use super::state::{ServerState, Shared, StateValues};
use crate::body::Limits;
use crate::flash::{FlashStore, MemoryFlashes};
use crate::idempotency::{IdempotencyStore, MemoryStore};
use crate::render::RenderPool;
use crate::security::{AllowedOrigins, KeyRing, SiteOrigin, TrustedProxies};
use crate::session::{EndedSessions, MemoryEndedSessions};
use crate::site::Site;

type Wrap = Box<dyn FnOnce(Router) -> Router + Send>;

/// The server of an app. Owned; a builder until [`Server::serve`] or [`Server::router`].
///
/// ```no_run
/// use limosa::{prelude::*, server::Server};
/// # #[component]
/// # fn Layout() -> impl IntoView { view! { <main><Outlet/></main> } }
///
/// # fn serve() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let server = Server::new(|| App::new(Layout)).state("what queries and actions get as `State<&str>`");
/// server.serve()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a server does nothing until it serves"]
pub struct Server {
    app: fn() -> App,
    values: StateValues,
    settings: Settings,
    keys: Option<KeyRing>,
    submissions: Option<Arc<dyn IdempotencyStore>>,
    ended_sessions: Option<Arc<dyn EndedSessions>>,
    flashes: Option<Arc<dyn FlashStore>>,
    site: Option<PathBuf>,
    routes: Router,
    layers: Vec<Wrap>,
    pub(super) grace: Duration,
    pub(super) problem: Option<String>,
}

impl Server {
    /// A server of the app; `app` is called once on every thread that renders.
    pub fn new(app: fn() -> App) -> Self {
        Self {
            app,
            values: StateValues::default(),
            settings: Settings::default(),
            keys: None,
            submissions: None,
            ended_sessions: None,
            flashes: None,
            site: None,
            routes: Router::new(),
            layers: Vec::new(),
            grace: Duration::from_secs(10),
            problem: None,
        }
    }

    /// Gives a value to queries and actions, which take it as `#[server] value: State<T>`. One value per type.
    pub fn state<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.values.insert(value);
        self
    }

    /// Wraps everything the server answers in a tower layer; later ones are further outside.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<std::convert::Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.layers
            .push(Box::new(move |router| router.layer(layer)));
        self
    }

    /// Adds routes of the app's own beside its pages, such as an API or a webhook.
    pub fn routes(mut self, routes: Router) -> Self {
        self.routes = self.routes.merge(routes);
        self
    }

    /// Where submissions are remembered; in memory by default, which promises exactly once within one process.
    pub fn idempotency(mut self, store: Arc<dyn IdempotencyStore>) -> Self {
        self.submissions = Some(store);
        self
    }

    /// Where ended sessions are remembered; in memory by default, which one process alone can see.
    pub fn ended_sessions(mut self, store: Arc<dyn EndedSessions>) -> Self {
        self.ended_sessions = Some(store);
        self
    }

    /// Where flashes are that do not fit into a cookie; in memory by default, which one process alone can see.
    pub fn flashes(mut self, store: Arc<dyn FlashStore>) -> Self {
        self.flashes = Some(store);
        self
    }

    /// One store for submissions, ended sessions and flashes, such as `SqliteStore` of `limosa-sqlite`.
    ///
    pub fn stores<S>(self, store: Arc<S>) -> Self
    where
        S: IdempotencyStore + EndedSessions + FlashStore,
    {
        self.idempotency(Arc::clone(&store) as Arc<dyn IdempotencyStore>)
            .ended_sessions(Arc::clone(&store) as Arc<dyn EndedSessions>)
            .flashes(store)
    }

    /// The secrets of the key ring, newest first, instead of `LIMOSA_KEY`.
    pub fn keys<S: AsRef<str>>(mut self, secrets: impl IntoIterator<Item = S>) -> Self {
        self.keys = self.noting(KeyRing::new(secrets));
        self
    }

    /// How long a flight waits for one query before it leaves it to the browser; one second by default.
    pub fn flight_budget(mut self, budget: Duration) -> Self {
        self.settings.flight_budget = budget;
        self
    }

    /// How long the body of an action may run; one minute by default. One that takes longer is dropped where it waits; a retry of
    /// it is answered "outcome unknown", unless the body recorded its reply (`Idempotency::record`).
    pub fn action_time(mut self, time: Duration) -> Self {
        self.settings.action_time = time;
        self
    }

    /// How much calls may send.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Origins besides the site's own whose pages may run actions; `*` stands for one label (`https://*.example.com`).
    pub fn allowed_origins<S: AsRef<str>>(mut self, origins: impl IntoIterator<Item = S>) -> Self {
        self.settings.allowed_origins = self
            .noting(AllowedOrigins::new(origins))
            .unwrap_or_default();
        self
    }

    /// Sites besides this one to which actions, pages and guards may send visitors, spelled as for
    /// [`Server::allowed_origins`]; none by default. A redirect elsewhere is an error, which the log tells of.
    pub fn allowed_redirects<S: AsRef<str>>(mut self, sites: impl IntoIterator<Item = S>) -> Self {
        self.settings.allowed_redirects =
            self.noting(AllowedOrigins::new(sites)).unwrap_or_default();
        self
    }

    /// Addresses or networks of the proxies whose `X-Forwarded-Host` and `X-Forwarded-Proto` are believed; none by default.
    pub fn trusted_proxies<S: AsRef<str>>(mut self, proxies: impl IntoIterator<Item = S>) -> Self {
        self.settings.proxies = self
            .noting(TrustedProxies::new(proxies))
            .unwrap_or_default();
        self
    }

    /// The origin visitors see (`https://shop.example`), where neither the server nor its proxies can tell.
    pub fn origin(mut self, origin: &str) -> Self {
        self.settings.origin = self.noting(SiteOrigin::parse(origin));
        self
    }

    /// In which order pages leave the server; the shell at once and late content later by default.
    pub fn page_mode(mut self, mode: PageMode) -> Self {
        self.settings.mode = mode;
        self
    }

    /// How long a page that is ready but for the content of its `<Suspense>`s waits for it, so that content which is nearly
    /// there goes out in its place instead of a fallback, a late chunk and a script; 5 ms by default, zero for not at all.
    pub fn first_byte_grace(mut self, time: Duration) -> Self {
        self.settings.first_byte_grace = time;
        self
    }

    /// The `Content-Security-Policy` of pages, with `{nonce}` in place of the nonce; `None` for none.
    pub fn content_security_policy(mut self, policy: Option<&str>) -> Self {
        self.settings.content_security_policy = policy.map(str::to_owned);
        self
    }

    /// Whether answers say in `Server-Timing` how long they took; in debug builds by default.
    pub fn server_timing(mut self, shown: bool) -> Self {
        self.settings.server_timing = shown;
        self
    }

    /// The site folder with browser code and assets, instead of `LIMOSA_SITE` or the folder of the executable.
    pub fn assets(mut self, site: impl Into<PathBuf>) -> Self {
        self.site = Some(site.into());
        self
    }

    /// How long open connections and running actions have after the signal to stop; ten seconds by default.
    pub fn grace(mut self, time: Duration) -> Self {
        self.grace = time;
        self
    }

    /// The whole server as an axum router, for another server to nest or a test to call.
    ///
    /// # Panics
    ///
    /// When a setting or the environment is wrong, a page is linked but not in the app, or two functions have the same id.
    pub fn router(self) -> Router {
        match self.build() {
            Ok((router, _)) => router,
            Err(problem) => panic!("{problem}"),
        }
    }

    pub(super) fn build(self) -> Result<(Router, ServerState), String> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        limosa_router::server::check_registrations();
        limosa_actions::server::check_registrations();
        let folder = match self.site {
            Some(folder) => Some(folder),
            None => Environment::read()?.site,
        };
        let state = ServerState::new(Shared {
            id: ServerState::next_id(),
            app: self.app,
            values: self.values,
            settings: self.settings,
            keys: self.keys.map_or_else(keys_from_environment, Ok)?,
            submissions: self
                .submissions
                .unwrap_or_else(|| Arc::new(MemoryStore::new())),
            site: Site::read(folder)?,
            pool: RenderPool::default(),
            flashes: self
                .flashes
                .unwrap_or_else(|| Arc::new(MemoryFlashes::default())),
            ended_sessions: self
                .ended_sessions
                .unwrap_or_else(|| Arc::new(MemoryEndedSessions::default())),
            bodies: tokio_util::task::TaskTracker::new(),
        });
        // Routes of the app's own find the server too.
        let routes = self.routes.layer(Extension(state.clone()));
        let router = crate::routes::all(&state).merge(routes);
        let router = self
            .layers
            .into_iter()
            .fold(router, |router, wrap| wrap(router));
        Ok((router, state))
    }

    fn noting<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result
            .map_err(|problem| self.problem.get_or_insert(problem).clone())
            .ok()
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Server")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
