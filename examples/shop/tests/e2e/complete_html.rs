//! Pages are whole HTML without script.

use crate::support::{Shop, tags, text_of};

#[test]
fn a_product_page_is_complete_html() {
    let shop = Shop::open();
    let answer = shop.visitor().get("/products/1");
    let html = answer.text();
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(
        answer.header("cache-control").contains("no-store"),
        "{:?}",
        answer.headers
    );
    assert!(
        html.starts_with("<!DOCTYPE html>") || html.starts_with("<!doctype html>"),
        "{html}"
    );
    assert!(html.contains("<title>Product 1 · Shop</title>"), "{html}");
    assert_eq!(text_of(&html, "h1", "name").as_deref(), Some("Product 1"));
    assert!(
        text_of(&html, "span", "price")
            .or(text_of(&html, "strong", "price"))
            .is_some_and(|text| text.contains("1.00"))
    );
    assert!(text_of(&html, "p", "description").is_some_and(|text| !text.is_empty()));
    assert_eq!(text_of(&html, "span", "cart-count").as_deref(), Some("0"));
    let reviews = text_of(&html, "ul", "reviews").expect("reviews");
    assert_eq!(reviews.matches("(20)").count(), 1, "{reviews}");
    for form in ["rename", "review", "cart-add"] {
        crate::support::Form::of(&html, form);
    }
}

#[test]
fn the_head_is_in_the_head() {
    let shop = Shop::open();
    let html = shop.visitor().get("/products/1").text();
    let (head, body) = html.split_once("</head><body>").expect("a head and a body");
    let (opening, head) = head.split_once("<head>").expect("a head");
    assert!(
        opening.contains("<html ") && opening.contains(" lang=\"en\""),
        "{opening}"
    );
    assert!(
        head.starts_with("<meta charset=\"utf-8\"><meta name=\"viewport\""),
        "{head}"
    );
    let style = "<link rel=\"stylesheet\" href=\"/shop.css\">";
    assert_eq!(
        (head.matches(style).count(), body.matches("<link").count()),
        (1, 0),
        "{head}"
    );
    assert_eq!(tags(head, "title").count(), 1, "{head}");
    assert!(
        head.contains("<meta name=\"description\" content=\"Product 1 "),
        "{head}"
    );
}

#[test]
fn a_product_page_is_complete_in_a_browser_without_script() {
    let shop = Shop::open();
    let page = shop.plain_page("/products/1");
    assert_eq!(page.text("h1#name"), "Product 1");
    assert_eq!(page.text("#price"), "1.00");
    assert_eq!(page.text("#stock"), "10");
    assert_eq!(page.count("ul#reviews > li"), 20);
    assert_eq!(
        page.evaluate::<String>("document.title"),
        "Product 1 · Shop"
    );
    assert!(
        !page.visible_text("main").contains("oading"),
        "no fallback is visible"
    );
}

#[test]
fn slow_reviews_are_visible_without_script_in_the_end() {
    let shop = Shop::open_with(&[("SHOP_SLOW_REVIEWS_MS", "700")]);
    let visitor = shop.visitor();
    let answer = visitor.get("/products/1");
    let name = answer
        .lines
        .iter()
        .find(|line| line.text.contains("id=\"name\""))
        .expect("the name");
    let last = answer.lines.last().expect("lines");
    assert!(
        name.after.as_millis() < 600,
        "the page does not wait for the reviews: {:?}",
        name.after
    );
    assert!(last.after.as_millis() >= 700, "{:?}", last.after);
    let page = shop.plain_page("/products/1");
    assert_eq!(page.count("ul#reviews > li"), 20);
    assert!(page.visible_text("#reviews").contains("(20)"));
    let is_fallback_visible = "[...document.querySelectorAll('#reviews-loading')].some(element => element.checkVisibility())";
    assert!(
        !page.evaluate::<bool>(is_fallback_visible),
        "the fallback is hidden"
    );
}

#[test]
fn the_layout_links_to_the_main_pages() {
    let shop = Shop::open();
    for path in ["/", "/products", "/products/1"] {
        let html = shop.visitor().get(path).text();
        let nav = html
            .split("<nav")
            .nth(1)
            .and_then(|rest| rest.split("</nav>").next())
            .expect("a nav");
        let links: Vec<_> = tags(nav, "a")
            .filter_map(|(tag, _)| crate::support::attribute(tag, "href"))
            .collect();
        assert!(
            links.iter().any(|link| link == "/") && links.iter().any(|link| link == "/products"),
            "{links:?}"
        );
        assert!(html.contains("<main"), "{html}");
    }
    assert!(shop.visitor().get("/").text().contains("Welcome"));
}

#[test]
fn the_list_shows_twenty_products_a_page() {
    let shop = Shop::open();
    let page = shop.plain_page("/products");
    assert_eq!(page.count("table#products tr[data-id]"), 20);
    assert_eq!(page.text("tr[data-id=\"3\"] td.name a"), "Product 3");
    assert_eq!(page.text("tr[data-id=\"3\"] td.price"), "3.00");
    assert_eq!(page.text("tr[data-id=\"3\"] td.stock"), "10");
    page.open(&shop.server.url("/products?page=5"));
    assert_eq!(page.count("table#products tr[data-id]"), 20);
    assert_eq!(
        page.attribute("table#products tr[data-id]", "data-id")
            .as_deref(),
        Some("81")
    );
    page.open(&shop.server.url("/products?page=nonsense"));
    assert_eq!(
        page.attribute("table#products tr[data-id]", "data-id")
            .as_deref(),
        Some("1")
    );
}

#[test]
fn a_search_works_without_script() {
    let shop = Shop::open();
    let page = shop.plain_page("/products");
    page.type_into("input[name=q]", "CT 99");
    page.press("Enter");
    page.wait_for(
        "location.search.includes('q=CT+99')",
        "the search in the address",
    );
    page.wait_for_text("td.name", "Product 99");
    assert_eq!(page.texts("td.name"), ["Product 99"]);
    assert_eq!(page.value("input[name=q]"), "CT 99");
}

#[test]
fn each_query_runs_once_for_a_page() {
    let shop = Shop::open();
    shop.visitor().get("/products/1");
    let log = shop.log();
    assert_eq!(
        shop.ran_since(0),
        [
            "query cart_count []",
            "query product [1]",
            "query reviews [1]"
        ]
    );
    assert!(
        log.iter().all(|(_, request)| *request == log[0].1),
        "one request: {log:?}"
    );
}

#[test]
fn unknown_addresses_are_not_found() {
    let shop = Shop::open();
    for path in [
        "/nowhere",
        "/products/101",
        "/products/abc",
        "/products/-1",
        "/products/99999999999",
        "/products?page=6",
    ] {
        let answer = shop.visitor().get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.text().contains("<title>Not found · Shop</title>"),
            "{path}: {}",
            answer.text()
        );
        assert!(answer.text().contains("</nav>"), "{path} has the layout");
    }
    let empty = shop.visitor().get("/products?q=nothing+like+this");
    assert_eq!(empty.status, 200);
    assert_eq!(shop.visitor().get("/products?q=__fail").status, 500);
}
