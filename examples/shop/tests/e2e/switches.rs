//! The variables and routes that tests rely on.

use std::time::{Duration, Instant};

use limosa_harness::{Server, Visitor};

use crate::support::Shop;

#[test]
fn a_reset_restores_the_seed_and_clears_the_log() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    assert_eq!(
        shop.submit(&visitor, "/products/1", "rename", &[("name", "Changed")])
            .status,
        303
    );
    shop.submit(&visitor, "/products/1", "cart-add", &[("quantity", "3")]);
    assert!(visitor.get("/products/1").text().contains("Changed"));
    let reset = visitor.request("POST", "/test/reset", &[], b"");
    assert!((200..300).contains(&reset.status), "{}", reset.status);
    assert_eq!(shop.log(), []);
    let page = visitor.get("/products/1").text();
    assert!(
        page.contains("Product 1") && !page.contains("Changed"),
        "{page}"
    );
    assert_eq!(
        crate::support::text_of(&page, "span", "cart-count").as_deref(),
        Some("0")
    );
}

#[test]
fn a_reset_voids_older_messages() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    shop.submit(&visitor, "/products/1", "rename", &[("name", "")]);
    shop.visitor().request("POST", "/test/reset", &[], b"");
    assert_eq!(visitor.get("/products/1").status, 200);
}

#[test]
fn requests_can_be_slowed_but_not_those_of_tests() {
    let shop = Shop::open_with(&[("SHOP_LATENCY_MS", "400")]);
    let time_of = |path: &str| {
        let started = Instant::now();
        shop.visitor().get(path);
        started.elapsed()
    };
    assert!(time_of("/") >= Duration::from_millis(400));
    assert!(time_of("/test/log") < Duration::from_millis(300));
    assert!(time_of("/shop.css") < Duration::from_millis(300));
}

#[test]
fn routes_for_tests_are_there_in_tests_only() {
    let server = Server::start("shop", &["--memory"], &[("SHOP_TEST", "0")]);
    let visitor = Visitor::new(server.origin());
    assert_eq!(visitor.get("/test/log").status, 404);
    assert!(visitor.request("POST", "/test/reset", &[], b"").status >= 400);
}

#[test]
fn log_entries_have_the_shape_of_the_contract() {
    let shop = Shop::open();
    shop.visitor().get("/products?page=2&q=1");
    let log = shop.visitor().get("/test/log").json();
    let entry = log
        .as_array()
        .expect("an array")
        .iter()
        .find(|entry| entry["name"] == "products")
        .expect("an entry");
    assert_eq!(
        (&entry["kind"], &entry["args"]),
        (&"query".into(), &serde_json::json!([2, "1"]))
    );
    let keys: Vec<_> = entry.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["args", "kind", "name", "request"]);
}
