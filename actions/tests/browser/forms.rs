//! Forms whose submissions wait, are dropped, save themselves or carry files, and what their parts know of them.

use std::cell::Cell;

use limosa::__private::actions::{BindOne, form_status, in_flight, submission, submissions};
use limosa::__private::dom::{For, IntoView, View};
use limosa::__private::router::CallError;
use limosa_macros::{Form, action, component, view};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::concurrency::{DONE, Message, keep, pay, send, sent};
use crate::server::{answer_call, pause, posted, run, show, text};

#[wasm_bindgen_test]
async fn a_form_whose_second_submit_is_dropped_is_free_after_the_first() {
    let _mounted =
        show(|| view! { <form id="form" action=pay><button>"Pay"</button></form> }.into_view());
    run("form.requestSubmit(); form.requestSubmit()", &[]);
    posted().await;
    assert_eq!(
        (
            text("played.length").as_str(),
            text("form.ariaBusy").as_str()
        ),
        ("1", "true")
    );
    answer_call(0, 200, r#"{"reply":{"value":1,"stale":[]}}"#).await;
    assert_eq!(text("form.ariaBusy"), "null");
    run("form.requestSubmit()", &[]);
    posted().await;
    assert_eq!(text("played.length"), "2");
    answer_call(1, 200, r#"{"reply":{"value":1,"stale":[]}}"#).await;
}

#[component]
fn Nested() -> impl IntoView {
    let status = form_status();
    view! { <i id="status">{move || if status.pending() { "busy" } else { "idle" }}</i> }
}

fn chat() -> View {
    view! {
        <form id="form" action=send.with(4) data-reset="submit">
            <input id="text" name=Message::TEXT/>
            <Nested/>
            <button>"Send"</button>
        </form>
        <Nested/>
        <ul>
            <For each=move || submissions(send).get() key=|each| each.number() children=|each| view! {
                <li class:pending=move || each.pending()>{move || each.sent().map(|sent| sent.form.text)}</li>
            }/>
        </ul>
        <b>{move || in_flight().len()}</b>
    }
    .into_view()
}

const ITEMS: &str = "[...document.querySelectorAll('li')].map((li) => li.textContent + (li.className ? '…' : '')).join()";

#[wasm_bindgen_test]
async fn a_form_of_a_queue_takes_one_after_the_other() {
    let _mounted = show(chat);
    submissions(send).clear();
    for each in ["a", "b"] {
        run("document.querySelector('#text').value = a", &[each]);
        run("form.requestSubmit()", &[]);
        assert_eq!(
            text("document.querySelector('#text').value"),
            "",
            "ready for the next"
        );
    }
    assert_eq!(text(ITEMS), "a…,b…");
    assert_eq!(
        text("[...document.querySelectorAll('i')].map((i) => i.textContent).join()"),
        "busy,idle"
    );
    assert_eq!(text("document.querySelector('b').textContent"), "2");
    posted().await;
    assert_eq!(sent(), "a");
    answer_call(0, 200, DONE).await;
    assert_eq!(
        (text(ITEMS).as_str(), text("form.ariaBusy").as_str()),
        ("a,b…", "true")
    );
    answer_call(1, 200, DONE).await;
    assert_eq!(
        (text(ITEMS).as_str(), text("form.ariaBusy").as_str()),
        ("a,b", "null")
    );
    assert_eq!(text("document.querySelector('b').textContent"), "0");
    assert_eq!(
        text("new Set(played.map((call) => call.headers.get('limosa-key'))).size"),
        "2"
    );
}

fn settings() -> View {
    view! {
        <form id="form" action=keep data-autosave>
            <input id="text" name=Message::TEXT/>
        </form>
    }
    .into_view()
}

#[wasm_bindgen_test]
async fn a_form_can_save_itself() {
    let _mounted = show(settings);
    let change = "const input = document.querySelector('#text'); input.value = a; input.dispatchEvent(new Event('change', { bubbles: true }))";
    run(change, &[""]);
    run(change, &["one"]);
    run(change, &["two"]);
    pause(70).await;
    assert_eq!(sent(), "two");
    run(change, &["three"]);
    pause(70).await;
    assert_eq!(sent(), "two", "it waits for the one under way");
    answer_call(0, 200, DONE).await;
    assert_eq!(sent(), "two,three");
    assert_eq!(
        text("document.querySelector('#text').value"),
        "three",
        "never set back"
    );
    answer_call(1, 200, DONE).await;
}

#[action]
async fn note(form: Message) -> Result<String, CallError> {
    Ok(form.text)
}

#[wasm_bindgen_test]
async fn a_form_that_saves_itself_sends_the_last_change_when_the_one_before_has_ended() {
    let _mounted = show(|| {
        view! { <form id="form" action=note data-autosave="input"><input id="text" name=Message::TEXT/></form> }.into_view()
    });
    let change = "const input = document.querySelector('#text'); input.value = a; input.dispatchEvent(new Event('input', { bubbles: true }))";
    for each in ["", "o", "on", "one"] {
        run(change, &[each]);
    }
    posted().await;
    assert_eq!(sent(), "o", "nothing that is not valid");
    answer_call(0, 200, DONE).await;
    posted().await;
    assert_eq!(sent(), "o,one");
    run(change, &["more"]);
    // The form goes: what was typed is sent all the same.
    run("form.remove()", &[]);
    answer_call(1, 200, DONE).await;
    posted().await;
    assert_eq!(sent(), "o,one,more");
    assert_eq!(
        text("new Set(played.map((call) => call.headers.get('limosa-key'))).size"),
        "3"
    );
    answer_call(2, 500, r#"{"reply":{"call":"Internal","status":500}}"#).await;
    assert!(!submission(note).pending() && submission(note).error().is_some());
}

#[derive(Form, Clone)]
struct Upload {
    file: Option<limosa::__private::actions::File>,
}

#[action]
async fn upload(form: Upload) -> Result<u64, CallError> {
    Ok(form.file.map_or(0, |file| file.size()))
}

#[wasm_bindgen_test]
async fn an_upload_says_how_far_it_is() {
    thread_local!(static PARTS: Cell<u32> = const { Cell::new(0) });
    let _mounted = show(|| {
        let uploading = submission(upload);
        view! {
            <form id="form" action=upload><input id="file" type="file" name=Upload::FILE/></form>
            <progress value=move || uploading.progress().inspect(|_| PARTS.set(PARTS.get() + 1)).unwrap_or(2.0)></progress>
        }
        .into_view()
    });
    run(
        "const files = new DataTransfer(); files.items.add(new File(['x'.repeat(5e6)], 'x.txt')); document.querySelector('#file').files = files.files; form.requestSubmit()",
        &[],
    );
    for _ in 0..100 {
        pause(20).await;
        if !submission(upload).pending() {
            break;
        }
    }
    assert!(PARTS.get() > 0, "the upload was never seen");
    assert!(submission(upload).error().is_some(), "nobody answers here");
    assert_eq!(submission(upload).progress(), None);
}
