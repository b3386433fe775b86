//! The cart: rows of their own, a total that follows, and the count in the layout.

use limosa_harness::Page;

use crate::{
    single_flight::one_post,
    support::{Shop, assert_quiet_console},
};

/// A page of the cart with these products, one piece each.
pub(crate) fn filled(shop: &Shop, products: &[u32]) -> Page {
    let page = shop.ready_page("/products/1");
    for product in products {
        page.open(&shop.server.url(&format!("/products/{product}")));
        page.wait_until_ready();
        let before = page.text("#cart-count");
        page.type_into("#cart-add [name=quantity]", "1");
        page.click("#cart-add button");
        page.wait_for(
            &format!("document.querySelector('#cart-count').textContent !== '{before}'"),
            "a fuller cart",
        );
    }
    page.open(&shop.server.url("/cart"));
    page.wait_until_ready();
    page
}

fn row(product: u32) -> String {
    format!("#cart > li[data-id='{product}']")
}

#[test]
fn an_empty_cart_costs_nothing() {
    let shop = Shop::open();
    let page = shop.ready_page("/cart");
    assert_eq!(
        (page.count("#cart > li"), page.text("#total").as_str()),
        (0, "0.00")
    );
    assert_eq!(page.evaluate::<String>("document.title"), "Cart · Shop");
}

#[test]
fn a_quantity_costs_one_request_and_keeps_the_other_rows() {
    let shop = Shop::open();
    let page = filled(&shop, &[3, 5]);
    assert_eq!(page.text("#total"), "8.00");
    page.run("for (const node of document.querySelectorAll('#cart > li')) node.seen = true");
    one_post(&page, || {
        page.type_into(&format!("{} [name=quantity]", row(3)), "4");
        page.press("Enter");
        page.wait_for_text("#total", "17.00");
    });
    assert_eq!(page.text("#cart-count"), "5");
    let kept: u32 = page.evaluate(
        "[...document.querySelectorAll('#cart > li')].filter((node) => node.seen).length",
    );
    assert_eq!(kept, 2);
}

#[test]
fn plus_and_minus_change_by_one_and_submit() {
    let shop = Shop::open();
    let page = filled(&shop, &[3]);
    let button = |name: &str| format!("{} button[aria-label='{name}']", row(3));
    one_post(&page, || {
        page.click(&button("One more"));
        page.wait_for_text("#total", "6.00");
    });
    one_post(&page, || {
        page.click(&button("One less"));
        page.wait_for_text("#total", "3.00");
    });
    assert_eq!(page.value(&format!("{} [name=quantity]", row(3))), "1");
}

#[test]
fn rows_are_independent() {
    let shop = Shop::open_with(&[("SHOP_LATENCY_MS", "300")]);
    let page = filled(&shop, &[1, 2, 3]);
    page.wait_until_quiet();
    page.forget();
    for product in [1, 2, 3] {
        page.click(&format!("{} button[aria-label='One more']", row(product)));
    }
    assert_eq!(page.count("form.quantity[aria-busy=true]"), 3);
    page.wait_for_text("#total", "12.00");
    page.wait_until_quiet();
    assert_eq!(page.requests().len(), 3, "{page:?}");
    for product in [1, 2, 3] {
        assert_eq!(
            page.value(&format!("{} [name=quantity]", row(product))),
            "2"
        );
    }
    assert_quiet_console(&page);
}

#[test]
fn removing_a_row_costs_one_request() {
    let shop = Shop::open();
    let page = filled(&shop, &[3, 5]);
    one_post(&page, || {
        page.click(&format!("{} .remove button", row(3)));
        page.wait_until_gone(&row(3));
    });
    assert_eq!(
        (
            page.text("#total").as_str(),
            page.text("#cart-count").as_str()
        ),
        ("5.00", "1")
    );
}

#[test]
fn a_wrong_quantity_is_told_in_its_row() {
    let shop = Shop::open();
    let page = filled(&shop, &[3, 5]);
    page.skip_validation(&format!("{} .quantity", row(3)));
    page.type_into(&format!("{} [name=quantity]", row(3)), "0");
    page.press("Enter");
    page.wait_for(
        &format!(
            "document.querySelector(\"{} [data-error=quantity]\").textContent",
            row(3)
        ),
        "the message",
    );
    assert_eq!(page.text(&format!("{} [data-error=quantity]", row(5))), "");
    assert_eq!(page.text("#total"), "8.00");
}

#[test]
fn the_cart_works_without_script() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    shop.submit(&visitor, "/products/3", "cart-add", &[("quantity", "2")]);
    let html = visitor.get("/cart").text();
    assert!(
        html.contains("data-id=\"3\"") && html.contains("6.00"),
        "{html}"
    );
    let form = html.find("class=\"quantity\"").expect("a form");
    let action = crate::support::attribute(&html[form - 10..], "action").expect("an action");
    let answer = visitor.post_form(&action, &[("quantity", "5")]);
    assert_eq!((answer.status, answer.header("location")), (303, "/cart"));
    assert!(visitor.get("/cart").text().contains("15.00"));
}
