//! Pages and forms of the shop without a socket and without a browser.

use limosa::{server::Server, testing::Client};
use shop::Settings;

/// A visitor of a shop with a fresh database in memory.
fn visitor() -> Client {
    let settings = Settings {
        database: None,
        is_test: true,
        ..Settings::default()
    };
    Client::new(shop::server(Server::new(shop::app), settings).expect("memory is enough"))
}

#[test]
fn pages_have_their_titles_and_statuses() {
    let mut visitor = visitor();
    for (url, title, status) in [
        ("/", "Home · Shop", 200),
        ("/products", "Products · Shop", 200),
        ("/products/7", "Product 7 · Shop", 200),
        ("/products/101", "Not found · Shop", 404),
        ("/products?page=6", "Not found · Shop", 404),
        ("/nowhere", "Not found · Shop", 404),
        ("/products?q=__fail", "Error · Shop", 500),
    ] {
        let page = visitor.get(url);
        assert_eq!(
            (page.title().as_str(), page.status()),
            (title, status),
            "{url}"
        );
    }
}

#[test]
fn a_rename_shows_the_new_name() {
    let mut visitor = visitor();
    let page = visitor.get("/products/1");
    let page = visitor.submit(page.form("#rename").set("name", "Teapot <b>"));
    assert_eq!((page.url(), page.status()), ("/products/1", 200));
    assert_eq!(page.text("#name").as_deref(), Some("Teapot <b>"));
}

#[test]
fn a_refused_name_is_kept_beside_its_message() {
    let mut visitor = visitor();
    let page = visitor.get("/products/1");
    let page = visitor.submit(page.form("#rename").set("name", &"x".repeat(81)));
    assert_eq!(page.status(), 422);
    assert!(
        page.text("[data-error=name]")
            .is_some_and(|message| !message.is_empty())
    );
    assert_eq!(
        page.form("#rename").value("name"),
        Some("x".repeat(81).as_str())
    );
    assert_eq!(page.text("#name").as_deref(), Some("Product 1"));
}

#[test]
fn a_review_comes_first() {
    let mut visitor = visitor();
    let page = visitor.get("/products/2");
    let form = page
        .form("#review")
        .set("author", "Ada")
        .set("text", "Fine")
        .set("stars", "5");
    let page = visitor.submit(form);
    assert_eq!(page.count("#reviews li"), 21);
    assert!(
        page.text("#reviews li")
            .is_some_and(|first| first.contains("Ada"))
    );
}

#[test]
fn the_cart_is_counted_for_its_visitor_alone() {
    let mut ada = visitor();
    let mut eve = ada.stranger();
    let page = ada.get("/products/3");
    let page = ada.submit(page.form("#cart-add").set("quantity", "4"));
    assert_eq!(page.text("#cart-count").as_deref(), Some("4"));
    assert_eq!(
        eve.get("/products/3").text("#cart-count").as_deref(),
        Some("0")
    );
}

#[test]
fn a_flight_carries_what_the_page_needs() {
    let mut visitor = visitor();
    let page = visitor.get("/products/1");
    let reply = visitor.send(&page.form("#rename").set("name", "Tea"));
    assert_eq!(reply.status(), 200);
    assert!(reply.is_whole());
    assert_eq!(reply.values_with("name")[0]["name"], "Tea");
}

#[test]
fn an_unlucky_rename_tells_no_cause() {
    let mut visitor = visitor();
    let page = visitor.get("/products/13");
    let page = visitor.submit(page.form("#rename").set("name", "Lucky"));
    assert_eq!(page.status(), 500);
    assert!(page.html().contains("Something went wrong") && !page.html().contains("unlucky"));
    assert_eq!(page.form("#rename").value("name"), Some("Lucky"));
}
