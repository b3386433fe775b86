//! Who is asking: many visitors at once who see what is theirs, and guards that let only some pass.

use std::io::Read;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use http::request::Parts;
use limosa::testing::Client;
use limosa_axum::{PageUrl, Server, ServerState, Session};
use limosa_dom::{IntoView, ResourceView, Suspense, Title};
use limosa_macros::{Page, query, view};
use limosa_reactive::{Memo, resource};
use limosa_router::{App, Outlet, Preload};

use crate::app::{Home, TestError, World, app, key_of};
use crate::running::Running;

static RUNNING: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// Who asks, told after a while that differs from visitor to visitor.
#[query]
async fn whose(number: u64, #[server] session: Session) -> Result<String, TestError> {
    let before: Option<String> = session.get("user");
    MOST.fetch_max(RUNNING.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(300 + number * 7 % 60)).await;
    RUNNING.fetch_sub(1, Ordering::SeqCst);
    let after: Option<String> = session.get("user");
    assert_eq!(before, after);
    Ok(after.unwrap_or_default())
}

/// Shows whose it is in the head, at once, and late.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/mine/:number")]
struct Mine {
    number: u64,
}

impl limosa_router::Page for Mine {
    fn preload(&self) -> impl Preload {
        whose(self.number)
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let first = resource(move || whose(page.get().number));
        let late = resource(move || whose(page.get().number + 3));
        view! {
            <Title text=first.map(|user| user.clone()) />
            <h1>{first.map(|user| user.clone())}</h1>
            <Suspense fallback=|| "…"><p>{late.map(|user| user.clone())}</p></Suspense>
        }
    }
}

/// What a visitor of this name sends along.
fn cookies_of(visitor: &mut Client, user: &str) -> String {
    let form = visitor.get("/").form("#login");
    let form = form.set("user", user).set("password", "right");
    assert_eq!(visitor.submit(form).text("#user").as_deref(), Some(user));
    let cookies = ["limosa-session", "limosa-visitor"];
    let pairs = cookies.map(|name| format!("{name}={}", visitor.cookie(name).unwrap()));
    pairs.join("; ")
}

/// The numbers of the visitors whose names are in an answer.
fn named(text: &str) -> Vec<u64> {
    let after = text.split("visitor-number-").skip(1);
    let number = |rest: &str| {
        let end = rest.find(|letter: char| !letter.is_ascii_digit());
        rest[..end.unwrap_or(rest.len())].parse().unwrap()
    };
    after.map(number).collect()
}

#[test]
fn hundreds_of_slow_requests_at_once_show_everybody_their_own() {
    let own = || {
        Server::new(|| app().page::<Mine>())
            .keys(["a key for tests of more than thirty-two letters"])
    };
    let clients = Client::new(own().state(World::default()));
    let running = Running::of(own().state(World::default()));
    let cookies: Vec<String> = (0..300)
        .map(|number| cookies_of(&mut clients.stranger(), &format!("visitor-number-{number}")))
        .collect();
    let ask = |(number, cookies): (u64, String)| {
        let key = key_of(&whose(number))
            .replace('[', "%5B")
            .replace(']', "%5D");
        let what = match number % 3 {
            0 => format!("GET /_limosa/q?k={key} HTTP/1.1\r\nsec-fetch-site: same-origin"),
            _ => format!("GET /mine/{number} HTTP/1.1"),
        };
        let head = format!("{what}\r\ncookie: {cookies}\r\nconnection: close\r\n");
        (number, running.ask(&head, b""))
    };
    let asked: Vec<(u64, TcpStream)> = (0..).zip(cookies).map(ask).collect();
    for (number, mut connection) in asked {
        let mut text = String::new();
        connection.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("HTTP/1.1 200"), "{text}");
        let named = named(&text);
        assert!(
            !named.is_empty() && named.iter().all(|other| *other == number),
            "{number}: {text}"
        );
    }
    running.stop();
    let most = MOST.load(Ordering::SeqCst);
    assert!(most > 100, "{most} at once");
}

/// Somebody who is logged in; others are sent to log in, and then back to where they were going.
struct Member;

impl FromRequestParts<ServerState> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &ServerState) -> Result<Self, Response> {
        let Ok(page) = PageUrl::from_request_parts(parts, state).await;
        let session = Session::from_request_parts(parts, state).await;
        let session = session.map_err(IntoResponse::into_response)?;
        let user: Option<String> = session.get("user");
        let to_enter = || Redirect::to(&page.as_next("/enter?from=guard")).into_response();
        user.map(|_| Self).ok_or_else(to_enter)
    }
}

/// Lets nobody pass.
struct Refused<const STATUS: u16>;

impl<const STATUS: u16> FromRequestParts<ServerState> for Refused<STATUS> {
    type Rejection = StatusCode;

    async fn from_request_parts(_: &mut Parts, _: &ServerState) -> Result<Self, StatusCode> {
        Err(StatusCode::from_u16(STATUS).unwrap())
    }
}

#[query]
async fn for_members(#[server] _member: Member) -> Result<String, TestError> {
    Ok("a secret of members".to_owned())
}

#[query]
async fn for_nobody(#[server] _nobody: Refused<403>) -> Result<String, TestError> {
    Ok("a secret of nobody".to_owned())
}

#[query]
async fn for_others(#[server] _nobody: Refused<401>) -> Result<String, TestError> {
    Ok("a secret of others".to_owned())
}

macro_rules! pages_of {
    ($($page:ident $url:literal $query:ident;)*) => {
        $(
            #[derive(Page, Debug, Clone, PartialEq, Default)]
            #[page($url)]
            struct $page;

            impl limosa_router::Page for $page {
                fn preload(&self) -> impl Preload {
                    $query()
                }

                fn view(_: Memo<Self>) -> impl IntoView {
                    let text = resource($query);
                    view! { <p id="text">{text.map(|text| text.clone())}</p> }
                }
            }
        )*
    };
}

pages_of! {
    Members "/members" for_members;
    Nobody "/nobody" for_nobody;
    Others "/others" for_others;
}

fn guarded() -> Server {
    let app = || {
        App::new(Outlet)
            .page::<Home>()
            .page::<Members>()
            .page::<Nobody>()
            .page::<Others>()
            .error(|status| view! { <p id="failed">{status}</p> })
    };
    Server::new(app)
        .state(World::default())
        .keys(["a key for tests of more than thirty-two letters"])
}

const NEXT: &str = "/enter?from=guard&next=%2Fmembers%3Fday%3D1";

#[test]
fn a_guard_sends_to_where_one_logs_in_and_remembers_the_page() {
    let mut visitor = Client::new(guarded());
    let page = visitor.raw("GET", "/members?day=1", &[], "");
    assert_eq!((page.status(), page.header("location")), (303, Some(NEXT)));
    assert!(!page.html().contains("secret"));
    // The same for a query that the browser asks for on its way to the page, or ahead of it.
    let key = key_of(&for_members())
        .replace('[', "%5B")
        .replace(']', "%5D");
    let url = format!("/_limosa/q?k={key}");
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("limosa-page", "%2Fmembers%3Fday=1"),
    ];
    let frame = visitor.raw("GET", &url, &headers, "");
    assert!(
        frame.html().contains(&format!("\"redirect\":\"{NEXT}\"")),
        "{}",
        frame.html()
    );
    let form = visitor.get("/").form("#login");
    let form = form.set("user", "ada").set("password", "right");
    assert_eq!(visitor.submit(form).status(), 200);
    let page = visitor.get("/members?day=1");
    assert_eq!(page.text("#text").as_deref(), Some("a secret of members"));
}

#[test]
fn who_may_not_gets_the_status_and_nothing_else() {
    let mut visitor = Client::new(guarded());
    for (url, status) in [("/nobody", 403), ("/others", 401)] {
        let page = visitor.get(url);
        assert_eq!(page.status(), status);
        assert_eq!(page.text("#failed"), Some(status.to_string()));
        assert!(!page.html().contains("secret"));
    }
    let reply = visitor.query(&[&key_of(&for_nobody()), &key_of(&for_others())]);
    let mut statuses: Vec<_> = reply
        .queries()
        .map(|query| query["status"].clone())
        .collect();
    statuses.sort_by_key(|status| status.as_u64());
    assert_eq!(statuses, [401, 403]);
    assert!(!format!("{reply:?}").contains("secret"));
}

#[test]
fn what_is_elsewhere_is_told_with_a_redirect() {
    let app = || {
        app()
            .redirect("/items/:id/*rest", "/products/:id")
            .trailing_slash(limosa_router::TrailingSlash::Redirect)
    };
    let mut visitor = Client::new(Server::new(app).state(World::default()));
    let mut to = |url: &str| {
        let page = visitor.raw("GET", url, &[], "");
        (
            page.status(),
            page.header("location").unwrap_or_default().to_owned(),
        )
    };
    assert_eq!(to("/items/3/x/y"), (303, "/products/3".to_owned()));
    assert_eq!(to("/products/3/?a=b"), (303, "/products/3?a=b".to_owned()));
    assert_eq!(to("/products/3"), (200, String::new()));
    assert_eq!(to("//evil.example/"), (404, String::new()));
}
