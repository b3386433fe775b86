//! Taking over what the server wrote: nothing is asked again, nothing is replaced, nothing is said.

use crate::support::{Shop, assert_quiet_console, calls};

const PAGES: [&str; 3] = ["/", "/products", "/products/1"];

/// Remembers every element and every text of the document, but scripts.
const REMEMBER: &str = "
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    window.remembered = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const holder = node.parentElement.closest('script, noscript, template');
        if (holder || ['SCRIPT', 'NOSCRIPT', 'TEMPLATE'].includes(node.nodeName)) continue;
        if (node.nodeType === Node.TEXT_NODE && !node.data.trim()) continue;
        remembered.push(node);
    }
    window.elementsBefore = document.querySelectorAll('head :not(script), header *, main *').length";

const LOST: &str =
    "remembered.filter(node => !node.isConnected).map(node => node.outerHTML || node.data)";

#[test]
fn hydration_keeps_every_node_and_says_nothing() {
    let shop = Shop::open();
    for path in PAGES {
        let (page, gate) = shop.waiting_page(path);
        page.run(REMEMBER);
        assert!(page.evaluate::<usize>("remembered.length") > 10, "{path}");
        assert_eq!(
            page.attribute("html", "data-ready"),
            None,
            "{path} is not ready before its program is there"
        );
        gate.release();
        page.wait_until_ready();
        page.wait_until_quiet();
        assert_eq!(
            page.evaluate::<Vec<String>>(LOST),
            Vec::<String>::new(),
            "{path}"
        );
        let elements = page.evaluate::<usize>(
            "document.querySelectorAll('head :not(script), header *, main *').length",
        );
        assert_eq!(
            elements,
            page.evaluate::<usize>("elementsBefore"),
            "{path}: no element was added"
        );
        assert_quiet_console(&page);
    }
}

#[test]
fn opening_a_page_asks_for_no_query() {
    let shop = Shop::open();
    for path in PAGES {
        let page = shop.ready_page(path);
        page.wait_until_quiet();
        // The likes of the home page are mounted and part of its HTML as well.
        assert!(calls(&page).is_empty(), "{path} {page:?}");
        let bad: Vec<_> = page
            .requests()
            .into_iter()
            .filter(|request| request.status != Some(200))
            .collect();
        assert!(bad.is_empty(), "{path} {bad:?}");
        assert_quiet_console(&page);
    }
}

#[test]
fn slow_reviews_stream_into_a_page_that_hydrates() {
    let shop = Shop::open_with(&[("SHOP_SLOW_REVIEWS_MS", "1500")]);
    let page = limosa_harness::Browser::launch().page();
    page.start_to_open(&shop.server.url("/products/1"));
    page.wait_for_text("h1#name", "Product 1");
    page.wait_for_element("#reviews-loading");
    page.wait_until_ready();
    page.wait_for(
        "document.querySelectorAll('ul#reviews > li').length === 20",
        "the reviews",
    );
    page.wait_until_gone("#reviews-loading");
    page.wait_until_quiet();
    assert!(calls(&page).is_empty(), "{page:?}");
    assert_quiet_console(&page);
}

#[test]
fn what_was_typed_before_hydration_stays() {
    let shop = Shop::open();
    let (page, gate) = shop.waiting_page("/products/1");
    page.type_into("#rename input[name=name]", "Typed early");
    gate.release();
    page.wait_until_ready();
    assert_eq!(page.value("#rename input[name=name]"), "Typed early");
    page.click("#rename button");
    page.wait_for_text("h1#name", "Typed early");
}

#[test]
fn a_form_sent_before_hydration_runs_once_with_what_was_typed_then() {
    let shop = Shop::open();
    let (page, gate) = shop.waiting_page("/products/1");
    page.type_into("#rename input[name=name]", "Sent early");
    page.click("#rename button");
    page.type_into("#rename input[name=name]", "Typed later");
    page.forget();
    gate.release();
    page.wait_until_ready();
    page.wait_for_text("h1#name", "Sent early");
    page.wait_until_quiet();
    let posts: Vec<_> = page
        .requests()
        .into_iter()
        .filter(|request| request.method == "POST")
        .collect();
    assert_eq!(posts.len(), 1, "{page:?}");
    let renames: Vec<_> = shop
        .ran_since(0)
        .into_iter()
        .filter(|ran| ran.contains("rename"))
        .collect();
    assert_eq!(renames, [r#"action rename [1,{"name":"Sent early"}]"#]);
    assert_quiet_console(&page);
}
