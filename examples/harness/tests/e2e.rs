//! The harness against a small page of its own: what the tests of the examples rely on.

use std::{path::Path, time::Duration};

use limosa_harness::{Browser, MessageSource, Page, StaticSite, Visitor, wait_until};

fn opened() -> (StaticSite, Page) {
    let site =
        StaticSite::serve_folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture"));
    let page = Browser::launch().page();
    page.open(&site.url("/"));
    (site, page)
}

#[test]
fn clicks_and_keys_are_those_of_a_visitor() {
    let (_site, page) = opened();
    page.double_click("#count");
    page.wait_for_text("#clicks", "2");
    page.type_into("input", "Grüße & more");
    page.press("Enter");
    page.wait_for_text("#said", "Grüße & more");
    page.type_into("input", "");
    page.click("#form button");
    assert_eq!(
        page.text("#said"),
        "Grüße & more",
        "an empty required field stops the form"
    );
    assert_eq!(page.evaluate::<u32>("1 + 1"), 2);
}

#[test]
fn scripts_can_be_switched_off() {
    let (site, page) = opened();
    assert_eq!(page.count("#no-script"), 0);
    let page = Browser::launch().page().without_script();
    page.open(&site.url("/"));
    assert_eq!(page.visible_text("#no-script"), "no script here");
    page.click("#second");
    page.wait_for_text("h1", "Second");
    page.back();
    page.wait_for_text("h1", "Fixture");
    page.reload();
    page.wait_for_text("h1", "Fixture");
}

#[test]
fn the_network_log_tells_what_was_asked_and_answered() {
    let (_site, page) = opened();
    let ask = "fetch('/second.html?x=1', { method: 'POST', body: 'a=b', headers: { 'X-Test': 'yes' } }).then(r => r.text())";
    let body: String = page.evaluate(ask);
    page.wait_until_quiet();
    let requests = page.requests();
    assert_eq!(requests.len(), 2, "{page:?}");
    assert_eq!(
        (requests[0].kind.as_str(), requests[0].path()),
        ("Document", "/")
    );
    let post = &requests[1];
    assert_eq!(
        (post.method.as_str(), post.path(), post.status),
        ("POST", "/second.html?x=1", Some(200))
    );
    assert_eq!(
        (post.body.as_deref(), post.headers["x-test"].as_str()),
        (Some("a=b"), "yes")
    );
    assert!(
        post.is_over() && post.first_byte <= post.duration && post.size > 0,
        "{post:?}"
    );
    assert_eq!(page.body_of(post), body);
    page.forget();
    assert!(page.requests().is_empty());
}

#[test]
fn the_console_is_heard() {
    let (_site, page) = opened();
    assert_eq!(page.console(), []);
    page.run("load('/missing')");
    page.run("setTimeout(() => { console.warn('careful', 3); throw new Error('broken') })");
    let messages = wait_until("three messages", || {
        let messages = page.console();
        if messages.len() == 3 {
            Ok(messages)
        } else {
            Err(format!("{messages:?}"))
        }
    });
    let of = |source| {
        messages
            .iter()
            .find(|message| message.source == source)
            .unwrap()
    };
    assert!(of(MessageSource::Browser).is_status_line());
    assert_eq!(
        (
            of(MessageSource::Script).text.as_str(),
            of(MessageSource::Script).level.as_str()
        ),
        ("careful 3", "warning")
    );
    assert!(of(MessageSource::Exception).text.contains("broken"));
}

#[test]
fn the_network_can_be_bad() {
    let (_site, page) = opened();
    page.refuse("refused", 1);
    assert_eq!(
        page.evaluate::<String>("load('/second.html?refused')"),
        "failed"
    );
    assert_ne!(
        page.evaluate::<String>("load('/second.html?refused')"),
        "failed"
    );
    page.lose_answers("lost", 1);
    assert_eq!(
        page.evaluate::<String>("load('/second.html?lost')"),
        "failed"
    );
    assert_ne!(
        page.evaluate::<String>("load('/second.html?lost')"),
        "failed"
    );
    page.delay("late", Duration::from_millis(300));
    let took: f64 = page.evaluate("(async start => { await load('/second.html?late'); return performance.now() - start })(performance.now())");
    assert!(took >= 300.0, "{took}");
    let gate = page.hold("held");
    page.run("load('/second.html?held').then(text => said.textContent = 'come')");
    wait_until("the held request", || {
        if gate.held() == 1 {
            Ok(())
        } else {
            Err("none".to_owned())
        }
    });
    assert_eq!(page.text("#said"), "");
    gate.release();
    page.wait_for_text("#said", "come");
}

#[test]
fn pages_share_no_cookies_but_tabs_do() {
    let (site, page) = opened();
    page.run("document.cookie = 'seen=yes'");
    let tab = page.other_tab();
    tab.open(&site.url("/"));
    assert_eq!(tab.evaluate::<String>("document.cookie"), "seen=yes");
    let (_other_site, stranger) = opened();
    assert_eq!(stranger.evaluate::<String>("document.cookie"), "");
}

#[test]
fn a_visitor_without_browser_reads_line_by_line() {
    let (site, _page) = opened();
    let visitor = Visitor::new(site.url("").as_str());
    let answer = visitor.get("/second.html");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert_eq!(answer.lines[0].text, "<!doctype html>");
    assert_eq!(visitor.get("/missing").status, 404);
}

#[test]
fn a_screenshot_is_a_picture() {
    let (_site, page) = opened();
    let path = std::env::temp_dir().join(format!("limosa-harness-{}.png", std::process::id()));
    page.screenshot(&path);
    let picture = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(&picture[1..4], b"PNG");
}
