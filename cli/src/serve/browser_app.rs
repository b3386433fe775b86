//! Serves the site folder of an app that has no server of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::HandlerWithoutStateExt;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use super::events::Events;
use crate::failure::{OrFail, Outcome};
use crate::terminal;

/// A running file server.
#[derive(Debug)]
pub(super) struct BrowserApp {
    address: SocketAddr,
}

impl BrowserApp {
    /// Starts to serve the folder; with `events` its page hears of new builds.
    ///
    /// # Errors
    /// When the port is taken.
    pub(super) async fn start(
        site: PathBuf,
        port: u16,
        events: Option<Arc<Events>>,
    ) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .or_fail(|| format!("listen on port {port}"))?;
        let address = listener
            .local_addr()
            .or_fail(|| "ask for the port".to_owned())?;
        tokio::spawn(async move { axum::serve(listener, router(site, events)).await });
        terminal::output(&format!("listening on http://{address}"));
        Ok(Self { address })
    }

    /// The port it listens on.
    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }
}

fn router(site: PathBuf, events: Option<Arc<Events>>) -> Router {
    let assets = ServeDir::new(site.join("assets")).precompressed_br();
    let files = ServeDir::new(&site)
        .append_index_html_on_directories(false)
        .precompressed_br();
    let page = move |uri: Uri| {
        let (site, events) = (site.clone(), events.clone());
        async move { page(&site, events.as_deref(), uri.path()).await }
    };
    Router::new()
        .nest_service("/assets", assets)
        .layer(from_fn(kept_for_ever))
        .fallback_service(files.fallback(page.into_service()))
}

/// The names of assets change with their content.
async fn kept_for_ever(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let value = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    response
}

/// The app's page, for every URL that does not look like a file: what it shows there is up to the app.
async fn page(site: &Path, events: Option<&Events>, path: &str) -> Response {
    if path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'))
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::fs::read_to_string(site.join("index.html")).await {
        Ok(page) => Html(page + &events.map(Events::tag).unwrap_or_default()).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
