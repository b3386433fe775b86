//! Where everything is: calls, assets, health, and pages at all other paths.

use axum::Router;
use axum::routing::{any, get};
use limosa_router::wire::{ACTION_PATH, QUERY_PATH};

use crate::server::ServerState;
use crate::{calls, pages, site};

const HEALTH_PATH: &str = "/_limosa/health";

/// Every route of the server but the app's own.
pub(crate) fn all(state: &ServerState) -> Router {
    Router::new()
        .route(HEALTH_PATH, get(async || "ok"))
        .route(QUERY_PATH, any(calls::query))
        .route(&format!("{ACTION_PATH}{{id}}"), any(calls::action))
        .merge(site::routes(&state.site))
        .fallback(pages::page)
        .with_state(state.clone())
}
