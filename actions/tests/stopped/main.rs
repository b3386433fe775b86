//! A panic in an app with forms: it is told once, what is under way ends without a word and forms are the browser's again.
//! One test, as nothing can follow it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[allow(dead_code, reason = "what the other tests of the browser need")]
#[path = "../browser/server.rs"]
mod server;

use std::panic::{PanicHookInfo, set_hook, take_hook};

use limosa::__private::actions::{BindOne, submission};
use limosa::__private::dom::{IntoView, View};
use limosa::__private::router::CallError;
use limosa_macros::{Form, action, view};
use limosa_reactive::host;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{answer_call, pause, posted, run, show, text};

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[derive(Form)]
struct Rename {
    #[field(min = 1, max = 80)]
    name: String,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<String, CallError> {
    Ok(format!("{id} {}", form.name))
}

fn form(id: u32) -> View {
    let renaming = submission(rename.with(id));
    view! {
        <form id=format!("form-{id}") action=rename.with(id)>
            <input name=Rename::NAME/>
            <button>{move || if renaming.pending() { "pending" } else { "ready" }}</button>
            <output>{move || renaming.value().unwrap_or_default()}</output>
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

/// Keeps what is told, what nobody catches and what becomes of submits.
const NOTE: &str = r#"
    window.told = [];
    window.uncaught = 0;
    window.taken = [];
    const tell = console.error;
    console.error = (text) => { told.push(String(text)); tell(text) };
    addEventListener("error", (event) => {
        uncaught += 1;
        event.preventDefault();
        event.stopImmediatePropagation();
    }, true);
    addEventListener("submit", (event) => {
        taken.push(event.defaultPrevented);
        event.preventDefault();
    })"#;

/// What the three forms show.
const SHOWN: &str =
    "[...document.forms].map((form) => form.innerText.trim().split(/\\s+/).join(' '))";

fn submit(number: u32, name: &str) {
    run(
        "const form = document.querySelector(`#form-${a}`);
         form.querySelector('[name=name]').value = b;
         form.requestSubmit()",
        &[&number.to_string(), name],
    );
}

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
async fn after_a_panic_no_answer_is_taken_in_and_forms_are_the_browsers() {
    let tests = take_hook();
    show(page).forget();
    tell_of_failures(tests);
    run(NOTE, &[]);
    submit(1, "tea");
    submit(2, "coffee");
    posted().await;
    assert_eq!(text("[taken, played.length]"), "true,true,2");
    assert_eq!(text(SHOWN), "pending,pending,ready");

    run("document.querySelector('#panic').click()", &[]);
    // One answer comes, the other is lost, which would be sent again.
    answer_call(0, 200, r#"{"reply":{"value":"1 tea","stale":[]}}"#).await;
    run("played[1].lose()", &[]);
    submit(3, "milk");
    pause(600).await;

    assert_eq!(text("[taken, played.length]"), "true,true,false,2");
    assert_eq!(text(SHOWN), "pending,pending,ready", "as it was");
    assert_eq!(text("uncaught"), "0", "nothing fails by itself");
    let told = text("told.join('\\n')");
    assert_eq!(told.matches("panicked").count(), 1, "{told}");
    assert!(told.contains("actions/tests/stopped/main.rs:"), "{told}");
    assert!(told.contains("no more"), "{told}");
}
