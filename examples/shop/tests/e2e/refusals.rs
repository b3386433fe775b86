//! What a hostile or broken client gets: a refusal, nothing run, and a server that lives on.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::support::{Form, Shop};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

struct Target {
    shop: Shop,
    action: String,
}

impl Target {
    fn new() -> Self {
        let shop = Shop::open();
        let action = Form::of(&shop.visitor().get("/products/1").text(), "rename").action;
        Self { shop, action }
    }

    /// Status of a request with these headers from somebody without cookies.
    fn status(&self, headers: &[(&str, &str)], body: &[u8]) -> u16 {
        self.shop
            .visitor()
            .request("POST", &self.action, headers, body)
            .status
    }

    #[track_caller]
    fn assert_nothing_ran(&mut self) {
        assert!(
            self.shop
                .log()
                .iter()
                .all(|(ran, _)| !ran.starts_with("action")),
            "{:?}",
            self.shop.log()
        );
        assert!(self.shop.server.is_alive());
        let page = self.shop.visitor().get("/products/1");
        assert!(
            page.status == 200 && page.text().contains("Product 1"),
            "the server lives on"
        );
    }
}

#[test]
fn posts_of_other_sites_are_forbidden() {
    let mut target = Target::new();
    let port = target
        .shop
        .server
        .origin()
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    let other_port = format!(
        "http://127.0.0.1:{}",
        if port == "80" { "81" } else { "80" }
    );
    for headers in [
        [
            ("origin", "http://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ],
        [
            ("origin", "http://evil.example"),
            ("x-test", "origin alone"),
        ],
        [
            ("origin", other_port.as_str()),
            ("sec-fetch-site", "same-site"),
        ],
        [("origin", "null"), ("x-test", "null alone")],
        [("origin", "null"), ("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "cross-site"), ("x-test", "site alone")],
        [("sec-fetch-site", "same-site"), ("x-test", "site alone")],
        [
            ("sec-fetch-site", "none"),
            ("origin", "http://evil.example"),
        ],
    ] {
        let status = target.status(&[FORM, headers[0], headers[1]], b"name=Stolen");
        assert_eq!(status, 403, "{headers:?}");
    }
    target.assert_nothing_ran();
}

#[test]
fn a_post_without_any_origin_needs_to_be_without_cookies() {
    let target = Target::new();
    let visitor = target.shop.visitor();
    visitor.get("/products/1");
    assert!(
        !visitor.cookies().is_empty(),
        "the first page sets the visitor's cookie"
    );
    assert_eq!(
        visitor
            .request("POST", &target.action, &[FORM], b"name=Stolen")
            .status,
        403
    );
    assert_eq!(
        target.status(&[FORM], b"name=Script"),
        303,
        "a program without cookies may"
    );
    assert_eq!(
        target
            .shop
            .log()
            .iter()
            .filter(|(ran, _)| ran.contains("rename"))
            .count(),
        1
    );
}

#[test]
fn a_cross_site_post_in_the_browser_is_forbidden() {
    let mut target = Target::new();
    let page = target.shop.ready_page("/");
    let evil = format!(
        "data:text/html,<form method=post action='{}{}'><input name=name value=Stolen></form><script>document.forms[0].submit()</script>",
        target.shop.server.origin(),
        target.action
    );
    page.start_to_open(&evil.replace('&', "%26").replace('#', "%23"));
    page.wait_for("location.protocol === 'http:'", "the answer");
    let post = page
        .requests()
        .into_iter()
        .find(|request| request.method == "POST")
        .expect("a POST");
    assert_eq!(post.status, Some(403), "{page:?}");
    target.assert_nothing_ran();
}

#[test]
fn only_post_reaches_an_action() {
    let mut target = Target::new();
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH"] {
        let answer = target
            .shop
            .visitor()
            .request(method, &target.action, &[], b"");
        assert_eq!(answer.status, 405, "{method}");
        assert!(
            answer.header("allow").contains("POST"),
            "{method}: {:?}",
            answer.headers
        );
    }
    target.assert_nothing_ran();
}

#[test]
fn malformed_bodies_are_refused() {
    let mut target = Target::new();
    let multipart = ("content-type", "multipart/form-data; boundary=x");
    let bodies: [(&str, (&str, &str), &[u8]); 9] = [
        ("no form at all", ("content-type", "text/plain"), b"hello"),
        ("no type", ("x-test", "y"), b"name=x"),
        (
            "broken JSON",
            ("content-type", "application/json"),
            b"{\"name\":",
        ),
        (
            "other JSON",
            ("content-type", "application/json"),
            b"[1,2,3]",
        ),
        (
            "no boundary",
            ("content-type", "multipart/form-data"),
            b"--x\r\n",
        ),
        (
            "cut multipart",
            multipart,
            b"--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nabc",
        ),
        ("nonsense in multipart", multipart, b"\xff\xfe\x00--x--"),
        ("a name that is no text", FORM, b"name=%ff%fe"),
        ("no field", FORM, b"other=1"),
    ];
    for (what, kind, body) in bodies {
        let status = target.status(
            &[
                kind,
                ("sec-fetch-site", "same-origin"),
                ("limosa-build", "x"),
            ],
            body,
        );
        assert!((400..500).contains(&status), "{what}: {status}");
    }
    target.assert_nothing_ran();
}

#[test]
fn malformed_addresses_are_refused() {
    let mut target = Target::new();
    let id = target.action.split('?').next().expect("a path").to_owned();
    let headers = [FORM, ("sec-fetch-site", "same-origin")];
    for path in [
        "/_limosa/a/unknown",
        "/_limosa/a/",
        &id,
        &format!("{id}?"),
        &format!("{id}?%ff"),
        &format!("{id}?p=/products/1&a=%5B%22text%22%5D"),
        &format!("{id}?p=/products/1&a=[1,2]"),
        &format!("{id}?p=/products/1&a={}", "[".repeat(4000)),
        &format!("{}extra", target.action),
    ] {
        let status = target
            .shop
            .visitor()
            .request("POST", path, &headers, b"name=x")
            .status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
    for path in [
        "/_limosa/q",
        "/_limosa/q?nonsense",
        "/_limosa/q?k=unknown[]",
        "/_limosa/q?%ff",
        "/_limosa/unknown",
        "/%ff",
        "/products/%00",
    ] {
        let status = target
            .shop
            .visitor()
            .request("GET", path, &[("sec-fetch-site", "same-origin")], b"")
            .status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
    target.assert_nothing_ran();
}

#[test]
fn nobody_is_sent_to_another_site() {
    let target = Target::new();
    let id = target.action.split('?').next().expect("a path").to_owned();
    let headers = [FORM, ("sec-fetch-site", "same-origin")];
    for page in [
        "//evil.example/",
        "http://evil.example/",
        "/%5Cevil.example",
        "/%09/evil.example",
    ] {
        let path = format!("{id}?p={page}&a=[1]");
        let answer = target
            .shop
            .visitor()
            .request("POST", &path, &headers, b"name=Tea");
        let location = answer.header("location");
        let is_here =
            location.is_empty() || (location.starts_with('/') && !location.starts_with("//"));
        assert!(
            is_here && !location.contains(['\\', '\t']),
            "{page}: {location}"
        );
    }
}

#[test]
fn oversized_requests_are_refused() {
    let mut target = Target::new();
    let big = [b"name=".to_vec(), vec![b'a'; 900_000]].concat();
    let status = target.status(&[FORM, ("sec-fetch-site", "same-origin")], &big);
    assert!(
        status == 303 || (400..500).contains(&status),
        "a long name ends as a refused form: {status}"
    );
    let announced = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {}\r\nContent-Length: 4000000000\r\n\r\nname=x",
        target.action, FORM.1
    );
    let status = raw_status(&target.shop, announced.as_bytes());
    assert!((400..500).contains(&status), "4 GB announced: {status}");
    let header = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nX-Big: {}\r\n\r\n",
        "a".repeat(1_000_000)
    );
    let status = raw_status(&target.shop, header.as_bytes());
    assert!((400..500).contains(&status), "1 MB of header: {status}");
    target.assert_nothing_ran();
}

#[test]
fn what_is_no_http_is_refused() {
    let mut target = Target::new();
    for garbage in [
        &b"nonsense\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ] {
        let status = raw_status(&target.shop, garbage);
        assert!(
            (400..500).contains(&status) || status == 0,
            "{garbage:?}: {status}"
        );
    }
    target.assert_nothing_ran();
}

/// The status of the answer to these bytes, or 0 if the server just hangs up.
fn raw_status(shop: &Shop, bytes: &[u8]) -> u16 {
    let address = shop
        .server
        .origin()
        .trim_start_matches("http://")
        .to_owned();
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a timeout is no zero");
    // The server may answer and hang up before all of it is sent.
    let _ = stream.write_all(bytes);
    let mut answer = [0; 64];
    let length = stream.read(&mut answer).unwrap_or_default();
    let line = String::from_utf8_lossy(&answer[..length]).into_owned();
    line.split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_default()
}
