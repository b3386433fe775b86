//! Forms with several actions, native validation, and submissions that outlive what shows them.

use limosa::__private::actions::{FieldError, submission};
use limosa::__private::dom::{Show, View};
use limosa::__private::reactive::RwSignal;
use limosa::__private::router::CallError;
use limosa_macros::{Form, action, view};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{answer, end, posted, run, show, text};

#[derive(Form)]
struct Text {
    #[field(min = 1)]
    text: String,
}

#[action]
async fn publish(form: Text) -> Result<String, CallError> {
    Ok(form.text)
}

#[action]
async fn keep(form: Text) -> Result<String, CallError> {
    Ok(form.text)
}

#[action]
async fn clear() -> Result<(), CallError> {
    Ok(())
}

fn form() -> View {
    view! {
        <form id="form" action=publish>
            <input id="text" name=Text::TEXT/>
            <FieldError of=submission(publish) field=Text::TEXT/>
            <button id="publish">"Publish"</button>
            <button id="keep" name="as" value="draft" formaction=keep>"Keep"</button>
        </form>
    }
}

#[wasm_bindgen_test]
async fn the_action_of_the_clicked_button_runs() {
    let _mounted = show(form);
    run("document.querySelector('#text').value = a", &["tea"]);
    run("document.querySelector('#keep').click()", &[]);
    assert!(submission(keep).pending() && !submission(publish).pending());
    posted().await;
    assert_eq!(text("played.length"), "1");
    let path_of = |url: &str| text(&["new URL(", url, ", location).pathname"].concat());
    let of_button = path_of("document.querySelector('#keep').formAction");
    assert_eq!(path_of("played[0].url"), of_button);
    assert_ne!(of_button, path_of("form.getAttribute('action')"));
    assert!(text("played[0].body").contains("as=draft"));
    answer(200, r#"{"reply":{"value":"tea","stale":[]}}"#).await;
    end().await;
    assert_eq!(submission(keep).value().as_deref(), Some("tea"));
}

#[wasm_bindgen_test]
async fn a_requested_submit_is_validated_as_a_click_is() {
    let _mounted = show(form);
    for way in [
        "form.requestSubmit()",
        "document.querySelector('#publish').click()",
    ] {
        run("document.querySelector('#text').value = ''", &[]);
        run(way, &[]);
        posted().await;
        assert_eq!(text("played.length"), "0", "{way}");
        assert!(!submission(publish).pending(), "{way}");
        run("document.querySelector('#text').value = a", &["tea"]);
        run(way, &[]);
        posted().await;
        assert_eq!(text("played.length"), "1", "{way}");
        answer(200, r#"{"reply":{"value":"tea","stale":[]}}"#).await;
        end().await;
        run("played.length = 0", &[]);
    }
}

#[wasm_bindgen_test]
async fn a_submission_outlives_what_showed_it() {
    let is_open = RwSignal::new(true);
    let _mounted = show(move || view! { <Show when=move || is_open.get()>{form()}</Show> });
    run("document.querySelector('#text').value = a", &["tea"]);
    run("document.querySelector('#publish').click()", &[]);
    posted().await;
    is_open.set(false);
    assert_eq!(text("document.querySelector('#form')"), "null");
    assert!(submission(publish).pending());
    answer(200, r#"{"reply":{"value":"still","stale":[]}}"#).await;
    end().await;
    let publishing = submission(publish);
    assert!(!publishing.pending() && publishing.error().is_none());
    assert_eq!(publishing.value().as_deref(), Some("still"));
}

#[wasm_bindgen_test]
async fn a_success_without_a_value_ends_the_error_before_it() {
    let _mounted = show(View::empty);
    let clearing = submission(clear);
    clear().dispatch();
    posted().await;
    answer(500, r#"{"reply":{"call":"Internal","status":500}}"#).await;
    end().await;
    assert!(clearing.error().is_some() && !clearing.pending());
    clear().dispatch();
    posted().await;
    answer(200, r#"{"reply":{"value":null,"stale":[]}}"#).await;
    end().await;
    assert!(clearing.error().is_none() && !clearing.pending());
}
