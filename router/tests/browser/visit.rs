//! One visit: an app runs once per document, so its steps are one test.

use limosa_dom::browser::mount_to;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{answer, asked, back, click, hover, leave, path, put, take_network, text, wait};
use crate::shop::{app, count, frame, name, url};

#[wasm_bindgen_test]
async fn a_visitor_looks_around() {
    let (count, one, two) = (count(), name(1), name(2));
    let (count, one, two) = (count.key().as_str(), one.key().as_str(), two.key().as_str());
    take_network();
    answer(one, &frame(one, "The first"));
    answer(two, &frame(two, "The second"));

    // What the document brings is not asked for.
    put(&[
        "<script type=\"application/json\" data-limosa>",
        &frame(count, "five"),
        "</script>",
    ]
    .concat());
    let root = put("");
    let shown = mount_to(&root, || app().view("/start"));
    wait(10).await;
    assert_eq!(
        (text("#title").as_str(), text("#count").as_str()),
        ("Start", "five")
    );
    assert!(asked().is_empty());

    // Hovering for a moment loads nothing; hovering and clicking costs one request.
    hover("#to-two");
    leave("#to-two");
    wait(80).await;
    assert!(asked().is_empty());
    hover("#to-one");
    wait(80).await;
    assert!(click("#to-one", false));
    wait(30).await;
    assert_eq!(
        (text("#title").as_str(), path().as_str()),
        ("The first", "/things/1")
    );
    assert_eq!(asked(), [url(&[one])]);

    // The same page with other parameters: the old one stays until the data is there.
    assert!(click("#to-two", false));
    assert_eq!(text("#title"), "The first");
    wait(30).await;
    assert_eq!(
        (text("#title").as_str(), path().as_str()),
        ("The second", "/things/2")
    );
    assert_eq!(asked(), [url(&[two])]);

    // Back needs no request.
    back().await;
    wait(100).await;
    assert_eq!(
        (text("#title").as_str(), path().as_str()),
        ("The first", "/things/1")
    );
    assert!(asked().is_empty());

    // What is for the browser is left to it.
    assert!(!click("#to-two", true));
    assert!(!click("#to-elsewhere", false));
    assert!(click("#to-start", false));
    assert_eq!(text("#title"), "Start");
    // Tests run in any order: what is not shown asks for nothing in the others.
    drop(shown);
    root.remove();
}
