//! Links, back and forward: no document is loaded twice.

use std::time::{Duration, Instant};

use crate::support::{Shop, assert_quiet_console, calls, documents};

#[test]
fn links_load_no_document_and_back_restores_the_page() {
    let shop = Shop::open();
    let page = shop.ready_page("/");
    page.run("window.sameDocument = true");
    page.forget();
    page.click("nav a[href=\"/products\"]");
    page.wait_for_element("table#products tr[data-id]");
    assert_eq!(
        (
            page.path().as_str(),
            page.evaluate::<String>("document.title").as_str()
        ),
        ("/products", "Products · Shop")
    );
    page.click("tr[data-id=\"5\"] td.name a");
    page.wait_for_text("h1#name", "Product 5");
    page.wait_for_element("ul#reviews > li");
    assert_eq!(
        (
            page.path().as_str(),
            page.evaluate::<String>("document.title").as_str()
        ),
        ("/products/5", "Product 5 · Shop")
    );
    assert_eq!(page.count("table#products"), 0);
    page.back();
    page.wait_for_element("tr[data-id=\"5\"]");
    assert_eq!(
        (
            page.path().as_str(),
            page.evaluate::<String>("document.title").as_str()
        ),
        ("/products", "Products · Shop")
    );
    page.back();
    page.wait_for_text("h1", "Welcome");
    page.forward();
    page.wait_for_element("table#products tr[data-id]");
    page.wait_until_quiet();
    assert!(
        page.evaluate::<bool>("window.sameDocument"),
        "one document all along"
    );
    assert!(documents(&page).is_empty(), "{page:?}");
    assert_quiet_console(&page);
}

#[test]
fn a_navigation_costs_one_request() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.wait_until_quiet();
    page.forget();
    page.click("tr[data-id=\"5\"] td.name a");
    page.wait_for_text("h1#name", "Product 5");
    page.wait_for_element("ul#reviews > li");
    page.wait_until_quiet();
    assert_eq!(page.requests().len(), 1, "{page:?}");
    assert!(calls(&page)[0].path().starts_with("/_limosa/q"), "{page:?}");
}

#[test]
fn hovering_for_a_moment_and_clicking_cost_one_request_in_all() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.wait_until_quiet();
    page.forget();
    page.hover("tr[data-id=\"5\"] td.name a");
    let begun = Instant::now();
    while calls(&page).is_empty() {
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "nothing is loaded ahead: {page:?}"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    page.wait_until_quiet();
    assert_eq!(page.path(), "/products");
    page.click("tr[data-id=\"5\"] td.name a");
    page.wait_for_text("h1#name", "Product 5");
    page.wait_for_element("ul#reviews > li");
    page.wait_until_quiet();
    assert_eq!(page.requests().len(), 1, "{page:?}");
}

#[test]
fn a_hovered_page_that_only_some_may_see_is_refused_on_the_way() {
    let shop = Shop::open();
    let page = shop.ready_page("/");
    page.run("document.querySelector('header a[href=\"/cart\"]').href = '/admin'");
    page.hover("header a[href=\"/admin\"]");
    page.wait_until_quiet();
    assert_eq!(page.path(), "/");
    page.click("header a[href=\"/admin\"]");
    page.wait_for(
        "document.title === 'Not allowed · Shop'",
        "the page for who may not",
    );
    assert_eq!(page.path(), "/admin");
}

#[test]
fn back_asks_for_nothing_and_keeps_the_place() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.run("window.scrollTo(0, 250)");
    page.click("tr[data-id=\"15\"] td.name a");
    page.wait_for_text("h1#name", "Product 15");
    page.wait_for_element("ul#reviews > li");
    page.wait_until_quiet();
    assert_eq!(
        page.evaluate::<f64>("scrollY"),
        0.0,
        "a new page starts at its top"
    );
    page.forget();
    page.back();
    page.wait_for_element("tr[data-id=\"15\"]");
    page.wait_for("Math.abs(scrollY - 250) < 2", "the old scroll position");
    page.wait_until_quiet();
    assert!(page.requests().is_empty(), "{page:?}");
}

#[test]
fn the_body_is_busy_while_a_navigation_is_under_way() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    let gate = page.hold("/_limosa/q");
    page.click("tr[data-id=\"2\"] td.name a");
    page.wait_for_element("body[aria-busy=true]");
    gate.release();
    page.wait_for_text("h1#name", "Product 2");
    page.wait_until_gone("body[aria-busy=true]");
}

#[test]
fn a_renamed_product_is_fresh_in_the_list() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.click("tr[data-id=\"2\"] td.name a");
    page.wait_for_text("h1#name", "Product 2");
    page.type_into("#rename [name=name]", "Renamed");
    page.click("#rename button");
    page.wait_for_text("h1#name", "Renamed");
    page.back();
    page.wait_for_text("tr[data-id=\"2\"] td.name", "Renamed");
}

#[test]
fn pages_of_the_list_are_links() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.run("window.sameDocument = true");
    page.wait_until_quiet();
    page.forget();
    page.click("a[href*=\"page=2\"]");
    page.wait_for_element("tr[data-id=\"21\"]");
    page.wait_until_quiet();
    assert_eq!(page.requests().len(), 1, "{page:?}");
    assert_eq!(page.count("tr[data-id]"), 20);
    assert!(page.path().contains("page=2") && page.evaluate::<bool>("window.sameDocument"));
    page.back();
    page.wait_for_element("tr[data-id=\"1\"]");
}

#[test]
fn a_page_that_is_not_there_shows_so_in_the_same_document() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.run(
        "window.sameDocument = true; document.querySelector('td.name a').href = '/products/101'",
    );
    page.click("td.name a");
    page.wait_for(
        "document.title === 'Not found · Shop'",
        "the page for what is not found",
    );
    assert!(page.evaluate::<bool>("window.sameDocument"));
    assert_eq!(page.path(), "/products/101");
    page.back();
    page.wait_for_element("table#products");
}
