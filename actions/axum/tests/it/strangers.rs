//! What strangers send: whatever it is, a clear refusal or the right answer, and a server that lives on.

use std::io::Write;
use std::time::Duration;

use limosa::testing::Client;
use limosa_axum::body::Limits;

use crate::app::{World, id_of, key_of, name, rename, rename_url, server};
use crate::running::{Running, read_all};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=X");

type Refused = (&'static str, Vec<(&'static str, &'static str)>, String, u16);

/// Sends each body to an action; none of them may run it.
fn assert_refused(cases: Vec<Refused>) {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let url = rename_url(3, "/products/3");
    for (what, headers, body, status) in cases {
        let page = visitor.raw("POST", &url, &headers, body);
        assert_eq!(page.status(), status, "{what}: {}", page.html());
    }
    assert!(world.ran().is_empty());
    let allowed = visitor.raw("POST", &url, &[FORM], "name=a&name=b&other=%");
    assert_eq!(allowed.status(), 303, "more than is read is no harm");
}

#[test]
fn bodies_that_no_form_sends_are_refused() {
    let zipped = ("content-encoding", "gzip");
    let plain = ("content-type", "text/plain");
    let form = |text: &str| (vec![FORM], text.to_owned());
    let cases = [
        ("a null", form("name=a%00b"), 400),
        ("a null in a name", form("na%00me=a"), 400),
        ("no UTF-8", form("name=%ff"), 400),
        ("many fields", form(&"a=1&".repeat(1_001)), 413),
        ("a long name", form(&("n".repeat(300) + "=1")), 413),
        ("compressed", (vec![FORM, zipped], "name=a".to_owned()), 415),
        ("two types", (vec![FORM, JSON], "name=a".to_owned()), 400),
        ("no type", (vec![], "name=a".to_owned()), 415),
        ("another type", (vec![plain], "name=a".to_owned()), 415),
    ];
    let cases = cases.map(|(what, (headers, body), status)| (what, headers, body, status));
    assert_refused(cases.into());
}

#[test]
fn multipart_and_json_that_nobody_sends_are_refused() {
    let part = |head: &str| format!("--X\r\n{head}\r\n\r\nv\r\n");
    let named = |name: &str| part(&format!("content-disposition: form-data; name=\"{name}\""));
    let parts = |text: String| (PARTS, text + "--X--\r\n");
    let json = |text: &str| (JSON, text.to_owned());
    let cases = [
        ("many parts", parts(named("name").repeat(5_000)), 413),
        ("a long name", parts(named(&"n".repeat(100_000))), 413),
        ("many headers", parts(part(&"x: y\r\n".repeat(20_000))), 400),
        ("no name", parts(part("x: y")), 400),
        ("a cut part", (PARTS, "--X\r\ncontent-disp".to_owned()), 400),
        ("deep JSON", json(&"[".repeat(100_000)), 413),
        ("cut JSON", json("{\"name\":"), 400),
        ("a huge number", json("{\"name\":1e999999}"), 400),
        ("half a letter", json("{\"name\":\"\\ud800\"}"), 400),
    ];
    let cases = cases.map(|(what, (kind, body), status)| (what, vec![kind], body, status));
    assert_refused(cases.into());
}

#[test]
fn addresses_that_are_none_are_refused_or_not_found() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    for url in [
        "/%",
        "/%zz",
        "/%ff%fe",
        "/products/%00",
        "/products/..%2f1",
        "//products/3",
        "/_limosa/",
        "/_limosa/a/",
    ] {
        assert_eq!(visitor.raw("GET", url, &[], "").status(), 404, "{url}");
    }
    let long = format!("/_limosa/q?k={}", "a".repeat(10_000));
    let own = [("limosa-build", "x")];
    assert_eq!(visitor.raw("GET", &long, &own, "").status(), 414);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        let health = visitor.raw(method, "/_limosa/health", &[], "");
        assert_eq!(health.status(), 405, "{method}");
    }
}

#[test]
fn pages_of_other_sites_are_never_gone_back_to() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    for page in [
        "//evil",
        "http://evil",
        "/\\evil",
        "/%09/evil",
        "%09//evil",
        "javascript:x",
        "/%0d%0ax:y",
        "?",
        ".",
    ] {
        let url = format!("/_limosa/a/{}?p={page}&a=[3]", id_of(rename));
        let done = visitor.raw("POST", &url, &[FORM], "name=a");
        assert_eq!(
            (done.status(), done.header("location")),
            (303, Some("/")),
            "{page}"
        );
    }
}

#[test]
fn garbage_in_headers_and_cookies_of_ours_is_as_good_as_none() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let url = rename_url(3, "/products/3");
    let key = key_of(&name(3)).replace('[', "%5B").replace(']', "%5D");
    let query = format!("/_limosa/q?k={key}");
    let deep = "%5B".repeat(1_300);
    for (header, value) in [
        ("limosa-key", "k".repeat(1_000)),
        ("limosa-key", String::new()),
        ("limosa-mounted", "garbage".to_owned()),
        ("limosa-mounted", deep),
        (
            "limosa-mounted",
            "%5B%7B%22key%22%3A%22x%22%7D%5D".to_owned(),
        ),
        ("limosa-mounted", "\u{e4}".to_owned()),
        ("limosa-page", "//evil".to_owned()),
        ("limosa-page", "%ff%00".to_owned()),
        ("limosa-epoch", "e".repeat(5_000)),
        ("cookie", "limosa-visitor=".to_owned() + &"A".repeat(5_000)),
        (
            "cookie",
            "limosa-session=AAAA; limosa-session=\"; =;=;;".to_owned(),
        ),
        ("cookie", "limosa-flash-00000000=%00".to_owned()),
    ] {
        let site = ("sec-fetch-site", "same-origin");
        let headers = [("limosa-build", "x"), site, FORM, (header, value.as_str())];
        let post = visitor.raw("POST", &url, &headers, "name=a");
        assert_eq!(post.status(), 200, "{header}: {value}");
        let get = visitor.raw("GET", &query, &headers, "");
        assert_eq!(get.status(), 200, "{header}: {value}");
        let page = visitor.raw("GET", "/products/3", &headers[3..], "");
        assert_eq!(page.status(), 200, "{header}: {value}");
    }
}

/// Bytes as they are, and the status of the first answer.
fn status_of(running: &Running, bytes: &[u8]) -> Option<u16> {
    let mut connection = running.connect();
    // The server may have answered and gone before all of it was sent.
    let _ = connection.write_all(bytes);
    let answer = read_all(connection);
    answer.strip_prefix("HTTP/1.1 ")?[..3].parse().ok()
}

fn assert_statuses(cases: &[(&str, Vec<u8>, u16)]) {
    let limits = Limits::default().idle(Duration::from_millis(500));
    let running = Running::of(server(&World::default()).limits(limits));
    for (what, bytes, status) in cases {
        assert_eq!(status_of(&running, bytes), Some(*status), "{what}");
    }
    let page = b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    assert_eq!(status_of(&running, page), Some(200), "it lives on");
    running.stop();
}

#[test]
fn heads_that_are_no_http_are_refused() {
    let get = |headers: &str| {
        format!("GET / HTTP/1.1\r\n{headers}connection: close\r\n\r\n").into_bytes()
    };
    let many: String = (0..200)
        .map(|number| format!("x-{number}: y\r\n"))
        .collect();
    let long = format!("x: {}\r\n", "y".repeat(200_000));
    assert_statuses(&[
        ("no host", get(""), 400),
        ("two hosts", get("host: a\r\nhost: b\r\n"), 400),
        ("many headers", get(&format!("host: a\r\n{many}")), 431),
        ("a long header", get(&format!("host: a\r\n{long}")), 431),
        (
            "TLS",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc".repeat(9),
            400,
        ),
    ]);
}

#[test]
fn bodies_whose_length_is_unclear_are_refused() {
    let url = rename_url(3, "/products/3");
    let post = |headers: &str| {
        let (name, value) = FORM;
        format!(
            "POST {url} HTTP/1.1\r\nhost: a\r\n{name}: {value}\r\n{headers}\r\nconnection: close\r\n\r\nname=a"
        )
        .into_bytes()
    };
    let huge = "content-length: 99999999999999999999999";
    let two = "content-length: 6\r\ncontent-length: 7";
    assert_statuses(&[
        ("a clear length", post("content-length: 6"), 303),
        ("a negative length", post("content-length: -1"), 400),
        ("a huge length", post(huge), 400),
        ("two lengths", post(two), 400),
        ("a wrong chunk", post("transfer-encoding: chunked"), 400),
    ]);
}
