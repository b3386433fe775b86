//! Wrong input and failures: messages beside the fields, right statuses, typed text kept, nothing leaked.

use crate::support::{Form, Shop, assert_quiet_console, calls};

const TOO_LONG: &str =
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901";

#[test]
fn a_too_long_name_is_refused_with_script() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/1");
    page.skip_validation("#rename");
    page.run("document.querySelector('#rename [name=name]').removeAttribute('maxlength')");
    page.forget();
    page.type_into("#rename [name=name]", TOO_LONG);
    page.click("#rename button");
    page.wait_for(
        "document.querySelector('[data-error=name]')?.textContent.trim()",
        "the message",
    );
    page.wait_until_quiet();
    let posts = calls(&page);
    assert_eq!(
        posts.iter().map(|post| post.status).collect::<Vec<_>>(),
        [Some(422)],
        "{page:?}"
    );
    assert_eq!(
        page.value("#rename [name=name]"),
        TOO_LONG,
        "typed text stays"
    );
    assert_eq!(page.text("h1#name"), "Product 1");
    assert_eq!(
        page.attribute("#rename [name=name]", "aria-invalid")
            .as_deref(),
        Some("true")
    );
    let described_by = page
        .attribute("#rename [name=name]", "aria-describedby")
        .expect("aria-describedby");
    assert!(!page.text(&format!("[id=\"{described_by}\"]")).is_empty());
    assert!(page.evaluate::<bool>(
        "document.querySelector('[data-error=name]').closest('[aria-live=polite]') !== null"
    ));
    assert!(
        shop.log().iter().all(|(ran, _)| !ran.contains("rename")),
        "refused input runs nothing"
    );
    assert_quiet_console(&page);
    page.type_into("#rename [name=name]", "Short");
    page.click("#rename button");
    page.wait_for_text("h1#name", "Short");
    page.wait_for(
        "!document.querySelector('[data-error=name]')?.textContent.trim()",
        "the message to go",
    );
}

#[test]
fn an_empty_name_without_script_ends_in_422() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    let posted = shop.submit(&visitor, "/products/1", "rename", &[("name", "")]);
    assert_eq!(
        (posted.status, posted.header("location")),
        (303, "/products/1"),
        "{}",
        posted.text()
    );
    let page = visitor.get("/products/1");
    assert_eq!(page.status, 422);
    assert!(
        page.text().contains("data-error=\"name\""),
        "{}",
        page.text()
    );
    assert_eq!(visitor.get("/products/1").status, 200, "it is shown once");
    assert!(shop.log().iter().all(|(ran, _)| !ran.contains("rename")));
}

#[test]
fn a_refusal_shows_on_its_own_page_only() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    shop.submit(&visitor, "/products/1", "rename", &[("name", TOO_LONG)]);
    assert_eq!(visitor.get("/products/2").status, 200);
    let page = visitor.get("/products/1");
    assert!(
        page.status == 422 && page.text().contains(TOO_LONG),
        "{}",
        page.text()
    );
}

#[test]
fn numbers_out_of_range_are_refused() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    for quantity in ["0", "1000", "-1", "1.5", "many", "", "99999999999999999999"] {
        let posted = shop.submit(
            &visitor,
            "/products/1",
            "cart-add",
            &[("quantity", quantity)],
        );
        assert_eq!(posted.status, 303, "{quantity}: {}", posted.text());
        assert_eq!(visitor.get("/products/1").status, 422, "{quantity}");
    }
    for stars in ["0", "6"] {
        let fields = [("author", "Ada"), ("text", "Fine"), ("stars", stars)];
        shop.submit(&visitor, "/products/1", "review", &fields);
        assert_eq!(visitor.get("/products/1").status, 422, "{stars}");
    }
    assert!(shop.log().iter().all(|(ran, _)| !ran.starts_with("action")));
}

#[test]
fn a_failure_shows_no_cause_with_script() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/13");
    page.forget();
    page.type_into("#rename [name=name]", "Lucky");
    page.click("#rename button");
    page.wait_for(
        "document.querySelector('main#page').innerText.includes('Something went wrong')",
        "the message",
    );
    page.wait_until_quiet();
    let region = "[...document.querySelectorAll('main#page [aria-live]')].some(element => element.textContent.includes('Something went wrong'))";
    assert!(page.evaluate::<bool>(region), "it is announced");
    let posts = calls(&page);
    assert_eq!(
        posts.iter().map(|post| post.status).collect::<Vec<_>>(),
        [Some(500)],
        "{page:?}"
    );
    assert_eq!(
        page.value("#rename [name=name]"),
        "Lucky",
        "typed text stays"
    );
    assert_no_cause(&page.body_of(&posts[0]));
    assert_no_cause(&page.visible_text("body"));
    assert_quiet_console(&page);
    page.type_into("#cart-add [name=quantity]", "1");
    page.click("#cart-add button");
    page.wait_for_text("#cart-count", "1");
}

#[test]
fn a_failure_shows_no_cause_without_script() {
    let shop = Shop::open();
    let visitor = shop.visitor();
    let posted = shop.submit(&visitor, "/products/13", "rename", &[("name", "Lucky")]);
    assert_eq!(
        (posted.status, posted.header("location")),
        (303, "/products/13")
    );
    let page = visitor.get("/products/13");
    assert_eq!(page.status, 500);
    assert!(
        page.text().contains("Something went wrong") && page.text().contains("Lucky"),
        "{}",
        page.text()
    );
    assert_no_cause(&page.text());
    assert_eq!(visitor.get("/products/13").status, 200, "it is shown once");
    assert!(
        shop.server.output().contains("unlucky"),
        "the cause is in the log: {}",
        shop.server.output()
    );
}

#[track_caller]
fn assert_no_cause(text: &str) {
    for leak in ["unlucky", "panicked", "src/", "rusqlite", "Internal("] {
        assert!(!text.contains(leak), "{leak} leaks: {text}");
    }
}

#[test]
fn forms_carry_the_constraints_of_their_structs() {
    let shop = Shop::open();
    let page = shop.plain_page("/products/1");
    assert_eq!(
        page.attribute("#rename [name=name]", "maxlength")
            .as_deref(),
        Some("80")
    );
    assert!(page.attribute("#rename [name=name]", "required").is_some());
    assert_eq!(
        page.attribute("#cart-add [name=quantity]", "min")
            .as_deref(),
        Some("1")
    );
    assert_eq!(
        page.attribute("#cart-add [name=quantity]", "max")
            .as_deref(),
        Some("999")
    );
}

#[test]
fn a_visitor_gets_a_key_that_belongs_to_him_alone() {
    let shop = Shop::open();
    let (ada, eve) = (shop.visitor(), shop.visitor());
    let form = Form::of(&ada.get("/products/1").text(), "cart-add");
    let mut fields: Vec<(&str, &str)> = form
        .hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert!(!fields.is_empty(), "a hidden key: {form:?}");
    fields.push(("quantity", "2"));
    for _ in 0..2 {
        assert_eq!(ada.post_form(&form.action, &fields).status, 303);
    }
    assert_eq!(
        shop.log()
            .iter()
            .filter(|(ran, _)| ran.contains("cart_add"))
            .count(),
        1,
        "sent twice, run once"
    );
    eve.get("/");
    assert_eq!(eve.post_form(&form.action, &fields).status, 303);
    assert_eq!(
        shop.log()
            .iter()
            .filter(|(ran, _)| ran.contains("cart_add"))
            .count(),
        2,
        "a stranger's is another"
    );
}
