//! A page that is older than the server: its submission is told apart, the page is loaded anew once, and nothing typed is lost.

use limosa_harness::Page;

use crate::support::{Shop, documents};

/// As the page of an earlier build has it: its action is one that the server does not know.
fn make_outdated(page: &Page) {
    page.run(
        "const form = document.querySelector('#rename');
         form.setAttribute('action', form.getAttribute('action').replace(/\\/a\\/[^?]+/, '/a/from-an-earlier-build'))",
    );
}

#[test]
fn an_outdated_page_is_loaded_anew_once_with_what_was_typed() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/7");
    page.type_into("#review [name=author]", "Ada");
    page.type_into("#review [name=text]", "Half a sen");
    page.type_into("#rename [name=name]", "Teapot");
    make_outdated(&page);
    page.run("window.earlier = true");
    page.forget();
    page.click("#rename button");
    page.wait_for("!window.earlier", "another document");
    page.wait_until_ready();
    assert_eq!(documents(&page).len(), 1, "{page:?}");
    for (field, typed) in [
        ("#rename [name=name]", "Teapot"),
        ("#review [name=author]", "Ada"),
        ("#review [name=text]", "Half a sen"),
    ] {
        assert_eq!(page.value(field), typed, "{field}");
    }
    assert_eq!(page.text("h1#name"), "Product 7", "nothing ran");

    // The same again, of the same build: it stays.
    make_outdated(&page);
    page.forget();
    page.click("#rename button");
    page.wait_until_quiet();
    let value = page.value("#rename [name=name]");
    assert_eq!((documents(&page).len(), value.as_str()), (0, "Teapot"));
    assert_eq!(page.attribute("#rename", "aria-busy"), None);

    page.reload();
    page.wait_until_ready();
    page.type_into("#rename [name=name]", "Teapot");
    page.click("#rename button");
    page.wait_for_text("h1#name", "Teapot");
    let renames = shop
        .log()
        .into_iter()
        .filter(|(ran, _)| ran.starts_with("action"));
    assert_eq!(renames.count(), 1);
}

#[test]
fn what_is_secret_is_not_kept_over_it() {
    let shop = Shop::open();
    let page = shop.ready_page("/account");
    page.type_into("#login [name=user]", "ada");
    page.type_into("#login [name=password]", "ada-password");
    page.run(
        "const form = document.querySelector('#login');
         form.setAttribute('action', '/_limosa/a/from-an-earlier-build?p=/account'); window.earlier = true",
    );
    page.click("#login button");
    page.wait_for("!window.earlier", "another document");
    page.wait_until_ready();
    assert_eq!(page.value("#login [name=user]"), "ada");
    assert_eq!(page.value("#login [name=password]"), "");
    assert!(!page.evaluate::<bool>("JSON.stringify(sessionStorage).includes('ada-password')"));
}
