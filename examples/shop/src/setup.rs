//! The server of the shop: its state, its routes for tests, and what happens to every request.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    Extension, Router,
    extract::{Path, Request, State},
    http::{StatusCode, header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS}},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use limosa::server::{Server, ServerState};
use limosa_sqlite::SqliteStore;
use tracing_subscriber::EnvFilter;

use crate::{
    db::{Db, DbError},
    journal::{Journal, Log},
    settings::Settings,
};

/// How long a flight waits for one query: longer than the slowest reviews of the tests.
const FLIGHT_BUDGET: std::time::Duration = std::time::Duration::from_secs(5);

/// Adds what the shop needs to a server.
///
/// # Errors
/// If the database cannot be opened.
pub fn server(server: Server, settings: Settings) -> Result<Server, DbError> {
    let (db, store) = match &settings.database {
        Some(path) => (Db::open(path)?, SqliteStore::open(path)?),
        None => (Db::in_memory()?, SqliteStore::in_memory()?),
    };
    let journal = Journal::default();
    let photos = Router::new().route("/photos/{id}", get(photo)).with_state(db.clone());
    let arrivals = Arrivals { journal: journal.clone(), settings: settings.clone(), count: Arc::default() };
    let tests = Tests { db: db.clone(), journal: journal.clone() };
    let server = server.routes(photos);
    let server = if settings.is_test { server.routes(test_routes(tests)) } else { server };
    Ok(server
        .stores(Arc::new(store))
        .flight_budget(FLIGHT_BUDGET)
        .state(db)
        .state(journal)
        .state(settings)
        .layer(middleware::from_fn_with_state(arrivals, arrive)))
}

/// Writes what goes wrong to the standard error output; `RUST_LOG` says how much.
pub fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

#[derive(Clone)]
struct Arrivals {
    journal: Journal,
    settings: Settings,
    count: Arc<AtomicU64>,
}

/// Numbers a request, gives it its log, and holds it back if the settings say so.
async fn arrive(State(arrivals): State<Arrivals>, mut request: Request, next: Next) -> Response {
    let number = arrivals.count.fetch_add(1, Ordering::Relaxed) + 1;
    request.extensions_mut().insert(Log::new(&arrivals.journal, number));
    if !is_free(request.uri().path()) {
        tokio::time::sleep(arrivals.settings.latency).await;
    }
    next.run(request).await
}

/// Whether a path is an asset or a route for tests.
fn is_free(path: &str) -> bool {
    path.starts_with("/assets/") || path.starts_with("/test/") || matches!(path, "/shop.css" | "/favicon.ico")
}

/// The photo of a product. What was uploaded is shown as a picture and never as anything else.
async fn photo(State(db): State<Db>, Path(id): Path<u32>) -> Response {
    match db.photo(id).await {
        Ok(Some(photo)) => {
            let headers = [
                (CONTENT_TYPE, photo.media_type.as_str()),
                (X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
            ];
            (headers, photo.bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(cause) => {
            tracing::error!("a photo could not be read: {cause}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[derive(Clone)]
struct Tests {
    db: Db,
    journal: Journal,
}

fn test_routes(tests: Tests) -> Router {
    Router::new().route("/test/reset", post(reset)).route("/test/log", get(log)).with_state(tests)
}

/// Restores the seed and forgets everything but sessions.
async fn reset(State(tests): State<Tests>, server: Extension<ServerState>) -> StatusCode {
    let seed = tests.db.reset().await.is_ok();
    let stores = server.submissions().clear().await.and(server.void_flashes().await).is_ok();
    if !(seed && stores) {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    tests.journal.clear();
    StatusCode::NO_CONTENT
}

/// What ran since the last reset.
async fn log(State(tests): State<Tests>) -> impl IntoResponse {
    let entries = serde_json::to_string(&tests.journal.entries());
    ([(CONTENT_TYPE, "application/json")], entries.unwrap_or_default())
}
