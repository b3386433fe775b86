//! A form with two buttons, and a form with a file.

use crate::{
    single_flight::one_post,
    support::{Shop, documents},
};

#[test]
fn only_the_clicked_button_s_action_runs() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/4");
    let published = page.text("p#description");
    let before = shop.log().len();
    one_post(&page, || {
        page.type_into("#edit [name=description]", "Not yet");
        page.click("#edit button[name=draft]");
        page.wait_until_gone("#edit[aria-busy=true]");
    });
    assert_eq!(
        shop.ran_since(before)[0],
        r#"action draft [4,{"description":"Not yet"}]"#
    );
    assert_eq!(page.text("p#description"), published);
    assert_eq!(page.value("#edit [name=description]"), "Not yet");
    let before = shop.log().len();
    one_post(&page, || {
        page.type_into("#edit [name=description]", "Now");
        page.click("#edit button[name=publish]");
        page.wait_for_text("p#description", "Now");
    });
    let ran = shop.ran_since(before);
    assert_eq!(ran[0], r#"action publish [4,{"description":"Now"}]"#);
    assert_eq!(
        ran.iter().filter(|ran| ran.starts_with("action")).count(),
        1
    );
}

#[test]
fn both_buttons_work_without_script() {
    let shop = Shop::open();
    let page = shop.plain_page("/products/4");
    page.type_into("#edit [name=description]", "Kept");
    page.click("#edit button[name=draft]");
    page.wait_for(
        "document.querySelector('#edit [name=description]')?.value === 'Kept'",
        "the draft",
    );
    page.type_into("#edit [name=description]", "Shown");
    page.click("#edit button[name=publish]");
    page.wait_for_text("p#description", "Shown");
}

/// A picture of one pixel.
const PIXEL: [u8; 67] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

fn picture(name: &str) -> std::path::PathBuf {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, PIXEL).expect("the folder for tests can be written to");
    path
}

#[test]
fn a_new_product_costs_one_request_and_shows_its_photo() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/new");
    page.type_into("#create [name=name]", "Godwit");
    page.type_into("#create [name=price]", "1250");
    page.upload("#create [name=photo]", &picture("scripted.png"));
    page.wait_until_quiet();
    page.forget();
    page.click("#create button");
    page.wait_for_text("h1#name", "Godwit");
    page.wait_for(
        "document.querySelector('#photo').naturalWidth === 1",
        "the photo",
    );
    page.wait_until_quiet();
    assert_eq!(
        (page.path().as_str(), page.text("#price").as_str()),
        ("/products/101", "12.50")
    );
    let posts: Vec<_> = page.requests();
    assert_eq!(
        posts
            .iter()
            .filter(|request| request.kind != "Image")
            .count(),
        1,
        "{page:?}"
    );
    assert!(documents(&page).is_empty());
    let created = shop
        .log()
        .into_iter()
        .find(|(ran, _)| ran.starts_with("action create"));
    assert_eq!(
        created.expect("it ran").0,
        r#"action create [{"name":"Godwit","price":1250}]"#
    );
}

#[test]
fn a_new_product_works_without_script() {
    let shop = Shop::open();
    let page = shop.plain_page("/products/new");
    page.type_into("#create [name=name]", "Godwit");
    page.type_into("#create [name=price]", "1250");
    page.upload("#create [name=photo]", &picture("plain.png"));
    page.click("#create button");
    page.wait_for_text("h1#name", "Godwit");
    page.wait_for(
        "document.querySelector('#photo').naturalWidth === 1",
        "the photo",
    );
    assert_eq!(page.path(), "/products/101");
}

#[test]
fn what_is_no_picture_is_refused_beside_its_field() {
    let shop = Shop::open();
    let page = shop.ready_page("/products/new");
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-picture.svg");
    std::fs::write(
        &path,
        "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    )
    .expect("written");
    page.type_into("#create [name=name]", "Godwit");
    page.type_into("#create [name=price]", "1250");
    page.upload("#create [name=photo]", &path);
    page.forget();
    page.click("#create button");
    page.wait_for_text("[data-error=photo]", "This is not a picture");
    assert_eq!(page.requests()[0].status, Some(422));
    assert_eq!(page.value("#create [name=name]"), "Godwit");
}
