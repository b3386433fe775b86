//! The counter in Chromium: it counts, says nothing, and asks for nothing but its own files.

use limosa_harness::{Browser, Page, StaticSite};

fn opened() -> (StaticSite, Page) {
    let site = StaticSite::serve("counter");
    let page = Browser::launch().page();
    page.open(&site.url("/"));
    page.wait_until_ready();
    (site, page)
}

#[test]
fn clicks_are_counted() {
    let (_site, page) = opened();
    assert_eq!(page.text("button"), "Clicked 0 times");
    page.click("button");
    page.wait_for_text("button", "Clicked 1 times");
    page.double_click("button");
    page.wait_for_text("button", "Clicked 3 times");
    page.wait_for_text("p", "Twice that is 6");
    assert_eq!(page.console(), []);
}

#[test]
fn a_click_changes_text_and_replaces_no_node() {
    let (_site, page) = opened();
    page.run("window.before = document.querySelector('button').firstChild");
    page.click("button");
    page.wait_for_text("button", "Clicked 1 times");
    assert!(page.evaluate::<bool>("before.isConnected"));
    assert_eq!(page.count("button"), 1);
}

#[test]
fn it_loads_one_page_one_script_and_one_program() {
    let (_site, page) = opened();
    page.wait_until_quiet();
    let mut kinds: Vec<String> = page.requests().iter().map(kind).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, ["js", "page", "wasm"], "{page:?}");
    assert!(
        page.requests()
            .iter()
            .all(|request| request.status == Some(200)),
        "{page:?}"
    );
}

/// A file may be asked for twice, once early and once to run it; it is loaded once then.
fn kind(request: &limosa_harness::Request) -> String {
    match request.path() {
        "/" => "page".to_owned(),
        path => path.rsplit('.').next().unwrap_or_default().to_owned(),
    }
}
