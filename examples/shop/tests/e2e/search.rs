//! The search: a form that works without script and filters as one types with it.

use crate::support::{Shop, assert_quiet_console, calls, documents};

const FIELD: &str = "form.search input[name=q]";

#[test]
fn the_list_follows_what_is_typed_once_it_pauses() {
    let shop = Shop::open();
    let page = shop.ready_page("/products");
    page.wait_until_quiet();
    page.forget();
    page.type_into(FIELD, "product 4");
    page.wait_for(
        "document.querySelectorAll('#products tbody tr').length === 11",
        "the rows that fit",
    );
    page.wait_until_quiet();
    assert!(
        page.url().ends_with("/products?q=product+4")
            || page.url().ends_with("/products?q=product%204"),
        "{}",
        page.url()
    );
    assert_eq!(
        calls(&page).len(),
        1,
        "one request for the whole word: {page:?}"
    );
    assert!(documents(&page).is_empty());
    assert_eq!(page.value(FIELD), "product 4");
    // The address was replaced, so that back leads to where the visitor came from.
    assert_eq!(page.evaluate::<u32>("history.length"), 2);
    assert_quiet_console(&page);
}

#[test]
fn a_link_to_the_whole_list_empties_the_field() {
    let shop = Shop::open();
    let page = shop.ready_page("/products?q=Product%204");
    assert_eq!(page.value(FIELD), "Product 4");
    page.click("header a[href='/products']");
    page.wait_for(
        "document.querySelectorAll('#products tbody tr').length === 20",
        "the whole list",
    );
    page.wait_for(
        &format!("document.querySelector('{FIELD}').value === ''"),
        "an empty field",
    );
}

#[test]
fn what_was_typed_before_hydration_filters_afterwards() {
    let shop = Shop::open();
    let (page, gate) = shop.waiting_page("/products");
    page.type_into(FIELD, "Product 77");
    gate.release();
    page.wait_until_ready();
    page.wait_for(
        "document.querySelectorAll('#products tbody tr').length === 1",
        "the row that fits",
    );
    assert_eq!(page.value(FIELD), "Product 77");
}

#[test]
fn nothing_found_is_a_page_and_the_text_is_taken_literally() {
    let shop = Shop::open();
    for text in ["%25", "_", "nothing-like-this"] {
        let answer = shop.visitor().get(&format!("/products?q={text}"));
        assert_eq!(answer.status, 200);
        assert!(!answer.text().contains("data-id="), "{text}");
    }
}
