//! Two tabs of one visitor: what one changes, the other shows.

use limosa_harness::Page;

use crate::support::{Shop, assert_quiet_console};

fn tabs(shop: &Shop, first: &str, second: &str) -> (Page, Page) {
    let page = shop.ready_page(first);
    let other = page.other_tab();
    other.open(&shop.server.url(second));
    other.wait_until_ready();
    other.wait_until_quiet();
    other.forget();
    (page, other)
}

#[test]
fn another_tab_gets_the_values_without_a_request() {
    let shop = Shop::open();
    let (page, other) = tabs(&shop, "/products/3", "/products/3");
    page.type_into("#rename input[name=name]", "Darjeeling");
    page.click("#rename button");
    other.wait_for_text("h1#name", "Darjeeling");
    other.wait_until_quiet();
    assert_eq!(other.requests().len(), 0, "{other:?}");
    assert_quiet_console(&other);
}

#[test]
fn another_tab_reads_what_did_not_come_with_the_flight() {
    let shop = Shop::open();
    let (page, other) = tabs(&shop, "/products/3", "/products");
    page.type_into("#rename input[name=name]", "Darjeeling");
    page.click("#rename button");
    other.wait_for_text("tr[data-id='3'] .name", "Darjeeling");
    other.wait_until_quiet();
    let asked = other.requests();
    assert!(
        asked.iter().all(|request| request.method == "GET") && asked.len() == 1,
        "{other:?}"
    );
}

#[test]
fn the_count_of_the_cart_follows_in_every_tab() {
    let shop = Shop::open();
    let (page, other) = tabs(&shop, "/products/3", "/");
    page.type_into("#cart-add [name=quantity]", "4");
    page.click("#cart-add button");
    other.wait_for_text("#cart-count", "4");
}

#[test]
fn values_of_another_session_are_not_taken() {
    let shop = Shop::open();
    let (page, other) = tabs(&shop, "/products/3", "/products/3");
    other.run("window.told = []; new BroadcastChannel('limosa').onmessage = (event) => told.push(event.data)");
    page.type_into("#rename input[name=name]", "Darjeeling");
    page.click("#rename button");
    other.wait_for_text("h1#name", "Darjeeling");
    other.wait_for("told.length > 0", "word of the other tab");
    // The same again with another name: as a tab of this session would tell it, and as one of another would.
    let told: String = other.evaluate("JSON.stringify(told[0][1])");
    let tell = |epoch: &str, name: &str| {
        page.run(&format!(
            "const lines = {told}.map((line) => line.replace('Darjeeling', '{name}').replace(/\"tag\":\"[^\"]*\"/, '\"tag\":\"{name}\"'));
            new BroadcastChannel('limosa').postMessage(['{epoch}', lines])"
        ));
    };
    tell("", "Assam");
    other.wait_for_text("h1#name", "Assam");
    other.wait_until_quiet();
    other.forget();
    tell("another", "Stolen");
    other.wait_for_text("h1#name", "Darjeeling");
    other.wait_until_quiet();
    assert_eq!(other.text("h1#name"), "Darjeeling");
    assert_eq!(other.requests().len(), 1, "it asks by itself: {other:?}");
}
