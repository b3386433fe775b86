//! Several submissions of one action: their order, their list, and what is shown for them. Forms are in `forms.rs`.

use limosa::__private::actions::{OptimisticResource, optimistic, submission, submissions};
use limosa::__private::dom::{IntoView, ResourceView, View};
use limosa::__private::reactive::{host, resource};
use limosa::__private::router::CallError;
use limosa_macros::{Form, action, query, view};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{answer_call, pause, posted, run, show, text};

#[derive(Form, Clone)]
pub(crate) struct Message {
    #[field(min = 1, max = 80)]
    pub(crate) text: String,
}

#[action(queue, lane = action)]
pub(crate) async fn send(room: u32, form: Message) -> Result<String, CallError> {
    Ok(format!("{room} {}", form.text))
}

#[action(latest)]
async fn look(id: u32) -> Result<u32, CallError> {
    Ok(id)
}

#[action(drop)]
pub(crate) async fn pay() -> Result<u32, CallError> {
    Ok(1)
}

#[action(debounce = "40ms")]
pub(crate) async fn keep(form: Message) -> Result<String, CallError> {
    Ok(form.text)
}

#[action(abort)]
async fn dig() -> Result<u32, CallError> {
    Ok(1)
}

#[action]
async fn guess(#[server] last: Previous<u32>) -> Result<u32, CallError> {
    Ok(last.0.unwrap_or_default() + 1)
}

#[action(client)]
async fn look_twice(id: u32) -> Result<u32, CallError> {
    if id == 0 {
        return Err(CallError::Malformed);
    }
    Ok(look(id).await? + look(id).await?)
}

#[query(client)]
async fn messages() -> Result<Vec<String>, CallError> {
    Ok(vec!["first".to_owned()])
}

fn message(text: &str) -> Message {
    Message {
        text: text.to_owned(),
    }
}

/// The texts of the bodies posted so far.
pub(crate) fn sent() -> String {
    text("played.map((call) => new URLSearchParams(call.body).get('text')).join()")
}

pub(crate) const DONE: &str = r#"{"reply":{"value":"done","stale":[]}}"#;

#[wasm_bindgen_test]
async fn a_queue_sends_one_after_the_other_and_all_are_pending() {
    let _mounted = show(View::empty);
    let all = submissions(send);
    all.clear();
    send(1, message("a")).dispatch();
    send(2, message("b")).dispatch();
    assert_eq!(all.pending().len(), 2, "in the tick of the calls");
    posted().await;
    assert_eq!(sent(), "a");
    answer_call(0, 200, DONE).await;
    assert_eq!(sent(), "a,b");
    let states: Vec<bool> = all.get().iter().map(|each| each.pending()).collect();
    assert_eq!(states, [false, true]);
    let of_two = all.filter(|sent| sent.bound.0 == 2);
    assert_eq!(of_two.len(), 1);
    assert_eq!(
        of_two[0].sent().map(|sent| sent.form.text),
        Some("b".to_owned())
    );
    answer_call(1, 200, DONE).await;
    assert!(all.pending().is_empty() && all.get().len() == 2);
    all.clear();
    assert!(all.get().is_empty());
}

#[wasm_bindgen_test]
async fn a_retry_is_the_same_submission_with_a_new_key_once_it_was_answered() {
    let _mounted = show(View::empty);
    submissions(send).clear();
    send(1, message("again")).dispatch();
    posted().await;
    answer_call(0, 500, r#"{"reply":{"call":"Internal","status":500}}"#).await;
    let failed = submissions(send).get()[0];
    assert!(failed.error().is_some() && !failed.pending());
    failed.retry();
    assert!(failed.pending() && failed.error().is_none());
    posted().await;
    assert_eq!(sent(), "again,again");
    assert_eq!(
        text("new Set(played.map((call) => call.headers.get('limosa-key'))).size"),
        "2"
    );
    assert!(
        !text("played[1].headers.get('limosa-mounted')").is_empty(),
        "a flight of its own"
    );
    answer_call(1, 200, DONE).await;
    assert_eq!(failed.value().as_deref(), Some("done"));
    assert_eq!(submissions(send).get().len(), 1);
}

#[wasm_bindgen_test]
async fn a_retry_of_a_lost_answer_has_the_same_key() {
    let _mounted = show(View::empty);
    submissions(send).clear();
    send(1, message("lost")).dispatch();
    posted().await;
    run("played[0].lose()", &[]);
    pause(450).await;
    run("played[1].lose()", &[]);
    pause(5).await;
    let lost = submissions(send).get()[0];
    assert_eq!(lost.error(), Some(CallError::Network));
    lost.retry();
    posted().await;
    assert_eq!(
        text("new Set(played.map((call) => call.headers.get('limosa-key'))).size"),
        "1"
    );
    answer_call(2, 200, DONE).await;
    assert!(lost.succeeded());
}

#[wasm_bindgen_test]
async fn the_latest_replaces_those_before_it() {
    let _mounted = show(View::empty);
    let first = look(3);
    let calls = futures::future::join(async { first.await }, async {
        posted().await;
        let second = async { look(3).await };
        let answers = async {
            posted().await;
            assert_eq!(text("played.length"), "2");
            answer_call(0, 200, r#"{"reply":{"value":1,"stale":[]}}"#).await;
            assert_eq!(
                submission(look).value(),
                None,
                "the first is not shown any more"
            );
            answer_call(1, 200, r#"{"reply":{"value":2,"stale":[]}}"#).await;
        };
        futures::future::join(second, answers).await.0
    });
    let (first, second) = calls.await;
    assert_eq!(first, Err(CallError::Aborted));
    assert_eq!(second, Ok(2));
    assert_eq!(submission(look).value(), Some(2));
}

#[wasm_bindgen_test]
async fn a_call_goes_on_from_the_result_of_the_one_before() {
    let _mounted = show(View::empty);
    let previous = |number: u32| {
        text(&format!(
            "new URLSearchParams(played[{number}].body).get('_limosa_previous')"
        ))
    };
    for _ in 0..3 {
        guess().dispatch();
    }
    posted().await;
    assert_eq!(
        (text("played.length").as_str(), previous(0).as_str()),
        ("1", "null")
    );
    answer_call(0, 200, r#"{"reply":{"value":7,"stale":[]}}"#).await;
    assert_eq!(previous(1), "7");
    answer_call(1, 500, r#"{"reply":{"call":"Internal","status":500}}"#).await;
    assert_eq!(previous(2), "null", "the one before has failed");
    answer_call(2, 200, r#"{"reply":{"value":1,"stale":[]}}"#).await;
}

#[wasm_bindgen_test]
async fn an_action_of_the_browser_may_await_others() {
    let _mounted = show(View::empty);
    let calling = async { look_twice(4).await };
    let answering = async {
        for number in 0..2 {
            posted().await;
            assert!(submission(look_twice).pending());
            answer_call(number, 200, r#"{"reply":{"value":4,"stale":[]}}"#).await;
        }
    };
    let (ended, ()) = futures::future::join(calling, answering).await;
    assert_eq!(ended, Ok(8));
    assert_eq!(submission(look_twice).value(), Some(8));
    assert_eq!(text("played.length"), "2", "no request of its own");
    assert_eq!(look_twice(0).await, Err(CallError::Malformed));
    assert_eq!(submission(look_twice).error(), Some(CallError::Malformed));
}

#[wasm_bindgen_test]
async fn a_thousand_submissions_leave_a_hundred() {
    let _mounted = show(View::empty);
    let all = submissions(look_twice);
    let mut live = 0;
    for round in 0..10 {
        for _ in 0..100 {
            look_twice(0).dispatch();
        }
        pause(0).await;
        assert_eq!((all.get().len(), all.failed().len()), (100, 100));
        if round == 1 {
            live = host::live_nodes();
        }
    }
    assert_eq!(host::live_nodes(), live);
    all.clear();
    assert!(all.get().is_empty());
}

#[wasm_bindgen_test]
async fn what_is_dropped_is_never_sent() {
    let _mounted = show(View::empty);
    submissions(pay).clear();
    pay().dispatch();
    assert_eq!(pay().await, Err(CallError::Aborted));
    posted().await;
    assert_eq!(text("played.length"), "1");
    assert!(submission(pay).pending());
    answer_call(0, 200, r#"{"reply":{"value":1,"stale":[]}}"#).await;
    assert_eq!(submissions(pay).get().len(), 1);
}

#[wasm_bindgen_test]
async fn an_awaited_call_ends_well_though_its_submission_was_cleared_meanwhile() {
    let _mounted = show(View::empty);
    let calling = async { look(5).await };
    let answering = async {
        posted().await;
        answer_call(
            0,
            200,
            r#"{"reply":{"value":5,"stale":[],"keys":["x[1]"]}}"#,
        )
        .await;
        pause(80).await;
        assert_eq!(
            submission(look).value(),
            Some(5),
            "applied, the data is late"
        );
        submissions(look).clear();
        crate::server::end().await;
    };
    let (ended, ()) = futures::future::join(calling, answering).await;
    assert_eq!(ended, Ok(5));
}

#[wasm_bindgen_test]
async fn many_changes_in_a_pause_are_one_request() {
    let _mounted = show(View::empty);
    for text in ["a", "ab", "abc"] {
        keep(message(text)).dispatch();
        pause(10).await;
    }
    assert_eq!(text("played.length"), "0");
    assert!(submission(keep).pending());
    pause(60).await;
    assert_eq!(sent(), "abc");
    answer_call(0, 200, DONE).await;
    assert!(!submission(keep).pending());
    assert_eq!(
        submissions(keep)
            .filter(|sent| sent.form.text == "abc")
            .len(),
        1
    );
}

#[wasm_bindgen_test]
async fn an_aborted_call_is_broken_off_and_not_sent_again() {
    let _mounted = show(View::empty);
    dig().dispatch();
    posted().await;
    submission(dig).abort();
    assert_eq!(submission(dig).error(), Some(CallError::Aborted));
    assert_eq!(text("played[0].signal.aborted"), "true");
    pause(450).await;
    assert_eq!(text("played.length"), "1");
    // One that is not marked goes on, unseen.
    look(9).dispatch();
    posted().await;
    submission(look).abort();
    assert_eq!(text("played[1].signal.aborted"), "false");
    answer_call(1, 200, r#"{"reply":{"value":9,"stale":[]}}"#).await;
    assert_eq!(submission(look).error(), Some(CallError::Aborted));
}

/// A list with what is on its way.
fn list() -> View {
    optimistic(
        send,
        |_| messages(),
        |list, sent| list.push(sent.form.text.clone()),
    );
    let shown = resource(messages);
    view! { <p id="list" aria-busy=move || shown.loading().to_string()>{shown.map(|list| list.join(","))}</p> }.into_view()
}

#[wasm_bindgen_test]
async fn data_looks_at_once_as_it_will_and_as_it_was_if_that_fails() {
    let _mounted = show(list);
    submissions(send).clear();
    pause(5).await;
    assert_eq!(text("document.querySelector('#list').textContent"), "first");
    send(1, message("good")).dispatch();
    send(1, message("bad")).dispatch();
    assert_eq!(
        text("document.querySelector('#list').textContent"),
        "first,good,bad",
        "in the tick of the calls"
    );
    posted().await;
    answer_call(0, 500, r#"{"reply":{"call":"Internal","status":500}}"#).await;
    assert_eq!(
        text("document.querySelector('#list').textContent"),
        "first,bad"
    );
    let key = messages().key().to_string();
    let reply = format!(
        r#"{{"reply":{{"value":"x","stale":[],"keys":["{}"]}}}}"#,
        key.replace('"', "\\\"")
    );
    answer_call(1, 200, &reply).await;
    assert_eq!(
        text("document.querySelector('#list').textContent"),
        "first,bad"
    );
    pause(80).await;
    assert!(!submission(send).pending(), "the data is late");
    assert_eq!(text("document.querySelector('#list').ariaBusy"), "true");
    assert_eq!(
        text("document.querySelector('#list').textContent"),
        "first,bad",
        "what was done stays until the data is there"
    );
    let frame = format!(
        r#"{{"query":{{"key":"{}","value":["first","bad","more"]}}}}"#,
        key.replace('"', "\\\"")
    );
    crate::server::push(&frame).await;
    assert_eq!(
        text("document.querySelector('#list').textContent"),
        "first,bad,more"
    );
    assert_eq!(text("document.querySelector('#list').ariaBusy"), "false");
    messages().remove();
}

#[wasm_bindgen_test]
async fn what_is_sent_again_comes_last() {
    let _mounted = show(list);
    submissions(send).clear();
    pause(5).await;
    for (number, each) in ["one", "two"].into_iter().enumerate() {
        send(1, message(each)).dispatch();
        posted().await;
        let number = u32::try_from(number).unwrap();
        answer_call(number, 500, r#"{"reply":{"call":"Internal","status":500}}"#).await;
    }
    let failed = submissions(send).failed();
    assert_eq!(failed.len(), 2);
    failed[1].retry();
    failed[0].retry();
    send(1, message("three")).dispatch();
    assert_eq!(
        text("document.querySelector('#list').textContent"),
        "first,two,one,three"
    );
    assert!(submissions(send).failed().is_empty());
    for (number, each) in ["one,two,two", "one,two,two,one", "one,two,two,one,three"]
        .into_iter()
        .enumerate()
    {
        posted().await;
        assert_eq!(sent(), each, "in the same order");
        let number = u32::try_from(number).unwrap();
        answer_call(number + 2, 200, DONE).await;
    }
    messages().remove();
}

#[wasm_bindgen_test]
async fn who_reads_late_or_goes_early_changes_nothing_for_others() {
    submissions(send).clear();
    let mounted = show(list);
    pause(5).await;
    send(1, message("mine")).dispatch();
    drop(mounted);
    // Another component lays the same over it, while the first is gone.
    let _mounted = show(list);
    assert_eq!(
        text("document.querySelector('#list').textContent"),
        "first,mine"
    );
    posted().await;
    answer_call(0, 200, DONE).await;
    assert!(
        submission(send).succeeded(),
        "the submission outlives who made it"
    );
    assert_eq!(text("document.querySelector('#list').textContent"), "first");
    messages().remove();
}

fn any_resource() -> View {
    let base = resource(|| async { Ok::<_, CallError>(vec!["own".to_owned()]) });
    let shown = base.optimistic(send, |list, sent| list.push(sent.form.text.clone()));
    view! { <p id="own">{shown.map(|list| list.join(","))}</p> }.into_view()
}

#[wasm_bindgen_test]
async fn any_resource_can_look_ahead() {
    let _mounted = show(any_resource);
    pause(5).await;
    assert_eq!(text("document.querySelector('#own').textContent"), "own");
    send(7, message("soon")).dispatch();
    assert_eq!(
        text("document.querySelector('#own').textContent"),
        "own,soon"
    );
    posted().await;
    answer_call(0, 200, DONE).await;
    pause(5).await;
    assert_eq!(text("document.querySelector('#own').textContent"), "own");
}
