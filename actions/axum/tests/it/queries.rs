//! The query endpoint.

use limosa::testing::Client;

use crate::app::{World, kept, key_of, name, panics, server, slow};

const OWN: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

/// The address of one query alone.
fn url_of<M: limosa_router::Query>(call: &limosa_router::QueryCall<M>) -> String {
    let key = key_of(call).replace('[', "%5B").replace(']', "%5D");
    ["/_limosa/q?k=", &key].concat()
}

#[test]
fn many_keys_are_answered_as_they_come() {
    let world = World::default();
    world.slow_for(30);
    let mut visitor = Client::new(server(&world));
    let keys = [
        key_of(&slow(1)),
        key_of(&name(2)),
        key_of(&name(101)),
        key_of(&panics()),
    ];
    let reply = visitor.query(&keys.each_ref().map(String::as_str));
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(
        reply.header("cache-control"),
        Some("private, no-store, no-transform")
    );
    let queries: Vec<_> = reply.queries().collect();
    assert_eq!(queries.len(), 4);
    assert_eq!(queries[3]["key"], keys[0].as_str(), "the slow one is last");
    let of = |key: &str| *queries.iter().find(|query| query["key"] == key).unwrap();
    assert_eq!(of(&keys[1])["value"], "Product 2");
    assert!(of(&keys[1])["tag"].is_string() && of(&keys[1])["stamp"].is_string());
    assert_eq!(of(&keys[2])["status"], 404);
    assert_eq!(of(&keys[3])["status"], 500);
    assert!(!format!("{reply:?}").contains("secret"));
}

#[test]
fn one_key_in_the_address() {
    let mut visitor = Client::new(server(&World::default()));
    let page = visitor.raw("GET", &url_of(&name(2)), &OWN, "");
    assert_eq!(page.status(), 200);
    assert!(
        page.html().contains("\"value\":\"Product 2\""),
        "{}",
        page.html()
    );
}

#[test]
fn a_query_may_let_caches_keep_its_values() {
    let mut visitor = Client::new(server(&World::default()));
    let url = |id| url_of(&kept(id));
    let first = visitor.raw("GET", &url(2), &OWN, "");
    assert_eq!(first.header("cache-control"), Some("private, max-age=60"));
    let tag = first.header("etag").expect("a tag").to_owned();
    let held = [OWN[0], ("if-none-match", tag.as_str())];
    let again = visitor.raw("GET", &url(2), &held, "");
    assert_eq!((again.status(), again.html()), (304, ""));
    assert_eq!(again.header("etag"), Some(tag.as_str()));
    let other = visitor.raw("GET", &url(3), &held, "");
    assert_eq!(other.status(), 200);
    // What is not there may be there the next time.
    let missing = visitor.raw("GET", &url(101), &OWN, "");
    assert_eq!(
        (missing.header("etag"), missing.header("cache-control")),
        (None, Some("private, no-store, no-transform"))
    );
    // Several keys are one answer, which no cache could take apart.
    let keys = [key_of(&kept(2)), key_of(&kept(3))];
    assert_eq!(
        visitor
            .query(&keys.each_ref().map(String::as_str))
            .header("etag"),
        None
    );
}

#[test]
fn other_sites_are_refused_and_nothing_runs() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let url = url_of(&name(2));
    let mut status = |headers: &[(&str, &str)]| visitor.raw("GET", &url, headers, "").status();
    assert_eq!(status(&[]), 403);
    assert_eq!(status(&[("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(
        status(&[("sec-fetch-site", "same-site"), ("limosa-build", "x")]),
        403
    );
    assert!(world.ran().is_empty());
    assert_eq!(status(&[("limosa-build", "x")]), 200);
    assert_eq!(status(&OWN), 200);
}

#[test]
fn unknown_and_malformed_keys_are_told_apart() {
    let mut visitor = Client::new(server(&World::default()));
    let reply = visitor.query(&["gone-gone-gone-1[]"]);
    assert_eq!(
        (reply.status(), reply.header("limosa-refusal")),
        (404, Some("unknown-function"))
    );
    let known = key_of(&name(2));
    let broken = known.replace("[2]", "[\"two\"]");
    let reply = visitor.query(&[&broken]);
    assert_eq!(
        (reply.status(), reply.header("limosa-refusal")),
        (400, Some("malformed"))
    );
    let reply = visitor.query(&[&known, "gone-gone-gone-1[]"]);
    assert_eq!(reply.status(), 200);
    assert!(reply.queries().any(|query| query["status"] == 409));
    assert_eq!(visitor.query(&[]).status(), 400);
    let many = vec![known.as_str(); 101];
    assert_eq!(visitor.query(&many).status(), 413);
    let json = [("limosa-build", "x")];
    assert_eq!(
        visitor
            .raw("POST", "/_limosa/q", &json, "{\"not\": \"a list\"}")
            .status(),
        400
    );
    assert_eq!(visitor.raw("PUT", "/_limosa/q", &json, "[]").status(), 405);
}
