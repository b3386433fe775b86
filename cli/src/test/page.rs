//! The page in which tests run, and the server that it talks to.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::failure::{OrFail, Outcome};
use crate::site::Bound;

/// The script that starts the tests, with places for their names.
const RUN: &str = include_str!("run.js");
const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><pre id=\"output\"></pre>\
                    <script type=\"module\" src=\"/run.js\"></script></body></html>";
/// How long a single test may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// A test program, ready for the browser.
#[derive(Debug)]
pub(super) struct Tests {
    pub(super) bound: Bound,
    /// The exported functions to call.
    pub(super) exports: Vec<String>,
    /// How many a filter left out.
    pub(super) filtered_out: usize,
}

/// What the page says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    Output(String),
    /// An error on the console.
    Error(String),
    /// All tests have run; whether all passed.
    Ended(bool),
    Silent,
}

/// What the page says, in order.
#[derive(Debug)]
pub(super) struct Outcomes(UnboundedReceiver<News>);

impl Outcomes {
    /// Waits for the next word from the page.
    pub(super) async fn next(&mut self) -> News {
        timeout(PATIENCE, self.0.recv())
            .await
            .ok()
            .flatten()
            .unwrap_or(News::Silent)
    }
}

#[derive(Debug)]
struct Served {
    script: String,
    wasm: Vec<u8>,
    run: String,
    /// The snippets of the tested crates, by URL.
    modules: Vec<(String, String)>,
    news: UnboundedSender<News>,
}

/// Starts the server of the page; gives its URL and what will come from it.
///
/// # Errors
/// When no port is left.
pub(super) async fn serve(tests: &Tests) -> Outcome<(String, Outcomes)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .or_fail(|| "open a port for the tests".to_owned())?;
    let address = listener
        .local_addr()
        .or_fail(|| "ask for the port".to_owned())?;
    let (news, outcomes) = unbounded_channel();
    let modules = tests.bound.modules.iter();
    let served = Served {
        script: tests.bound.script.clone(),
        wasm: tests.bound.wasm.clone(),
        run: run_script(tests)?,
        modules: modules
            .map(|(path, source)| (path.trim_start_matches('.').to_owned(), source.clone()))
            .collect(),
        news,
    };
    let router = Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/output", post(output))
        .route("/error", post(error))
        .route("/end", post(end))
        .fallback(file)
        .with_state(Arc::new(served));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok((format!("http://{address}/"), Outcomes(outcomes)))
}

fn run_script(tests: &Tests) -> Outcome<String> {
    let exports = serde_json::to_string(&tests.exports)
        .or_fail(|| "write the names of the tests".to_owned())?;
    Ok(RUN
        .replace("[/* exports */]", &exports)
        .replace("0 /* filtered out */", &tests.filtered_out.to_string()))
}

async fn output(State(served): State<Arc<Served>>, text: String) {
    tell(&served, News::Output(text));
}

async fn error(State(served): State<Arc<Served>>, text: String) {
    tell(&served, News::Error(text));
}

async fn end(State(served): State<Arc<Served>>, text: String) {
    tell(&served, News::Ended(text == "passed"));
}

fn tell(served: &Served, news: News) {
    // Nobody listens any more when the time was up.
    let _ = served.news.send(news);
}

async fn file(State(served): State<Arc<Served>>, uri: Uri) -> Response {
    let script =
        |text: &str| ([(header::CONTENT_TYPE, "text/javascript")], text.to_owned()).into_response();
    match uri.path() {
        "/run.js" => script(&served.run),
        "/tests.js" => script(&served.script),
        "/tests.wasm" => (
            [(header::CONTENT_TYPE, "application/wasm")],
            served.wasm.clone(),
        )
            .into_response(),
        path => match served.modules.iter().find(|(module, _)| module == path) {
            Some((_, source)) => script(source),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}
