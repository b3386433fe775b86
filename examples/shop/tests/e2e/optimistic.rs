//! A review is there as soon as it is sent, and gone again if it cannot be kept.

use std::time::Duration;

use limosa_harness::{Gate, Page};

use crate::{
    single_flight::one_post,
    support::{Shop, assert_quiet_console},
};

fn write(page: &Page, text: &str) {
    page.type_into("#review [name=author]", "Ada");
    page.type_into("#review [name=text]", text);
    page.type_into("#review [name=stars]", "4");
}

const FIRST: &str = "#reviews > li:first-child";

#[test]
fn a_review_is_shown_at_once_and_stays() {
    let shop = Shop::open_with(&[("SHOP_LATENCY_MS", "500")]);
    let page = shop.ready_page("/products/3");
    write(&page, "Works like a charm");
    one_post(&page, || {
        page.click("#review button");
        assert_eq!(page.count("#reviews > li.pending"), 1, "before any answer");
        assert_eq!(page.count("#reviews > li"), 21);
        assert!(page.text(FIRST).contains("Works like a charm"));
        assert_eq!(page.attribute(FIRST, "aria-busy").as_deref(), Some("true"));
        page.wait_until_gone("#reviews > li.pending");
        assert_eq!(page.count("#reviews > li"), 21);
    });
    assert!(page.text(FIRST).contains("Works like a charm"));
    assert_eq!(page.value("#review [name=text]"), "");
}

#[test]
fn a_review_that_cannot_be_kept_is_taken_back() {
    let shop = Shop::open_with(&[("SHOP_LATENCY_MS", "300")]);
    let page = shop.ready_page("/products/3");
    page.refuse("/_limosa/a/", 2);
    page.delay("/_limosa/a/", Duration::from_millis(100));
    write(&page, "Never arrives");
    page.click("#review button");
    assert_eq!(page.count("#reviews > li.pending"), 1);
    page.wait_until_gone("#reviews > li.pending");
    assert_eq!(page.count("#reviews > li"), 20);
    assert_eq!(page.value("#review [name=text]"), "Never arrives");
    assert!(!page.text("#review [data-action-error]").is_empty());
    // The button sends the same again.
    page.click("#review button");
    page.wait_for(
        "document.querySelectorAll('#reviews > li:not(.pending)').length === 21",
        "the review",
    );
}

#[test]
fn a_refused_review_is_taken_back() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/3");
    page.skip_validation("#review");
    write(&page, "Six stars");
    page.type_into("#review [name=stars]", "6");
    page.click("#review button");
    page.wait_for(
        "document.querySelector('[data-error=stars]').textContent !== ''",
        "a message",
    );
    assert_eq!(
        (
            page.count("#reviews > li.pending"),
            page.count("#reviews > li")
        ),
        (0, 20)
    );
}

#[test]
fn a_review_stays_until_slow_reviews_have_come() {
    let shop = Shop::open_with(&[("SHOP_SLOW_REVIEWS_MS", "1200")]);
    let page = shop.ready_page("/products/3");
    page.wait_for_element("#reviews > li");
    page.wait_until_quiet();
    write(&page, "Patience");
    // Every change of the list is looked at: it never shows the review twice, and never without it again.
    page.run(
        "window.counts = []; new MutationObserver(() => counts.push(document.querySelectorAll('#reviews > li').length))
            .observe(document.querySelector('#reviews'), { childList: true })",
    );
    one_post(&page, || {
        page.click("#review button");
        page.wait_for(
            "document.querySelector('#review').ariaBusy === null",
            "the reply",
        );
        assert_eq!(
            page.count("#reviews > li.pending"),
            1,
            "the data is not there"
        );
        page.wait_until_gone("#reviews > li.pending");
    });
    let counts: Vec<usize> = page.evaluate("counts");
    assert!(
        !counts.is_empty() && counts.iter().all(|count| *count == 21),
        "{counts:?}"
    );
    assert!(page.text(FIRST).contains("Patience"));
}

#[test]
fn two_tabs_write_at_once() {
    let shop = Shop::open_with(&[("SHOP_LATENCY_MS", "200")]);
    let (page, other) = {
        let page = shop.ready_page("/products/3");
        let other = page.other_tab();
        other.open(&shop.server.url("/products/3"));
        other.wait_until_ready();
        (page, other)
    };
    write(&page, "From here");
    write(&other, "From there");
    page.click("#review button");
    other.click("#review button");
    for page in [&page, &other] {
        page.wait_for(
            "document.querySelectorAll('#reviews > li:not(.pending)').length >= 21 && !document.querySelector('li.pending')",
            "what was written here",
        );
        assert_quiet_console(page);
    }
}

/// Sends a review that gets no answer yet, and goes to the list of products.
fn leave_meanwhile(page: &Page, text: &str) -> Gate {
    let gate = page.hold("/_limosa/a/");
    write(page, text);
    page.click("#review button");
    assert_eq!(page.count("#reviews > li.pending"), 1);
    page.click("nav a[href='/products']");
    page.wait_for_element("tr[data-id='3']");
    gate
}

#[test]
fn who_leaves_and_comes_back_meanwhile_sees_it_still() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/3");
    let gate = leave_meanwhile(&page, "Back in the middle");
    page.run("history.back()");
    page.wait_for_element("#reviews > li.pending");
    assert_eq!(page.count("#reviews > li"), 21);
    gate.release();
    page.wait_until_gone("#reviews > li.pending");
    assert_eq!(page.count("#reviews > li"), 21);
    assert!(page.text(FIRST).contains("Back in the middle"));
    assert_quiet_console(&page);
}

#[test]
fn what_is_under_way_is_done_though_the_visitor_leaves() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/3");
    let gate = leave_meanwhile(&page, "Out of sight");
    gate.release();
    page.wait_until_quiet();
    assert_eq!(page.path(), "/products");
    page.click("tr[data-id='3'] a");
    page.wait_for_element(FIRST);
    assert!(page.text(FIRST).contains("Out of sight"));
    assert_eq!(
        (
            page.count("#reviews > li"),
            page.count("#reviews > li.pending")
        ),
        (21, 0)
    );
    assert_quiet_console(&page);
}
