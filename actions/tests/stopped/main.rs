//! A panic in an app with forms: it is told once, what is under way ends without a word and forms are the browser's again.
//! One test, as nothing can follow it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[allow(dead_code, reason = "what the other tests of the browser need")]
#[path = "../browser/server.rs"]
mod server;
#[path = "../../../router/tests/stopped/told.rs"]
mod told;

use std::panic::take_hook;

use limosa::__private::actions::{BindOne, submission};
use limosa::__private::dom::{IntoView, View};
use limosa::__private::router::CallError;
use limosa_macros::{action, view};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{answer_call, pause, posted, run, show, text};

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[action]
async fn order(number: u32) -> Result<u32, CallError> {
    Ok(number)
}

fn form(number: u32) -> View {
    let ordering = submission(order.with(number));
    view! {
        <form id=format!("form-{number}") action=order.with(number)>
            <button>{move || if ordering.pending() { "pending" } else { "ready" }}</button>
            <output>{move || ordering.value().map(|value| value.to_string())}</output>
        </form>
    }
    .into_view()
}

fn page() -> View {
    view! {
        {form(1)}{form(2)}{form(3)}
        <button id="panic" on:click=|_| panic!("no more")>"Panic"</button>
    }
    .into_view()
}

/// Notes of every submit whether the app takes it.
const NOTE: &str = r#"
    window.taken = [];
    addEventListener("submit", (event) => {
        taken.push(event.defaultPrevented);
        event.preventDefault();
    })"#;

/// What the three forms show.
const SHOWN: &str =
    "[...document.forms].map((form) => form.innerText.trim().split(/\\s+/).join(' '))";

fn submit(number: u32) {
    let code = "document.querySelector(`#form-${a}`).requestSubmit()";
    run(code, &[&number.to_string()]);
}

#[wasm_bindgen_test]
async fn after_a_panic_no_answer_is_taken_in_and_forms_are_the_browsers() {
    let tests = take_hook();
    show(page).forget();
    told::listen(tests);
    run(NOTE, &[]);
    submit(1);
    submit(2);
    posted().await;
    assert_eq!(text("[taken, played.length]"), "true,true,2");
    assert_eq!(text(SHOWN), "pending,pending,ready");

    run("document.querySelector('#panic').click()", &[]);
    // One answer comes, the other is lost, which would be sent again.
    answer_call(0, 200, r#"{"reply":{"value":1,"stale":[]}}"#).await;
    run("played[1].lose()", &[]);
    submit(3);
    pause(600).await;

    assert_eq!(text("[taken, played.length]"), "true,true,false,2");
    assert_eq!(text(SHOWN), "pending,pending,ready", "as it was");
    told::assert_once("actions/tests/stopped/main.rs:", "no more");
}
