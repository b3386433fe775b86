//! Answers that end too early: at every boundary of their frames, and within every one of them.

use limosa::__private::actions::{BindOne, submission};
use limosa::__private::dom::{IntoView, ResourceView, Suspense, View};
use limosa::__private::reactive::resource;
use limosa::__private::router::CallError;
use limosa_macros::{action, query, view};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{pause, posted, run, show, text};

#[query]
async fn number(id: u32) -> Result<u32, CallError> {
    Ok(id)
}

#[action]
async fn change(id: u32) -> Result<String, CallError> {
    Ok(id.to_string())
}

/// Shows two numbers and a form that changes them.
fn page() -> View {
    let (first, second) = (resource(|| number(1)), resource(|| number(2)));
    let changing = submission(change.with(1));
    view! {
        <form id="form" action=change.with(1)><button>{move || if changing.pending() { "pending" } else { "ready" }}</button></form>
        <Suspense fallback=|| "loading"><p id="first">{first.map(|number| number.to_string())}</p></Suspense>
        <Suspense fallback=|| "loading"><p id="second">{second.map(|number| number.to_string())}</p></Suspense>
        <p id="said">{move || changing.value().unwrap_or_else(|| changing.error().map(|error| error.to_string()).unwrap_or_default())}</p>
    }
    .into_view()
}

/// Answers whatever queries wait for, with the number times so much; how many keys that were.
async fn answer_queries(factor: u32) -> usize {
    let code = "
        let count = 0;
        for (const call of played.filter((call) => call.url.startsWith('/_limosa/q') && !call.answered)) {
            call.answered = true;
            call.head(200);
            const keys = JSON.parse(call.body || JSON.stringify(new URL(call.url, location).searchParams.getAll('k')));
            for (const key of keys) {
                const value = Number(key.match(/\\[(\\d+)\\]/)[1]) * Number(a);
                count += 1;
                call.controller.enqueue(new TextEncoder().encode(JSON.stringify({ query: { key, value } }) + '\\n'));
            }
            call.controller.enqueue(new TextEncoder().encode('{\"done\":true}\\n'));
            call.controller.close();
        }
        return count";
    let count = run(code, &[&factor.to_string()]).as_f64().unwrap();
    pause(10).await;
    count as usize
}

/// How an answer ends before its time.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// Orderly, as if there were no more.
    Closed,
    /// With an error of the network.
    Broken,
}

const STATE: &str = "[document.querySelector('button').textContent, form.ariaBusy, \
                     document.querySelector('#first').textContent, document.querySelector('#second').textContent]";

/// The first bytes of the last answer, and then its end.
async fn cut(bytes: &str, end: End) {
    run(
        "const call = played.at(-1);
         call.head(200);
         if (a) call.controller.enqueue(new TextEncoder().encode(a));
         if (b) call.controller.close(); else setTimeout(() => call.controller.error(new TypeError('cut')), 5)",
        &[bytes, if end == End::Closed { "closed" } else { "" }],
    );
    pause(20).await;
}

#[wasm_bindgen_test]
async fn an_answer_that_is_cut_anywhere_leaves_the_page_right() {
    let _mounted = show(page);
    pause(5).await;
    assert_eq!(
        answer_queries(1).await,
        2,
        "{}",
        text("JSON.stringify(played)")
    );
    let key = |id: u32| number(id).key().to_string();
    let mut factor = 1;
    for end in [End::Closed, End::Broken] {
        for lines in 0..=4 {
            for half in [false, true] {
                factor += 1;
                let frame = |id: u32| {
                    let key = serde_json::to_string(&key(id)).unwrap();
                    format!(
                        "{{\"query\":{{\"key\":{key},\"value\":{}}}}}\n",
                        id * factor
                    )
                };
                let keys = serde_json::to_string(&[key(1), key(2)]).unwrap();
                let whole = [
                    format!("{{\"reply\":{{\"value\":\"{factor}\",\"keys\":{keys}}}}}\n"),
                    frame(1),
                    frame(2),
                    "{\"done\":true}\n".to_owned(),
                ];
                let mut bytes = whole[..lines].concat();
                if let Some(next) = whole.get(lines).filter(|_| half) {
                    bytes.push_str(&next[..next.len() / 2]);
                }
                check(&bytes, end, lines, factor).await;
            }
        }
    }
}

/// Submits, answers with what there is, and sees that everything comes right.
async fn check(bytes: &str, end: End, lines: usize, factor: u32) {
    run(
        "played.length = 0; HTMLFormElement.prototype.requestSubmit.call(form)",
        &[],
    );
    posted().await;
    cut(bytes, end).await;
    let before = format!("{factor} after {bytes:?}");
    if lines == 0 {
        // There was no reply: it is asked for once more, with the same key.
        assert!(
            text(STATE).starts_with("pending,true,"),
            "{before}: {}",
            text(STATE)
        );
        pause(500).await;
        assert_eq!(
            text("new Set(played.map((call) => call.headers.get('limosa-key'))).size"),
            "1"
        );
        assert_eq!(text("played.length"), "2", "{before}");
        cut(
            "{\"reply\":{\"value\":\"again\",\"stale\":[]}}\n",
            End::Closed,
        )
        .await;
        assert_eq!(text("document.querySelector('#said').textContent"), "again");
        assert!(
            text(STATE).starts_with("ready,,"),
            "{before}: {}",
            text(STATE)
        );
        return;
    }
    assert!(
        text(STATE).starts_with("ready,,"),
        "{before}: {}",
        text(STATE)
    );
    assert_eq!(
        text("document.querySelector('#said').textContent"),
        factor.to_string()
    );
    let missing = answer_queries(factor).await;
    assert_eq!(
        missing,
        3_usize.saturating_sub(lines).min(2),
        "{before}: what did not come is asked for"
    );
    assert_eq!(
        text(STATE),
        format!("ready,,{factor},{}", 2 * factor),
        "{before}"
    );
    let posts = text("played.filter((call) => call.url.startsWith('/_limosa/a/')).length");
    assert_eq!(posts, "1", "{before}");
}
