//! Actions: scripted and not, refused and failed, once and only once.

use limosa::testing::Client;

use crate::app::{World, id_of, key_of, login, name, rename, rename_url, server, slow};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[test]
fn a_form_without_script_ends_on_its_page() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let page = visitor.get("/products/3");
    let page = visitor.submit(page.form("#rename").set("name", "Teapot"));
    assert_eq!((page.status(), page.url()), (200, "/products/3"));
    assert_eq!(page.text("#name").as_deref(), Some("Teapot"));
    assert!(
        page.html().contains("\"flash\""),
        "the result is told: {}",
        page.html()
    );
    let again = visitor.get("/products/3");
    assert!(!again.html().contains("\"flash\""), "once");
}

#[test]
fn a_refused_form_ends_in_its_status_with_the_typed_text() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    for (typed, status, shown) in [
        ("", 422, "data-error"),
        ("taken", 422, "is taken"),
        ("fail", 500, "Something went wrong"),
        ("panic", 500, "Something went wrong"),
    ] {
        let page = visitor.get("/products/3");
        let page = visitor.submit(page.form("#rename").set("name", typed));
        assert_eq!(page.status(), status, "{typed}");
        assert!(page.html().contains(shown), "{typed}: {}", page.html());
        assert!(!page.html().contains("secret"));
        assert_eq!(
            page.attribute("#rename input[name=name]", "value")
                .as_deref()
                .unwrap_or_default(),
            typed
        );
        assert_eq!(page.text("#name").as_deref(), Some("Product 3"));
    }
}

#[test]
fn a_redirect_without_script() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let page = visitor.get("/");
    let page = visitor.submit(page.form("#create").set("name", "Cup"));
    assert_eq!((page.status(), page.url()), (200, "/products/7"));
    assert_eq!(page.text("#name").as_deref(), Some("Cup"));
    assert_eq!(visitor.cookie("seen"), Some("7"));
}

#[test]
fn a_script_gets_reply_and_data_in_one_stream() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let page = visitor.get("/products/3");
    world.ran();
    let reply = visitor.send(&page.form("#rename").set("name", "Teapot"));
    assert_eq!(
        (reply.status(), reply.value().as_str()),
        (200, Some("Teapot"))
    );
    assert!(reply.is_whole());
    let queries: Vec<_> = reply
        .queries()
        .map(|query| query["key"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        queries.contains(&key_of(&name(3))) && queries.contains(&key_of(&slow(3))),
        "{reply:?}"
    );
    assert_eq!(world.ran(), ["rename 3 Teapot", "name 3", "slow 3"]);
    for (header, value) in [
        ("cache-control", "no-store"),
        ("cache-control", "no-transform"),
        ("x-accel-buffering", "no"),
    ] {
        assert!(reply.header(header).unwrap().contains(value), "{header}");
    }
}

#[test]
fn a_script_gets_a_redirect_as_200_with_the_data_there() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let reply = visitor.get("/").form("#create").set("name", "Cup");
    let reply = visitor.send(&reply);
    assert_eq!(
        (reply.status(), reply.location()),
        (200, Some("/products/7"))
    );
    assert!(
        reply.queries().any(|query| query["value"] == "Cup"),
        "{reply:?}"
    );
}

#[test]
fn a_script_gets_failures_with_their_status_and_no_data() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    for (typed, status) in [("", 422), ("taken", 422), ("fail", 500), ("panic", 500)] {
        let form = visitor
            .get("/products/3")
            .form("#rename")
            .set("name", typed);
        let reply = visitor.send(&form);
        assert_eq!(reply.status(), status, "{typed}");
        assert_eq!((reply.queries().count(), reply.is_whole()), (0, true));
        assert!(!format!("{reply:?}").contains("secret"));
    }
}

#[test]
fn only_posts_from_here_run() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let _ = visitor.get("/");
    let url = rename_url(3, "/products/3");
    let get = visitor.raw("GET", &url, &[], "");
    assert_eq!((get.status(), get.header("allow")), (405, Some("POST")));
    for origin in ["https://evil.example", "null"] {
        let page = visitor.raw("POST", &url, &[("origin", origin), FORM], "name=x");
        assert_eq!(
            (page.status(), page.header("limosa-refusal")),
            (403, Some("origin"))
        );
    }
    let unknown = visitor.raw("POST", "/_limosa/a/gone?p=/", &[FORM], "name=x");
    assert_eq!(
        (unknown.status(), unknown.header("limosa-refusal")),
        (404, Some("unknown-function"))
    );
    assert!(world.ran().iter().all(|ran| !ran.starts_with("rename")));
}

#[test]
fn malformed_and_oversized_bodies_are_4xx() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let url = rename_url(3, "/products/3");
    let mut status = |content_type: &str, body: &[u8]| {
        visitor
            .raw("POST", &url, &[("content-type", content_type)], body)
            .status()
    };
    assert_eq!(
        status(
            "application/x-www-form-urlencoded",
            &vec![b'a'; 3 * 1024 * 1024]
        ),
        413
    );
    assert_eq!(
        status("application/x-www-form-urlencoded", b"name=%ff"),
        400
    );
    assert_eq!(status("application/json", b"{"), 400);
    assert_eq!(status("text/plain", b"name=x"), 415);
    assert_eq!(status("multipart/form-data", b"name=x"), 400);
    let wrong_bound = format!("/_limosa/a/{}?p=/products/3&a=[%22x%22]", id_of(rename));
    assert_eq!(
        visitor
            .raw("POST", &wrong_bound, &[FORM], "name=x")
            .status(),
        400
    );
    assert!(world.ran().iter().all(|ran| !ran.starts_with("rename")));
    assert_eq!(
        visitor.get("/products/3").status(),
        200,
        "the server lives on"
    );
}

#[test]
fn the_same_submission_runs_once_whatever_the_path() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let page = visitor.get("/products/3");
    let form = page.form("#rename").set("name", "Once");
    let renames = || {
        world
            .ran()
            .into_iter()
            .filter(|ran| ran.starts_with("rename"))
            .count()
    };
    let first = visitor.send(&form);
    let second = visitor.send(&form);
    assert_eq!(
        (first.value(), second.value(), renames()),
        (second.value(), first.value(), 1)
    );
    assert!(second.queries().count() > 0, "queries run anew");
    assert_eq!(
        visitor.submit(form.clone()).text("#name").as_deref(),
        Some("Once")
    );
    assert_eq!(
        renames(),
        0,
        "the key in the form and in the header are one"
    );
    let _ = visitor.submit(form.clone().set("name", "Other"));
    assert_eq!(renames(), 1, "other fields are another submission");
    let mut stranger = visitor.stranger();
    let _ = stranger.get("/products/3");
    let _ = stranger.send(&form);
    assert_eq!(renames(), 1, "a stranger's key is another");
    let mut nobody = visitor.stranger();
    let _ = nobody.send(&form);
    let _ = visitor.stranger().send(&form);
    assert_eq!(renames(), 2, "a new visitor's key is looked up nowhere");
}

#[test]
fn logging_in_makes_a_session_that_the_flight_sees() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let form = visitor
        .get("/")
        .form("#login")
        .set("user", "ada")
        .set("password", "right");
    let reply = visitor.send(&form);
    assert_eq!((reply.status(), reply.location()), (200, Some("/")));
    assert!(
        reply.queries().any(|query| query["value"] == "ada"),
        "{reply:?}"
    );
    assert!(reply.header("limosa-epoch").is_some());
    let session = visitor.cookie("limosa-session").unwrap().to_owned();
    assert!(!session.contains("ada"));
    let page = visitor.get("/");
    assert_eq!(page.text("#user").as_deref(), Some("ada"));
    let page = visitor.submit(page.form("#logout"));
    assert_eq!(page.text("#user").as_deref(), Some("nobody"));
    assert_eq!(visitor.cookie("limosa-session"), None);
    visitor.set_cookie("limosa-session", &session);
    assert_eq!(
        visitor.get("/").text("#user").as_deref(),
        Some("nobody"),
        "a kept cookie opens nothing"
    );
    visitor.forget_cookies();
    let _ = visitor.get("/");
    let replayed = visitor.send(&form);
    assert_eq!(replayed.status(), 200);
}

#[test]
fn a_replay_never_sets_a_session_that_has_ended() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let form = visitor
        .get("/")
        .form("#login")
        .set("user", "ada")
        .set("password", "right");
    let first = visitor.send(&form);
    let replay = visitor.send(&form);
    assert_eq!(first.header("set-cookie"), replay.header("set-cookie"));
    let page = visitor.get("/");
    let _ = visitor.submit(page.form("#logout"));
    let again = visitor.send(&form);
    assert_ne!(
        first.header("set-cookie"),
        again.header("set-cookie"),
        "it ran anew, in a new session"
    );
    assert_eq!(
        world.ran().iter().filter(|ran| *ran == "login ada").count(),
        2
    );
}

#[test]
fn a_wrong_password_is_refused_and_never_echoed() {
    let mut visitor = Client::new(server(&World::default()));
    let form = visitor
        .get("/")
        .form("#login")
        .set("user", "ada")
        .set("password", "hunter2");
    let page = visitor.submit(form.clone());
    assert_eq!(page.status(), 422);
    assert!(
        page.html().contains("is unknown") && !page.html().contains("hunter2"),
        "{}",
        page.html()
    );
    assert_eq!(page.form("#login").value("user"), Some("ada"));
    let reply = visitor.send(&form.set("_limosa", "another"));
    assert_eq!(reply.status(), 422);
    assert!(!format!("{reply:?}").contains("hunter2"));
    assert_eq!(visitor.cookie("limosa-session"), None);
    assert!(id_of(login).len() >= 11);
}

#[test]
fn pages_whose_address_is_no_ascii_are_come_back_to() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let url = rename_url(3, "/products/3?q=\u{e4} b");
    let done = visitor.raw("POST", &url, &[FORM], "name=Teapot");
    assert_eq!(
        (done.status(), done.header("location")),
        (303, Some("/products/3?q=%C3%A4%20b"))
    );
    let refused = visitor.raw("POST", &url, &[FORM], "name=");
    assert_eq!(
        (refused.status(), refused.header("location")),
        (303, Some("/products/3?q=%C3%A4%20b"))
    );
}
