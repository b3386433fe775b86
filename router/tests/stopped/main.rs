//! A panic in an app with pages: it is told once, no answer is taken in and links are the browser's again. One test, as
//! nothing can follow it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "what the other tests of the browser need")]
#[path = "../browser/page.rs"]
mod page;
#[allow(dead_code, reason = "what the other tests of the browser need")]
#[path = "../browser/shop.rs"]
mod shop;
mod told;

use std::panic::take_hook;

use limosa_dom::browser::mount_to;
use limosa_macros::view;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    answer, asked, asks, click, hold, hover, path, put, release, run, shows, take_network, text,
    wait,
};
use crate::shop::{app, count, frame, name};

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn after_a_panic_no_answer_is_taken_in_and_links_are_the_browsers() {
    let tests = take_hook();
    take_network();
    let (late, first) = (count(), name(1));
    let (late, first) = (late.key().as_str(), first.key().as_str());
    answer(late, &frame(late, "Late"));
    answer(first, &frame(first, "First"));
    hold(late);
    mount_to(&put(""), || app().view("/things/1")).forget();
    mount_to(&put(""), || {
        view! { <button id="panic" on:click=|_| panic!("no more")>"Panic"</button> }
    })
    .forget();
    told::listen(tests);
    asks(1).await;
    shows("#title", "First").await;
    let before = path();

    run("document.querySelector('#panic').click()");
    // An answer that comes now, and what the page does now.
    release(late);
    for event in ["focus", "online"] {
        run(&["dispatchEvent(new Event('", event, "'))"].concat());
    }
    hover("#to-two");
    wait(200).await;
    let taken = click("#to-two", false);
    wait(50).await;

    assert!(!taken, "the link is the browser's");
    assert_eq!(
        (text("#title"), text("#count")),
        ("First".into(), String::new())
    );
    assert_eq!((path(), asked()), (before, Vec::new()));
    told::assert_once("router/tests/stopped/main.rs:", "no more");
}
