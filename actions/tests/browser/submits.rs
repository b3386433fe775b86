//! What a form does from its submit to the end of the answer.

use limosa::__private::actions::{ActionError, BindOne, FieldError, Form, Scalar, submission};
use limosa::__private::dom::View;
use limosa::__private::router::CallError;
use limosa_macros::{Form, action, view};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{answer, end, pause, posted, push, run, show, text};

#[derive(Form)]
struct Rename {
    #[field(min = 1, max = 80)]
    name: String,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<String, CallError> {
    Ok(format!("{id} {}", form.name))
}

#[action]
async fn like() -> Result<u32, CallError> {
    Ok(1)
}

fn form(id: u32) -> View {
    let renaming = submission(rename.with(id));
    view! {
        <form id="form" action=rename.with(id)>
            <input id="name" name=Rename::NAME/>
            <input attr:name="action" value="hides form.action"/>
            <FieldError of=renaming field=Rename::NAME/>
            <ActionError of=renaming/>
            <button name="submit" value="yes">{move || if renaming.pending() { "pending" } else { "ready" }}</button>
        </form>
    }
}

const STATE: &str = "[document.querySelector('button').textContent, form.ariaBusy, document.querySelector('#name').value]";

fn submit(name: &str) {
    run("document.querySelector('#name').value = a", &[name]);
    run(
        "HTMLFormElement.prototype.requestSubmit.call(form, document.querySelector('button'))",
        &[],
    );
}

#[wasm_bindgen_test]
async fn one_post_brings_the_reply() {
    let _mounted = show(|| form(3));
    submit("tea");
    assert_eq!(text(STATE), "pending,true,tea", "in the tick of the submit");
    posted().await;
    assert_eq!(text("played.length"), "1");
    assert!(text("played[0].url").ends_with("&a=[3]"));
    assert!(text("played[0].body").contains("name=tea"));
    assert!(text("played[0].body").contains("submit=yes"));
    assert!(!text("played[0].headers.get('limosa-key')").is_empty());
    assert!(!text("played[0].headers.get('limosa-build')").is_empty());
    answer(200, r#"{"reply":{"value":"3 tea"}}"#).await;
    assert_eq!(text(STATE), "ready,,");
    assert_eq!(submission(rename.with(3)).value().as_deref(), Some("3 tea"));
    assert_eq!(submission(rename).value().as_deref(), Some("3 tea"));
    end().await;
    assert_eq!(text("played.length"), "1");
}

#[wasm_bindgen_test]
async fn the_reply_waits_a_moment_for_its_data() {
    let _mounted = show(|| form(4));
    submit("tea");
    posted().await;
    answer(
        200,
        r#"{"reply":{"value":"x","stale":[],"keys":["a[1]","b[2]"]}}"#,
    )
    .await;
    assert_eq!(text(STATE), "pending,true,tea");
    push(r#"{"query":{"key":"a[1]","value":1}}"#).await;
    assert_eq!(text(STATE), "pending,true,tea");
    push(r#"{"query":{"key":"b[2]","value":2}}"#).await;
    assert_eq!(text(STATE), "ready,,");
    end().await;
}

#[wasm_bindgen_test]
async fn slow_data_delays_nothing() {
    let _mounted = show(|| form(5));
    submit("tea");
    posted().await;
    answer(
        200,
        r#"{"reply":{"value":"x","stale":[],"keys":["slow[1]"]}}"#,
    )
    .await;
    assert_eq!(text(STATE), "pending,true,tea");
    pause(80).await;
    assert_eq!(text(STATE), "ready,,");
    end().await;
}

#[wasm_bindgen_test]
async fn a_submit_is_dropped_while_one_is_pending() {
    let _mounted = show(|| form(6));
    submit("tea");
    submit("coffee");
    posted().await;
    assert_eq!(text("played.length"), "1");
    let key = text("played[0].headers.get('limosa-key')");
    answer(200, r#"{"reply":{"value":"x","stale":[]}}"#).await;
    end().await;
    submit("milk");
    posted().await;
    assert_eq!(text("played.length"), "2");
    assert_ne!(text("played[1].headers.get('limosa-key')"), key);
    answer(200, r#"{"reply":{"value":"x","stale":[]}}"#).await;
    end().await;
}

#[wasm_bindgen_test]
async fn refused_fields_keep_what_was_typed() {
    let _mounted = show(|| form(7));
    submit("tea");
    posted().await;
    answer(
        422,
        r#"{"reply":{"invalid":{"name":["too short"]},"status":422}}"#,
    )
    .await;
    end().await;
    assert_eq!(text(STATE), "ready,,tea");
    assert_eq!(
        text("document.querySelector('[data-error=name]').textContent"),
        "too short"
    );
    assert_eq!(text("document.querySelector('#name').ariaInvalid"), "true");
    let described = text("document.querySelector('#name').getAttribute('aria-describedby')");
    assert_eq!(
        text("document.querySelector('[data-error=name]').id"),
        described
    );
    submit("coffee");
    posted().await;
    answer(200, r#"{"reply":{"value":"x","stale":[]}}"#).await;
    end().await;
    assert_eq!(
        text("document.querySelector('[data-error=name]').textContent"),
        ""
    );
    assert_eq!(text("document.querySelector('#name').ariaInvalid"), "null");
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_asked_for_once_more_with_the_same_key() {
    let _mounted = show(|| form(8));
    submit("tea");
    posted().await;
    run("played[0].lose()", &[]);
    pause(500).await;
    assert_eq!(text("played.length"), "2");
    assert_eq!(text(STATE), "pending,true,tea");
    run("played[1].lose()", &[]);
    pause(20).await;
    assert_eq!(text(STATE), "ready,,tea");
    assert_eq!(
        text("document.querySelector('[data-action-error]').textContent"),
        "The server could not be reached"
    );
    submit("tea");
    posted().await;
    assert_eq!(
        text("new Set(played.map((call) => call.headers.get('limosa-key'))).size"),
        "1"
    );
    answer(200, r#"{"reply":{"value":"x","stale":[]}}"#).await;
    end().await;
    assert_eq!(text(STATE), "ready,,");
}

#[wasm_bindgen_test]
async fn a_stream_that_breaks_never_leaves_pending() {
    let _mounted = show(|| form(9));
    submit("tea");
    posted().await;
    answer(
        200,
        r#"{"reply":{"value":"x","stale":[],"keys":["gone[1]"]}}"#,
    )
    .await;
    run("played.at(-1).controller.error(new TypeError('cut'))", &[]);
    pause(10).await;
    assert_eq!(text(STATE), "ready,,");
    assert_eq!(
        text("played.filter((call) => call.url.startsWith('/_limosa/a/')).length"),
        "1"
    );
}

#[wasm_bindgen_test]
async fn what_was_typed_meanwhile_stays() {
    let _mounted = show(|| form(10));
    submit("tea");
    posted().await;
    run("document.querySelector('#name').value = a", &["typed on"]);
    answer(200, r#"{"reply":{"value":"x","stale":[]}}"#).await;
    end().await;
    assert_eq!(text(STATE), "ready,,typed on");
}

#[wasm_bindgen_test]
async fn calls_from_code_run_in_parallel() {
    let _mounted = show(View::empty);
    let calls = futures::future::join(async { like().await }, async { like().await });
    let (results, ()) = futures::future::join(calls, async {
        pause(5).await;
        assert_eq!(text("played.length"), "2");
        assert_eq!(text("new Set(played.map((call) => call.headers.get('limosa-key'))).size"), "2");
        run("for (const call of played) { call.head(200); call.controller.enqueue(new TextEncoder().encode(a)); call.controller.close() }", &["{\"reply\":{\"value\":2,\"stale\":[]}}\n"]);
    })
    .await;
    assert_eq!(results, (Ok(2), Ok(2)));
    assert!(!submission(like).pending());
}

#[wasm_bindgen_test]
async fn a_call_from_code_is_validated_here() {
    let _mounted = show(View::empty);
    let refused = rename(
        1,
        Rename {
            name: String::new(),
        },
    )
    .await;
    assert!(matches!(
        refused,
        Err(CallError::Refused { status: 422, .. })
    ));
    assert_eq!(text("played.length"), "0");
    assert_eq!(
        submission(rename.with(1))
            .field_error(Rename::NAME)
            .as_deref(),
        Some("This field is required")
    );
    assert!(
        Rename {
            name: "x".to_owned()
        }
        .validate()
        .is_ok()
    );
}

#[wasm_bindgen_test]
async fn developers_are_told_what_a_flight_did() {
    let _mounted = show(|| form(3));
    run(
        "window.told = []; console.debug = (text) => told.push(text)",
        &[],
    );
    submit("tea");
    posted().await;
    assert_eq!(text("played[0].headers.get('limosa-report')"), "1");
    answer(200, r#"{"reply":{"value":"3 tea","stale":[]}}"#).await;
    push(r#"{"report":"the flight of `rename`"}"#).await;
    end().await;
    assert_eq!(text("told.join()"), "the flight of `rename`");
}

#[wasm_bindgen_test]
async fn numbers_are_read_as_on_the_server() {
    for text in [
        "0x10", "inf", "Infinity", "1e999", "1_000", "e5", ".", "-", "", "٣",
    ] {
        assert!(
            u32::parse(text).is_err() && f64::parse(text).is_err(),
            "{text}"
        );
    }
    assert_eq!((u32::parse("5.0"), u32::parse(" 1e2 ")), (Ok(5), Ok(100)));
    assert_eq!(f64::parse(" +.5e1 "), Ok(5.0));
    assert_eq!(u64::parse("18446744073709551615"), Ok(u64::MAX));
    assert!(u64::parse("18446744073709551616").is_err());
}
