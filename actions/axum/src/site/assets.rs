//! Serves assets, which never change under their names, and the files of `public/`.

use std::future::{Ready, ready};

use axum::Router;
use axum::body::Body;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use tower_http::services::{ServeDir, ServeFile};

use super::manifest::Site;
use crate::server::ServerState;

const JAVASCRIPT: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

/// What browsers encode in a path: <https://url.spec.whatwg.org/#path-percent-encode-set>, and `%` itself.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// Routes of everything in the site folder.
pub(crate) fn routes(site: &Site) -> Router<ServerState> {
    let Some(folder) = &site.folder else {
        return Router::new();
    };
    let assets = ServeDir::new(folder.join("assets"))
        .precompressed_br()
        .append_index_html_on_directories(false);
    let assets = Router::new()
        .nest_service("/assets", assets)
        .layer(map_response(immutable));
    let mut public = Router::new();
    for (url, path) in site.public_files() {
        // Braces, which are wildcards in routes, are encoded as browsers encode them.
        public = public.route_service(
            &utf8_percent_encode(&url, PATH).to_string(),
            ServeFile::new(path),
        );
    }
    let routes = assets.merge(public.layer(map_response(revalidated)));
    match &site.start {
        Some(start) => routes.route(&start.path, get(start_script(start.text.clone()))),
        None => routes,
    }
}

fn start_script(text: Bytes) -> impl Fn() -> Ready<Response> + Clone {
    move || {
        let mut response = Response::new(Body::from(text.clone()));
        response.headers_mut().insert(CONTENT_TYPE, JAVASCRIPT);
        ready(with_caching(response, FOREVER))
    }
}

async fn immutable(response: Response) -> Response {
    with_caching(response, FOREVER)
}

async fn revalidated(response: Response) -> Response {
    with_caching(response, ASK_AGAIN)
}

fn with_caching(mut response: Response, how: HeaderValue) -> Response {
    let status = response.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(CACHE_CONTROL, how);
    }
    response
}
