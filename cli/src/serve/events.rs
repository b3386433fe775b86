//! Tells open pages about new builds and compile errors, over server-sent events on a port of their own.
//!
//! The port outlives the app's server, so a page hears of the new build while its own server is being replaced.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::stream::{Stream, unfold};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::failure::{OrFail, Outcome};

/// The script that pages load: it listens and reloads, or shows what went wrong.
const SCRIPT: &str = include_str!("events.js");

/// The event stream and what it last said.
#[derive(Debug)]
pub(super) struct Events {
    address: SocketAddr,
    news: watch::Sender<News>,
    app_port: Arc<AtomicU16>,
}

/// What the open pages should show.
#[derive(Debug, Clone, Default)]
struct News {
    /// Counts the builds that succeeded.
    build: u64,
    /// Why the last build did not.
    problem: Option<String>,
}

impl Events {
    /// Opens the stream on a free port of the loopback interface.
    ///
    /// # Errors
    /// When there is no port left.
    pub(super) async fn start() -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .or_fail(|| "open a port for reloading".to_owned())?;
        let address = listener
            .local_addr()
            .or_fail(|| "ask for the port".to_owned())?;
        let (news, _) = watch::channel(News::default());
        let app_port = Arc::new(AtomicU16::new(0));
        let router = Router::new()
            .route("/events", get(stream))
            .route("/events.js", get(script))
            .with_state((news.clone(), Arc::clone(&app_port)));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            address,
            news,
            app_port,
        })
    }

    /// The URL of the stream; with `.js` behind it that of the script.
    pub(super) fn address(&self) -> String {
        format!("http://{}/events", self.address)
    }

    /// The tag with which a page listens.
    pub(super) fn tag(&self) -> String {
        format!("<script src=\"{}.js\" defer></script>", self.address())
    }

    /// Only pages of the app on this port may listen.
    pub(super) fn serve_pages_of(&self, port: u16) {
        self.app_port.store(port, Ordering::Relaxed);
    }

    /// The port whose pages may listen: written before anybody can know of it.
    pub(super) fn app_port(&self) -> Arc<AtomicU16> {
        Arc::clone(&self.app_port)
    }

    /// Pages load themselves anew.
    pub(super) fn reload(&self) {
        self.news.send_modify(|news| {
            news.build += 1;
            news.problem = None;
        });
    }

    /// Pages show a text over themselves until the next build that succeeds.
    pub(super) fn show_problem(&self, text: String) {
        self.news.send_modify(|news| news.problem = Some(text));
    }
}

type Shared = (watch::Sender<News>, Arc<AtomicU16>);

async fn stream(State((news, app_port)): State<Shared>, headers: HeaderMap) -> Response {
    let events = Sse::new(events(news.subscribe())).keep_alive(KeepAlive::default());
    let mut response = events.into_response();
    if let Some(origin) = headers
        .get(header::ORIGIN)
        .filter(|origin| is_app(origin, app_port.load(Ordering::Relaxed)))
    {
        response
            .headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    response
}

async fn script() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, SCRIPT)
}

fn is_app(origin: &HeaderValue, port: u16) -> bool {
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|host| origin == &format!("http://{host}:{port}"))
}

/// Browsers drop an event that has no data.
fn news_number(news: &News) -> String {
    news.build.to_string()
}

/// One event for what is the case at first, then one for each change.
fn events(news: watch::Receiver<News>) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold((news, None), |(mut news, seen)| async move {
        if seen.is_some() {
            news.changed().await.ok()?;
        }
        let now = news.borrow_and_update().clone();
        let event = match &now.problem {
            Some(problem) => Event::default().event("problem").data(problem),
            None if seen.is_some_and(|build| build != now.build) => {
                Event::default().event("reload").data(news_number(&now))
            }
            None => Event::default().event("clear").data(news_number(&now)),
        };
        Some((Ok(event), (news, Some(now.build))))
    })
}

#[cfg(test)]
mod tests {
    use futures::StreamExt;

    use super::*;

    #[tokio::test]
    async fn a_page_hears_of_the_problem_it_came_into_and_of_the_build_that_ends_it() {
        let news = watch::Sender::new(News {
            build: 3,
            problem: Some("error: one\ntwo".into()),
        });
        let mut events = Box::pin(events(news.subscribe()));
        assert!(text(events.next().await).contains("problem"));
        news.send_modify(|news| {
            *news = News {
                build: 4,
                problem: None,
            }
        });
        assert!(text(events.next().await).contains("reload"));
    }

    #[tokio::test]
    async fn a_page_is_not_reloaded_when_it_begins_to_listen() {
        let news = watch::Sender::new(News {
            build: 3,
            problem: None,
        });
        let mut events = Box::pin(events(news.subscribe()));
        assert!(text(events.next().await).contains("clear"));
    }

    #[test]
    fn only_the_app_may_listen() {
        assert!(is_app(
            &HeaderValue::from_static("http://127.0.0.1:4000"),
            4000
        ));
        assert!(!is_app(
            &HeaderValue::from_static("http://127.0.0.1:4001"),
            4000
        ));
        assert!(!is_app(
            &HeaderValue::from_static("https://example.com"),
            4000
        ));
    }

    fn text(event: Option<Result<Event, Infallible>>) -> String {
        format!("{:?}", event.unwrap().unwrap())
    }
}
