//! Redirects lead within this site, and elsewhere only where the server allows it.

use axum::extract::FromRequestParts;
use axum::response::Redirect;
use http::request::Parts;
use limosa::testing::{Client, Form};
use limosa_actions::{BindOne, OtherSite, Reply, SiteUrl, redirect};
use limosa_axum::{Server, ServerState};
use limosa_dom::{IntoView, ResourceView};
use limosa_macros::{Page, action, query, view};
use limosa_reactive::{Memo, resource};
use limosa_router::{App, CallError, Outlet, Preload};

use crate::app::key_of;

const PAY: &str = "https://pay.example/checkout?for=7";
const PHISH: &str = "https://pay.example.phish.example/";

#[action]
async fn pay(to: String) -> Result<Reply<()>, CallError> {
    match OtherSite::parse(&to) {
        Some(site) => Ok(redirect(site)),
        None => Ok(redirect(SiteUrl::parse(&to).ok_or(CallError::Malformed)?)),
    }
}

/// What an action says in so many words.
#[action]
async fn unchecked(to: String) -> Result<(), CallError> {
    Err(CallError::redirect(to))
}

/// Sends everybody elsewhere.
struct Gone;

impl FromRequestParts<ServerState> for Gone {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, _: &ServerState) -> Result<Self, Redirect> {
        let to = parts.headers.get("x-to").and_then(|to| to.to_str().ok());
        Err(Redirect::to(to.unwrap_or("/")))
    }
}

#[action]
async fn guarded(#[server] _gone: Gone) -> Result<(), CallError> {
    Ok(())
}

#[query]
async fn elsewhere(#[server] _gone: Gone) -> Result<u32, CallError> {
    Ok(1)
}

/// What a query says in so many words.
#[query]
async fn adrift(to: String) -> Result<u32, CallError> {
    Err(CallError::redirect(to))
}

/// What shows a query that goes elsewhere, once an action has said where.
#[action]
async fn cast_off(to: String) -> Result<Reply<()>, CallError> {
    Ok(Reply::value(()).refresh(adrift(to)))
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/adrift/:to")]
struct Adrift {
    to: String,
}

impl limosa_router::Page for Adrift {
    fn preload(&self) -> impl Preload {
        adrift(self.to.clone())
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let number = resource(move || adrift(page.get().to));
        view! { <p>{number.map(|number| number.to_string())}</p> }
    }
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/moved")]
struct Moved;

impl limosa_router::Page for Moved {
    fn preload(&self) -> impl Preload {
        elsewhere()
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        let number = resource(elsewhere);
        view! { <p>{number.map(|number| number.to_string())}</p> }
    }
}

fn visitor() -> Client {
    let app = || {
        App::new(|| view! { <Outlet/> })
            .page::<Moved>()
            .page::<Adrift>()
    };
    let server = Server::new(app).keys(["a key for tests of more than thirty-two letters"]);
    Client::new(server.allowed_redirects(["https://pay.example"]))
}

/// Where may be gone to, and where not.
const PLACES: [(&str, bool); 12] = [
    ("/moved?x=1#y", true),
    (PAY, true),
    ("https://PAY.example:443/", true),
    ("http://pay.example/", false),
    (PHISH, false),
    ("https://pay.example@phish.example/", false),
    ("//phish.example/", false),
    ("/\\phish.example/", false),
    ("javascript:alert(1)", false),
    ("data:text/html,x", false),
    ("https://", false),
    ("moved", false),
];

#[test]
fn actions_send_visitors_only_where_they_may() {
    let mut visitor = visitor();
    let _ = visitor.get("/nowhere");
    for (to, may) in PLACES {
        for form in [
            Form::to(&pay.with(to.to_owned()), "/"),
            Form::to(&unchecked.with(to.to_owned()), "/"),
        ] {
            let reply = visitor.send(&form);
            assert_eq!(reply.location(), may.then_some(to), "{to}");
            let headers = [("content-length", "0"), ("sec-fetch-site", "same-origin")];
            let plain = visitor.raw("POST", form.action(), &headers, "");
            let location = plain.header("location").map(str::to_owned);
            assert_eq!(location.as_deref() == Some(to), may, "{to}: {location:?}");
            assert!(
                may || location.is_none_or(|location| location == "/"),
                "{to}"
            );
        }
    }
}

#[test]
fn guards_of_pages_and_actions_send_visitors_only_where_they_may() {
    let mut visitor = visitor();
    for (to, may) in PLACES {
        let guarded = Form::to(&guarded, "/");
        for (method, url) in [("GET", "/moved"), ("POST", guarded.action())] {
            let headers = [("x-to", to), ("sec-fetch-site", "same-origin")];
            let answer = visitor.raw(method, url, &headers, "");
            let location = answer.header("location").map(str::to_owned);
            assert_eq!(
                location.as_deref() == Some(to),
                may,
                "{method} {to}: {location:?}"
            );
            assert!(
                may || location.is_none_or(|location| location == "/"),
                "{method} {to}"
            );
            assert!(
                may || matches!(answer.status(), 303 | 500),
                "{method} {to}: {}",
                answer.status()
            );
        }
    }
}

/// The line of a query that sends the visitor elsewhere, or has failed to.
fn assert_frame(frame: &serde_json::Value, to: &str, may: bool) {
    let said = frame["redirect"].as_str();
    assert_eq!(said, may.then_some(to), "{frame}");
    assert_eq!(frame["status"], if may { 303 } else { 500 }, "{frame}");
    assert!(may || frame["error"] == "Internal", "{frame}");
}

#[test]
fn queries_send_visitors_only_where_they_may() {
    let mut visitor = visitor();
    let _ = visitor.get("/nowhere");
    for (to, may) in PLACES {
        let key = key_of(&adrift(to.to_owned()));
        let reply = visitor.query(&[&key]);
        assert_frame(reply.queries().next().unwrap(), to, may);
        let flight = visitor.send(&Form::to(&cast_off.with(to.to_owned()), "/"));
        assert_eq!(flight.status(), 200, "{flight:?}");
        assert_frame(flight.queries().next().unwrap(), to, may);
        let page = percent_encoding::utf8_percent_encode(to, percent_encoding::NON_ALPHANUMERIC);
        let page = visitor.raw("GET", &format!("/adrift/{page}"), &[], "");
        let is_there = page.header("location") == Some(to);
        assert_eq!((is_there, page.status() == 303), (may, may), "{page:?}");
    }
}
