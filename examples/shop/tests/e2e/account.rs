//! Logging in and out: sessions, where they lead, and what a change of visitor leaves behind.

use limosa_harness::Page;

use crate::{
    single_flight::one_post,
    support::{Shop, calls},
};

fn fill(page: &Page, user: &str, password: &str) {
    page.type_into("#login [name=user]", user);
    page.type_into("#login [name=password]", password);
    page.click("#login button");
}

/// On the page of a product.
fn buy_two(page: &Page) {
    page.type_into("#cart-add [name=quantity]", "2");
    page.click("#cart-add button");
    page.wait_for_text("#cart-count", "2");
}

/// A page of somebody who is logged in, at the account.
pub(crate) fn logged_in(shop: &Shop, user: &str) -> Page {
    let page = shop.ready_page("/account");
    fill(&page, user, &format!("{user}-password"));
    page.wait_for_text("#user", user);
    page
}

#[test]
fn logging_in_costs_one_request_and_keeps_the_cart() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/3");
    buy_two(&page);
    page.click("header a[href='/account']");
    page.wait_for_element("#login");
    let before = shop.log().len();
    one_post(&page, || {
        fill(&page, "ada", "ada-password");
        page.wait_for_text("#user", "ada");
    });
    assert_eq!(page.text("#cart-count"), "2");
    let ran = shop.ran_since(before);
    assert_eq!(ran[0], r#"action login [{"user":"ada"}]"#);
    assert!(ran.contains(&"query me []".to_owned()), "{ran:?}");
}

#[test]
fn logging_out_empties_the_cart_and_ends_on_the_first_page() {
    let shop = Shop::open();
    let page = logged_in(&shop, "ada");
    page.open(&shop.server.url("/products/3"));
    page.wait_until_ready();
    buy_two(&page);
    page.click("header a[href='/account']");
    page.wait_for_element("#logout");
    one_post(&page, || {
        page.click("#logout button");
        page.wait_for_text("h1", "Welcome");
    });
    assert_eq!(
        (page.path().as_str(), page.text("#cart-count").as_str()),
        ("/", "0")
    );
    page.open(&shop.server.url("/account"));
    page.wait_until_ready();
    assert_eq!(page.count("#user"), 0);
}

#[test]
fn a_wrong_password_is_401_and_never_echoed() {
    let shop = Shop::open();
    let page = shop.ready_page("/account");
    page.forget();
    fill(&page, "ada", "guessed-it");
    page.wait_for(
        "document.querySelector('[data-error=user]').textContent",
        "the message",
    );
    assert_eq!(calls(&page)[0].status, Some(401));
    assert_eq!(
        shop.log().last().expect("an entry").0,
        r#"action login [{"user":"ada"}]"#
    );

    let visitor = shop.visitor();
    let fields = [("user", "ada"), ("password", "guessed-it")];
    let answer = shop.submit(&visitor, "/account", "login", &fields);
    assert_eq!(answer.status, 303);
    let shown = visitor.get(answer.header("location"));
    let html = shown.text();
    assert_eq!(shown.status, 401);
    assert!(
        html.contains("value=\"ada\"") && !html.contains("guessed-it"),
        "{html}"
    );
}

#[test]
fn empty_fields_are_422() {
    let shop = Shop::open();
    let page = shop.ready_page("/account");
    page.forget();
    page.skip_validation("#login");
    page.click("#login button");
    page.wait_for(
        "document.querySelector('[data-error=user]').textContent",
        "the message",
    );
    assert_eq!(calls(&page)[0].status, Some(422));
}

#[test]
fn logging_in_goes_on_to_a_page_of_this_site_only() {
    let shop = Shop::open();
    for (next, end) in [
        ("/products/3", "/products/3"),
        ("https://evil.example/", "/account"),
        ("//evil.example", "/account"),
    ] {
        let page = shop.ready_page(&format!(
            "/account?next={}",
            next.replace(':', "%3A").replace('/', "%2F")
        ));
        one_post(&page, || {
            fill(&page, "ada", "ada-password");
            page.wait_until_gone("#login");
        });
        assert_eq!(page.path(), end);
        let visitor = shop.visitor();
        let answer = shop.submit(
            &visitor,
            &format!("/account?next={next}"),
            "login",
            &[("user", "ada"), ("password", "ada-password")],
        );
        assert_eq!((answer.status, answer.header("location")), (303, end));
    }
}

#[test]
fn another_tab_shows_nothing_of_the_old_visitor() {
    let shop = Shop::open();
    let page = logged_in(&shop, "ada");
    let other = page.other_tab();
    other.open(&shop.server.url("/account"));
    other.wait_until_ready();
    other.wait_for_text("#user", "ada");
    page.click("#logout button");
    page.wait_for_text("h1", "Welcome");
    other.wait_until_gone("#user");
    other.wait_for_element("#login");
}
