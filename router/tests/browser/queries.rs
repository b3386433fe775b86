//! Queries from the page's side: what is asked in one request, shown as it comes, dropped, read again and emptied.

use limosa_dom::browser::{Mounted, mount_to};
use limosa_dom::{IntoView, ResourceView, Show};
use limosa_macros::{query, view};
use limosa_reactive::{RwSignal, resource};
use limosa_router::{App, CallError, QueryCall, QueryFn, revalidate};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    answer, asked, asks, hold, now, put, release, run, shows, take_network, text, wait,
};
use crate::shop::{frame, name, url};

#[query(refetch_on_focus, refetch_on_reconnect)]
async fn watched() -> Result<String, CallError> {
    Ok(String::new())
}

#[query(refetch_every = "100ms")]
async fn polled() -> Result<String, CallError> {
    Ok(String::new())
}

#[query]
async fn of_a_long_text(text: String) -> Result<String, CallError> {
    Ok(text)
}

/// Runs in the browser, which keeps a note of it.
#[query(client)]
async fn kept_here(note: u32) -> Result<String, CallError> {
    run("globalThis.keptHere = (globalThis.keptHere ?? 0) + 1");
    Ok(format!("note {note}"))
}

fn key<M: limosa_router::Query>(call: &QueryCall<M>) -> String {
    call.key().as_str().to_owned()
}

/// An app whose layout shows a view.
fn show<V: IntoView + 'static>(root: &web_sys::Element, view: fn() -> V) -> Mounted {
    mount_to(root, move || App::new(view).view("/queries"))
}

#[wasm_bindgen_test]
async fn calls_of_one_tick_are_one_request_whose_answers_are_shown_as_they_come() {
    take_network();
    let (quick, slow) = (key(&name(801)), key(&name(802)));
    answer(&quick, &frame(&quick, "Quick"));
    answer(&slow, &frame(&slow, "Slow"));
    hold(&slow);
    asked();
    let root = put("");
    let shown = show(&root, || {
        let (slow, quick) = (resource(|| name(802)), resource(|| name(801)));
        let again = resource(|| name(801));
        view! {
            <p id="queries-slow">{slow.map(|name| name.clone())}</p>
            <p id="queries-quick">{quick.map(|name| name.clone())} {again.map(|name| name.clone())}</p>
        }
    });
    assert_eq!(asks(1).await, [url(&[&slow, &quick])]);
    shows("#queries-quick", "QuickQuick").await;
    assert_eq!(text("#queries-slow"), "");
    release(&slow);
    shows("#queries-slow", "Slow").await;
    assert!(asked().is_empty());
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn a_request_is_dropped_when_nobody_waits_for_any_of_it() {
    take_network();
    let (one, two) = (key(&name(811)), key(&name(812)));
    hold(&one);
    hold(&two);
    asked();
    let root = put("");
    let parts = limosa_reactive::Owner::new_root().with(|| limosa_reactive::StoredValue::new(None));
    let shown = mount_to(&root, move || {
        let (first, second) = (RwSignal::new(true), RwSignal::new(true));
        parts.set(Some((first, second)));
        let part = |id: u32, when: RwSignal<bool>| {
            view! {
                <Show when=move || when.get()>
                    {resource(move || name(id)).map(|name| name.clone())}
                </Show>
            }
        };
        App::new(move || (part(811, first), part(812, second))).view("/queries")
    });
    assert_eq!(asks(1).await, [url(&[&one, &two])]);
    let (first, second) = parts.get().unwrap();
    first.set(false);
    wait(20).await;
    assert!(asked().is_empty(), "the other still waits");
    second.set(false);
    assert_eq!(asks(1).await, ["abort 2"]);
    first.set(true);
    assert_eq!(
        asks(1).await,
        [url(&[&one])],
        "whoever waits again asks anew"
    );
    release(&one);
    release(&two);
    wait(20).await;
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn arguments_that_do_not_fit_into_an_address_are_posted() {
    take_network();
    asked();
    let root = put("");
    let shown = show(&root, || {
        let long = resource(|| of_a_long_text("a".repeat(3_000)));
        view! { <p id="queries-long">{long.map(String::len)}</p> }
    });
    assert_eq!(asks(1).await, ["POST /_limosa/q"]);
    let length = key(&of_a_long_text("a".repeat(3_000))).len();
    shows("#queries-long", &length.to_string()).await;
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn focus_reconnection_and_time_read_again_what_says_so() {
    take_network();
    asked();
    let root = put("");
    let shown = show(&root, || {
        let (watched, plain) = (resource(watched), resource(|| name(821)));
        view! { <p>{watched.map(|text| text.clone())} {plain.map(|text| text.clone())}</p> }
    });
    assert_eq!(asks(1).await.len(), 1);
    for event in [
        "document.dispatchEvent(new Event('visibilitychange'))",
        "dispatchEvent(new Event('online'))",
    ] {
        run(event);
        assert_eq!(asks(1).await, [url(&[&key(&watched())])], "{event}");
    }
    drop(shown);
    let shown = show(&root, || resource(polled).map(|text| text.clone()));
    let begun = now();
    assert!(asks(4).await.len() >= 4);
    assert!(now() - begun >= 250.0, "the first, and three times 100 ms");
    drop(shown);
    wait(150).await;
    asked();
    wait(150).await;
    assert!(asked().is_empty(), "nobody reads it");
    root.remove();
}

#[wasm_bindgen_test]
async fn a_query_of_the_browser_costs_no_request() {
    take_network();
    asked();
    let root = put("");
    let shown = show(&root, || {
        let note = resource(|| kept_here(3));
        let again = resource(|| kept_here(3));
        view! {
            <p id="queries-note">{note.map(|note| note.clone())}", "{again.map(|note| note.clone())}</p>
            <button id="queries-again" on:click=move |_| note.refetch()>"Again"</button>
        }
    });
    shows("#queries-note", "note 3, note 3").await;
    assert_eq!(
        (text("#queries-note").as_str(), run("keptHere").as_str()),
        ("note 3, note 3", "1")
    );
    run("document.querySelector('#queries-again').click()");
    wait(100).await;
    assert_eq!(run("keptHere"), "2");
    assert_eq!(kept_here(3).await, Ok("note 3".to_owned()));
    assert_eq!(run("keptHere"), "2", "it is there");
    assert!(asked().is_empty());
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn values_are_read_set_changed_and_removed_by_hand() {
    take_network();
    let call = || name(831);
    answer(&key(&call()), &frame(&key(&call()), "of the server"));
    asked();
    assert_eq!(call().get(), None);
    assert!(!call().update(|_| ()), "there is nothing to change");
    call().set(&"by hand".to_owned());
    let root = put("");
    let shown = show(&root, || {
        let name = resource(|| name(831));
        view! { <p id="queries-name">{name.map(|name| name.clone())}</p> }
    });
    shows("#queries-name", "by hand").await;
    assert_eq!(
        (text("#queries-name").as_str(), asked().len()),
        ("by hand", 0)
    );
    assert!(call().update(|name| name.push_str(", twice")));
    assert_eq!(
        (text("#queries-name").as_str(), call().get().as_deref()),
        ("by hand, twice", Some("by hand, twice"))
    );
    call().remove();
    assert_eq!(
        asks(1).await,
        [url(&[&key(&call())])],
        "who reads it asks again"
    );
    shows("#queries-name", "of the server").await;
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn another_session_leaves_nothing_of_the_old_one() {
    take_network();
    let (mine, unread) = (key(&name(841)), key(&name(842)));
    answer(&mine, &frame(&mine, "of ada"));
    answer(&unread, &frame(&unread, "of ada"));
    let root = put("");
    let shown = show(&root, || {
        let mine = resource(|| name(841));
        view! { <p id="queries-mine">{mine.map(|name| name.clone())}</p> }
    });
    assert!(name(842).await.is_ok());
    shows("#queries-mine", "of ada").await;
    asked();
    // Another tab has logged out.
    answer(&mine, &frame(&mine, "of nobody"));
    run("dispatchEvent(new StorageEvent('storage', { key: 'limosa:epoch', newValue: 'another' }))");
    assert_eq!(name(842).get(), None);
    shows("#queries-mine", "of nobody").await;
    assert_eq!(asked(), [url(&[&mine])]);
    // The browser shows the page again that it has kept as it was, and meanwhile somebody has logged in.
    answer(&mine, &frame(&mine, "of bert"));
    let restored = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";
    run(&[
        "localStorage.setItem('limosa:epoch', 'another'); ",
        restored,
    ]
    .concat());
    wait(20).await;
    assert!(asked().is_empty(), "the same session");
    run(&[
        "localStorage.setItem('limosa:epoch', 'a third'); ",
        restored,
    ]
    .concat());
    shows("#queries-mine", "of bert").await;
    assert_eq!(asked(), [url(&[&mine])]);
    run("localStorage.removeItem('limosa:epoch')");
    run(restored);
    wait(20).await;
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn what_is_revalidated_is_read_again_where_it_is_shown() {
    take_network();
    let root = put("");
    let shown = show(&root, || {
        let (one, two) = (resource(|| name(851)), resource(|| name(852)));
        let text = resource(|| of_a_long_text("short".to_owned()));
        view! {
            <p id="queries-one">{one.map(|name| name.clone())}</p>
            <p>{two.map(|name| name.clone())} {text.map(|text| text.clone())}</p>
        }
    });
    let (one, two) = (key(&name(851)), key(&name(852)));
    shows("#queries-one", &one).await;
    asked();
    answer(&one, &frame(&one, "Anew"));
    revalidate(&name(851));
    shows("#queries-one", "Anew").await;
    assert_eq!(asked(), [url(&[&one])], "this key only");
    revalidate(&name.all());
    assert_eq!(asks(1).await, [url(&[&one, &two])], "all of the query");
    revalidate(&());
    revalidate(&name(853));
    wait(30).await;
    assert!(asked().is_empty(), "what nobody shows is not asked for");
    drop(shown);
    root.remove();
}
