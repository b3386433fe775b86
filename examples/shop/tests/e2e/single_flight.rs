//! One request per form: what it carries, what ran for it, and in which order its answer comes.

use limosa_harness::{Answer, Page, Request, Visitor};
use serde_json::Value;

use crate::support::{Shop, assert_quiet_console};

/// Does `act`, waits for its end, and returns the one request it cost.
#[track_caller]
pub(crate) fn one_post(page: &Page, act: impl FnOnce()) -> Request {
    page.wait_until_quiet();
    page.forget();
    act();
    page.wait_until_quiet();
    let requests = page.requests();
    assert!(
        requests.len() == 1 && requests[0].method == "POST",
        "exactly one POST: {page:?}"
    );
    assert_eq!(requests[0].status, Some(200), "{page:?}");
    assert_quiet_console(page);
    requests.into_iter().next().expect("one request")
}

fn fill_review(page: &Page) {
    page.type_into("#review [name=author]", "Ada");
    page.type_into("#review [name=text]", "Works like a charm");
    page.choose("#review [name=stars]", "4");
}

#[test]
fn a_rename_costs_one_request() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/1");
    let before = shop.log().len();
    let request = one_post(&page, || {
        page.type_into("#rename input[name=name]", "Darjeeling");
        page.click("#rename button");
        page.wait_for_text("h1#name", "Darjeeling");
    });
    assert!(
        request.answer_headers["content-type"].starts_with("application/x-ndjson"),
        "{request:?}"
    );
    assert_eq!(
        shop.ran_since(before),
        [
            r#"action rename [1,{"name":"Darjeeling"}]"#,
            "query cart_count []",
            "query product [1]",
            "query reviews [1]"
        ],
        "the preloads of the page and what is mounted in the layout"
    );
    let log = shop.log().split_off(before);
    assert!(
        log.iter().all(|(_, request)| *request == log[0].1),
        "all in one request: {log:?}"
    );
    assert!(
        log[0].0.starts_with("action"),
        "the action ran first: {log:?}"
    );
    assert_eq!(
        page.evaluate::<String>("document.title"),
        "Darjeeling · Shop"
    );
}

#[test]
fn a_review_costs_one_request() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/2");
    one_post(&page, || {
        fill_review(&page);
        page.click("#review button");
        page.wait_for(
            "document.querySelectorAll('ul#reviews > li:not(.pending)').length === 21",
            "the new review",
        );
    });
    let first = page.text("ul#reviews > li");
    assert!(
        first.contains("Ada") && first.contains("Works like a charm"),
        "{first}"
    );
}

#[test]
fn filling_the_cart_costs_one_request() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/3");
    let before = shop.log().len();
    one_post(&page, || {
        page.type_into("#cart-add [name=quantity]", "2");
        page.click("#cart-add button");
        page.wait_for_text("#cart-count", "2");
    });
    let ran = shop.ran_since(before);
    assert_eq!(ran[0], r#"action cart_add [3,{"quantity":2}]"#);
    assert!(
        ran.contains(&"query cart_count []".to_owned()),
        "no route preloads it, yet it comes along: {ran:?}"
    );
    one_post(&page, || {
        page.type_into("#cart-add [name=quantity]", "5");
        page.click("#cart-add button");
        page.wait_for_text("#cart-count", "7");
    });
    page.open(&shop.server.url("/"));
    assert_ne!(
        page.text("#cart-count"),
        "0",
        "the cart belongs to the visitor"
    );
}

#[test]
fn a_flight_runs_only_what_its_page_needs() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.click("tr[data-id=\"4\"] td.name a");
    page.wait_for_text("h1#name", "Product 4");
    page.wait_for_element("ul#reviews > li");
    page.wait_until_quiet();
    let before = shop.log().len();
    one_post(&page, || {
        page.type_into("#rename input[name=name]", "Assam");
        page.click("#rename button");
        page.wait_for_text("h1#name", "Assam");
    });
    let ran = shop.ran_since(before);
    assert!(
        ran.iter()
            .all(|ran| !ran.contains("products") && !ran.contains("likes")),
        "{ran:?}"
    );
    assert_eq!(ran.len(), 4, "{ran:?}");
}

#[test]
fn the_new_name_does_not_wait_for_slow_reviews() {
    let shop = Shop::open_with(&[("SHOP_SLOW_REVIEWS_MS", "2000")]);
    let page = shop.ready_page("/products/1");
    page.wait_for(
        "document.querySelectorAll('ul#reviews > li').length === 20",
        "the reviews",
    );
    page.run(
        "window.shown = new Promise(resolve => {
            let start;
            document.addEventListener('click', () => start = performance.now(), { capture: true, once: true });
            new MutationObserver(() => {
                if (document.querySelector('h1#name')?.textContent.trim() === 'Quick') resolve(performance.now() - start);
            }).observe(document, { subtree: true, childList: true, characterData: true });
        })",
    );
    let request = one_post(&page, || {
        page.run("document.querySelector('#rename input[name=name]').value = 'Quick'");
        page.click("#rename button");
        let shown_after: f64 = page.evaluate("shown");
        assert!(
            shown_after < 500.0,
            "the new name was visible after {shown_after} ms"
        );
        assert_eq!(
            page.count("ul#reviews > li"),
            20,
            "the old reviews stay visible meanwhile"
        );
    });
    assert!(
        request
            .duration
            .is_some_and(|duration| duration.as_millis() >= 2000),
        "the reviews follow in the same response: {request:?}"
    );
}

#[test]
fn the_first_frame_tells_the_outcome_before_slow_queries_are_done() {
    let shop = Shop::open_with(&[("SHOP_SLOW_REVIEWS_MS", "2000")]);
    let page = shop.ready_page("/products/1");
    let request = one_post(&page, || {
        page.type_into("#rename input[name=name]", "Raw");
        page.click("#rename button");
        page.wait_for_text("h1#name", "Raw");
    });
    let answer = resend(&shop, &request, "00000000-0000-4000-8000-000000000001");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(
        answer.header("cache-control").contains("no-transform"),
        "{:?}",
        answer.headers
    );
    let frames: Vec<Value> = answer
        .lines
        .iter()
        .map(|line| serde_json::from_str(&line.text).expect("a frame"))
        .filter(|frame: &Value| frame["report"].is_null())
        .collect();
    assert!(frames[0]["reply"].is_object(), "{frames:?}");
    assert!(
        answer.lines[0].after.as_millis() < 500,
        "first frame after {:?}",
        answer.lines[0].after
    );
    assert_eq!(frames.last().expect("frames")["done"], true, "{frames:?}");
    let time_of = |part: &str| {
        let place = frames
            .iter()
            .position(|frame| frame["query"].to_string().contains(part));
        answer.lines[place.unwrap_or_else(|| panic!("no query with {part}: {frames:?}"))]
            .after
            .as_millis()
    };
    assert!(
        time_of("\"name\":\"Raw\"") < 1000,
        "the product does not wait for the reviews"
    );
    assert!(answer.lines.last().expect("lines").after.as_millis() >= 2000);
    let keys = frames[0]["reply"]["keys"]
        .as_array()
        .expect("the keys that will come")
        .len();
    assert_eq!(
        frames.len(),
        keys + 2,
        "one frame per key, the reply and the end: {frames:?}"
    );
}

/// Sends what the browser sent once more, as a submission of its own.
fn resend(shop: &Shop, request: &Request, key: &str) -> Answer {
    let mut headers: Vec<(&str, &str)> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| {
            !name.starts_with(':')
                && !["host", "content-length", "limosa-key", "accept-encoding"].contains(name)
        })
        .collect();
    headers.push(("limosa-key", key));
    let body = request.body.clone().expect("the body of the form");
    Visitor::new(shop.server.origin()).request("POST", request.path(), &headers, body.as_bytes())
}

#[test]
fn the_same_submission_runs_once_however_often_it_arrives() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/1");
    let request = one_post(&page, || {
        page.type_into("#cart-add [name=quantity]", "3");
        page.click("#cart-add button");
        page.wait_for_text("#cart-count", "3");
    });
    let key = request.headers["limosa-key"].clone();
    let again = resend(&shop, &request, &key);
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(
        shop.log()
            .iter()
            .filter(|(ran, _)| ran.contains("cart_add"))
            .count(),
        1
    );
    page.open(&shop.server.url("/"));
    assert_eq!(page.text("#cart-count"), "3");
}

#[test]
fn a_double_click_is_one_submission() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/1");
    let gate = page.hold("/_limosa/a/");
    page.type_into("#cart-add [name=quantity]", "1");
    page.double_click("#cart-add button");
    page.wait_for_element("#cart-add[aria-busy=true]");
    gate.release();
    page.wait_for_text("#cart-count", "1");
    page.wait_until_quiet();
    assert_eq!(
        shop.log()
            .iter()
            .filter(|(ran, _)| ran.contains("cart_add"))
            .count(),
        1
    );
    assert_quiet_console(&page);
}

#[test]
fn a_lost_answer_is_asked_for_again_and_runs_nothing_twice() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/1");
    page.lose_answers("/_limosa/a/", 1);
    page.type_into("#cart-add [name=quantity]", "5");
    page.click("#cart-add button");
    page.wait_for_text("#cart-count", "5");
    assert_eq!(
        shop.log()
            .iter()
            .filter(|(ran, _)| ran.contains("cart_add"))
            .count(),
        1
    );
}
