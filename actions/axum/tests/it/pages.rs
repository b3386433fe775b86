//! Pages over the router: status, headers, data, late content, errors.

use std::time::{Duration, Instant};

use limosa::testing::Client;

use crate::app::{World, server};

#[test]
fn a_page_is_complete_html_with_its_data() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let page = visitor.get("/products/3");
    assert_eq!(page.status(), 200);
    assert_eq!(page.title(), "Product 3");
    assert_eq!(page.text("h1#name").as_deref(), Some("Product 3"));
    assert_eq!(page.text("#slow").as_deref(), Some("</script>slow <3>"));
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let data = page.data();
    assert_eq!(data.len(), 2, "{}", page.html());
    assert!(
        data.iter()
            .any(|block| block["query"]["value"] == "Product 3")
    );
    assert!(
        data.iter()
            .any(|block| block["query"]["value"] == "</script>slow <3>")
    );
    let mut ran = world.ran();
    ran.sort();
    assert_eq!(ran, ["name 3", "slow 3"], "each query ran once");
}

#[test]
fn a_late_query_comes_after_the_shell_with_its_data() {
    let world = World::default();
    world.slow_for(50);
    let page = Client::new(server(&world)).get("/products/3");
    assert_eq!(page.text("#slow").as_deref(), Some("</script>slow <3>"));
    assert_eq!(page.data().len(), 2);
    let html = page.html();
    let (fallback, late) = (
        html.find("Loading").unwrap(),
        html.find("id=\"slow\"").unwrap(),
    );
    assert!(
        fallback < late && html.ends_with("</body></html>"),
        "{html}"
    );
}

#[test]
fn content_that_is_nearly_there_goes_in_its_place() {
    let world = World::default();
    world.slow_for(20);
    let long = server(&world).first_byte_grace(Duration::from_secs(30));
    let begun = Instant::now();
    let page = Client::new(long).get("/products/3");
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "no longer than needed"
    );
    assert_eq!(page.text("#slow").as_deref(), Some("</script>slow <3>"));
    assert_eq!(page.data().len(), 2);
    for late in ["Loading", "<template", "noscript", "$L("] {
        assert!(!page.html().contains(late), "{late}: {}", page.html());
    }
    let none = server(&world).first_byte_grace(Duration::ZERO);
    assert!(
        Client::new(none)
            .get("/products/3")
            .html()
            .contains("Loading")
    );
}

#[test]
fn unknown_pages_and_failed_queries_have_their_status() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let page = visitor.get("/nowhere");
    assert_eq!(
        (page.status(), page.text("h1").as_deref()),
        (404, Some("Nothing here"))
    );
    assert_eq!(visitor.get("/products/x").status(), 404);
    assert_eq!(visitor.get("/products/101").status(), 404);
    for url in ["/broken", "/panic"] {
        let page = visitor.get(url);
        assert_eq!(page.status(), 500, "{url}");
        assert!(!page.html().contains("secret"), "{}", page.html());
    }
    assert_eq!(
        visitor.get("/products/3").status(),
        200,
        "the server lives on"
    );
}

#[test]
fn the_first_page_makes_a_visitor() {
    let mut visitor = Client::new(server(&World::default()));
    assert!(
        visitor
            .get("/")
            .header("set-cookie")
            .unwrap()
            .starts_with("limosa-visitor=")
    );
    assert_eq!(visitor.get("/").header("set-cookie"), None);
    assert!(visitor.cookie("limosa-visitor").is_some());
}

#[test]
fn every_page_has_another_nonce() {
    let page = Client::new(server(&World::default())).get("/products/3");
    let policy = page.header("content-security-policy").unwrap();
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap();
    assert!(nonce.len() >= 22, "{policy}");
    let other = Client::new(server(&World::default())).get("/products/3");
    assert!(
        !other
            .header("content-security-policy")
            .unwrap()
            .contains(nonce)
    );
}

#[test]
fn methods_and_long_addresses() {
    let mut visitor = Client::new(server(&World::default()));
    let head = visitor.raw("HEAD", "/products/3", &[], "");
    assert_eq!((head.status(), head.html()), (200, ""));
    let post = visitor.raw("POST", "/products/3", &[], "a=1");
    assert_eq!(
        (post.status(), post.header("allow")),
        (405, Some("GET, HEAD"))
    );
    let long = format!("/?q={}", "x".repeat(9_000));
    assert_eq!(visitor.raw("GET", &long, &[], "").status(), 414);
    assert_eq!(visitor.raw("GET", "/_limosa/health", &[], "").html(), "ok");
}
