//! What only the admin may see and do.

use limosa_harness::Page;

use crate::{
    account::logged_in,
    single_flight::one_post,
    support::{Form, Shop},
};

#[test]
fn the_pages_of_the_admin_are_403_for_others() {
    let shop = Shop::open();
    for path in ["/admin", "/admin/stock", "/admin/log"] {
        let answer = shop.visitor().get(path);
        assert_eq!(answer.status, 403, "{path}");
        let html = answer.text();
        assert!(html.contains("<title>Not allowed · Shop</title>"), "{html}");
        assert!(
            !html.contains("stock-report") && !html.contains("admin-log"),
            "{html}"
        );
    }
    let page = logged_in(&shop, "ada");
    page.open(&shop.server.url("/admin"));
    page.wait_until_ready();
    assert_eq!(page.text("h1"), "Not allowed");
}

#[test]
fn nested_pages_share_what_is_around_them() {
    let shop = Shop::open();
    let page = logged_in(&shop, "admin");
    page.open(&shop.server.url("/admin"));
    page.wait_until_ready();
    page.run("document.querySelector('#stats').seen = true");
    page.click("a[href='/admin/stock']");
    page.wait_for_text("#stock-report", "1000 pieces of 100 products");
    page.click("a[href='/admin/log']");
    page.wait_for_element("#admin-log li");
    assert!(page.text("#admin-log li").contains("login"));
    assert!(page.evaluate::<bool>("document.querySelector('#stats').seen === true"));
    assert_eq!(page.evaluate::<String>("document.title"), "Admin · Shop");
}

/// The page of a product as the admin sees it.
fn admins_product(shop: &Shop, id: u32) -> Page {
    let page = logged_in(shop, "admin");
    page.open(&shop.server.url(&format!("/products/{id}")));
    page.wait_until_ready();
    page
}

#[test]
fn deleting_ends_on_a_fresh_list_in_one_request() {
    let shop = Shop::open();
    let page = admins_product(&shop, 3);
    let before = shop.log().len();
    one_post(&page, || {
        page.click("#delete button");
        page.wait_for_element("#products");
    });
    assert_eq!(page.path(), "/products");
    assert_eq!(
        (
            page.count("tr[data-id='3']"),
            page.count("#products tbody tr")
        ),
        (0, 20)
    );
    assert_eq!(shop.ran_since(before)[0], "action delete [3]");
    assert_eq!(shop.visitor().get("/products/3").status, 404);
}

#[test]
fn only_the_admin_has_the_form() {
    let shop = Shop::open();
    assert!(
        !shop
            .visitor()
            .get("/products/3")
            .text()
            .contains("id=\"delete\"")
    );
    let page = logged_in(&shop, "ada");
    page.open(&shop.server.url("/products/3"));
    page.wait_until_ready();
    assert_eq!(page.count("#delete"), 0);
}

#[test]
fn a_seal_is_of_one_session_and_cannot_be_changed() {
    let shop = Shop::open();
    let admin = || {
        let visitor = shop.visitor();
        let fields = [("user", "admin"), ("password", "admin-password")];
        shop.submit(&visitor, "/account", "login", &fields);
        visitor
    };
    let (first, second, stranger) = (admin(), admin(), shop.visitor());
    let html = first.get("/products/3").text();
    let action = Form::of(&html, "delete").action;
    let at = action.find("a=").expect("bound arguments") + 12;
    let mut changed = action.clone();
    let letter = if &changed[at..=at] == "A" { "B" } else { "A" };
    changed.replace_range(at..=at, letter);
    let before = shop.log().len();
    assert_eq!(
        stranger.post_form(&action, &[]).status,
        403,
        "not an admin, whatever the seal"
    );
    assert_eq!(stranger.post_form(&changed, &[]).status, 403);
    assert_eq!(
        second.post_form(&action, &[]).status,
        400,
        "the seal of another session"
    );
    assert_eq!(first.post_form(&changed, &[]).status, 400);
    assert!(
        shop.ran_since(before)
            .iter()
            .all(|ran| !ran.starts_with("action"))
    );
    assert_eq!(first.post_form(&action, &[]).status, 303);
}
