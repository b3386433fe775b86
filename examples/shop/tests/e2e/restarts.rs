//! Exactly once, though the server was killed in between: submissions are kept in the shop's own database.

use std::path::PathBuf;

use limosa_harness::{Answer, Visitor};

use crate::support::{Form, Shop, tags};

/// An empty folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("limosa-shop-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A review as a script sends it, by a visitor who is known by this cookie.
fn send_review(shop: &Shop, url: &str, cookie: &str) -> Answer {
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
        ("limosa-key", "one-submission"),
        ("cookie", cookie),
    ];
    shop.visitor()
        .request("POST", url, &headers, b"author=Ada&text=Fine&stars=5")
}

fn cookie_of(visitor: &Visitor) -> String {
    let cookies = visitor.cookies();
    format!("limosa-visitor={}", cookies["limosa-visitor"])
}

fn count_of_reviews(shop: &Shop) -> usize {
    tags(&shop.visitor().get("/products/1").text(), "li").count()
}

fn actions(shop: &Shop) -> usize {
    let log = shop.log();
    log.iter()
        .filter(|(ran, _)| ran.starts_with("action"))
        .count()
}

#[test]
fn a_submission_from_before_the_server_was_killed_gets_its_reply_and_runs_once() {
    let folder = Folder::new("killed");
    let shop = Shop::open_in(&folder.0);
    let visitor = shop.visitor();
    let url = Form::of(&visitor.get("/products/1").text(), "review").action;
    let before = count_of_reviews(&shop);
    let first = send_review(&shop, &url, &cookie_of(&visitor));
    assert_eq!((first.status, actions(&shop)), (200, 1), "{first:?}");
    drop(shop);

    let shop = Shop::open_in(&folder.0);
    let again = send_review(&shop, &url, &cookie_of(&visitor));
    assert_eq!(again.status, 200, "{again:?}");
    assert_eq!(again.lines[0].text, first.lines[0].text, "the same reply");
    assert_eq!((actions(&shop), count_of_reviews(&shop)), (0, before + 1));

    let stranger = shop.visitor();
    stranger.get("/");
    let theirs = send_review(&shop, &url, &cookie_of(&stranger));
    assert_eq!(
        (theirs.status, actions(&shop)),
        (200, 1),
        "a key belongs to its visitor"
    );
    assert_eq!(count_of_reviews(&shop), before + 2);
}

#[test]
fn a_form_without_script_keeps_its_outcome_over_a_restart() {
    let folder = Folder::new("plain");
    let shop = Shop::open_in(&folder.0);
    let visitor = shop.visitor();
    let form = Form::of(&visitor.get("/products/2").text(), "cart-add");
    let fields: Vec<_> = form
        .hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain([("quantity", "2")])
        .collect();
    assert_eq!(visitor.post_form(&form.action, &fields).status, 303);
    let cookie = cookie_of(&visitor);
    drop(shop);

    let shop = Shop::open_in(&folder.0);
    let body = fields
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&");
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
        ("cookie", cookie.as_str()),
    ];
    let again = shop
        .visitor()
        .request("POST", &form.action, &headers, body.as_bytes());
    assert_eq!((again.status, actions(&shop)), (303, 0), "{again:?}");
}

#[test]
fn a_reset_forgets_submissions() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    let url = Form::of(&visitor.get("/products/1").text(), "review").action;
    let send = || send_review(&shop, &url, &cookie_of(&visitor)).status;
    assert_eq!((send(), send(), actions(&shop)), (200, 200, 1));
    shop.visitor().request("POST", "/test/reset", &[], b"");
    assert_eq!((send(), actions(&shop)), (200, 1), "it ran anew");
}
