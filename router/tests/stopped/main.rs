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

use std::panic::{PanicHookInfo, set_hook, take_hook};

use limosa_dom::browser::mount_to;
use limosa_macros::view;
use limosa_reactive::host;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    answer, asked, asks, click, hold, hover, path, put, release, run, shows, take_network, text,
    wait,
};
use crate::shop::{app, count, frame, name};

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Keeps what is told and what nobody catches.
const NOTE: &str = r#"
    window.told = [];
    window.uncaught = 0;
    const tell = console.error;
    console.error = (text) => { told.push(String(text)); tell(text) };
    addEventListener("error", (event) => {
        uncaught += 1;
        event.preventDefault();
        event.stopImmediatePropagation();
    }, true)"#;

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send>;

/// Has the hook of the tests tell of panics after that of the app, which only tells of one.
fn tell_of_failures(tests: Hook) {
    let app = take_hook();
    set_hook(Box::new(move |panic| {
        let stopped = host::is_stopped();
        app(panic);
        if stopped {
            tests(panic);
        }
    }));
}

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
    tell_of_failures(tests);
    asks(1).await;
    shows("#title", "First").await;
    let before = path();

    run(NOTE);
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
    assert_eq!(run("uncaught"), "0", "nothing fails by itself");
    let told = run("told.join('\\n')");
    assert_eq!(told.matches("panicked").count(), 1, "{told}");
    assert!(told.contains("router/tests/stopped/main.rs:"), "{told}");
    assert!(told.contains("no more"), "{told}");
}
