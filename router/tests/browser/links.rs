//! Links: which clicks the app takes, and what a link says and leaves behind.

use limosa_dom::IntoView;
use limosa_dom::browser::mount_to;
use limosa_macros::{Page, component, view};
use limosa_reactive::Memo;
use limosa_router::{
    A, App, NavigateOptions, Outlet, before_leave, history_state, is_routing, navigate,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{back, click, path, put, run, text, wait};

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/links/:name")]
struct Named {
    name: String,
}

impl limosa_router::Page for Named {
    fn view(page: Memo<Self>) -> impl IntoView {
        view! {
            <p id="links-name">{move || page.get().name}</p>
            <p id="links-state">{move || history_state().unwrap_or_else(|| "none".to_owned())}</p>
            <p id="links-far" style="margin-top: 3000px">"Far"</p>
        }
    }
}

#[component]
fn Shell() -> impl IntoView {
    view! {
        <A to=Named::at("one") id="links-one">"One"</A>
        <A to=Named::at("two") id="links-two" replace=true state="from one">"Two"</A>
        <A to=Named::at("stay") id="links-stay" keep_scroll=true>"Stay"</A>
        <A to="/links/one#links-far" id="links-hash">"Far"</A>
        <a id="links-plain" href="/links/plain"><b>"Plain"</b></a>
        <a id="links-window" href="/links/blank" target="_blank">"Window"</a>
        <a id="links-download" href="/links/file" download="">"File"</a>
        <a id="links-external" href="/links/other" rel="nofollow external">"External"</a>
        <a id="links-origin" href="https://example.org/links/one">"Other site"</a>
        <a id="links-prevented" href="/links/prevented" on:click:prevent=|_| ()>"Prevented"</a>
        <a id="links-moved" href="/moved/two">"Moved"</a>
        <a id="links-loop" href="/round">"Round and round"</a>
        <p id="links-routing">{move || is_routing().to_string()}</p>
        <main><Outlet/></main>
    }
}

fn app() -> App {
    App::new(Shell)
        .page::<Named>()
        .redirect("/moved/:name", "/links/:name")
        .redirect("/round", "/and/round")
        .redirect("/and/round", "/round")
}

fn name() -> String {
    text("#links-name")
}

#[wasm_bindgen_test]
async fn plain_links_and_typed_ones_are_followed_alike() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/links/start"));
    assert!(click("#links-one", false));
    assert_eq!((name().as_str(), path().as_str()), ("one", "/links/one"));
    let current = |id: &str| {
        run(&format!(
            "document.querySelector('{id}').getAttribute('aria-current')"
        ))
    };
    assert_eq!(
        (
            current("#links-one").as_str(),
            current("#links-two").as_str()
        ),
        ("page", "null")
    );
    // The click is on what the link holds.
    assert!(click("#links-plain b", false));
    assert_eq!(
        (name().as_str(), path().as_str()),
        ("plain", "/links/plain")
    );
    assert_eq!(current("#links-one"), "null", "it follows what is shown");
    for left in [
        "#links-window",
        "#links-download",
        "#links-external",
        "#links-origin",
    ] {
        assert!(!click(left, false), "{left} is for the browser");
    }
    assert!(!click("#links-one", true), "a new tab");
    assert!(
        click("#links-prevented", false),
        "somebody has prevented it"
    );
    assert_eq!(name(), "plain");
    drop(shown);
}

#[wasm_bindgen_test]
async fn a_link_may_replace_its_entry_and_leave_a_state() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/links/start"));
    click("#links-one", false);
    let entries = run("history.length");
    assert!(click("#links-two", false));
    assert_eq!(name(), "two");
    assert_eq!(text("#links-state"), "from one");
    assert_eq!(run("history.length"), entries, "replaced");
    let options = NavigateOptions {
        state: Some("{not json".to_owned()),
        ..NavigateOptions::default()
    };
    navigate(Named::at("code"), options);
    assert_eq!(text("#links-state"), "{not json");
    click("#links-stay", false);
    assert_eq!(text("#links-state"), "none");
    back().await;
    wait(100).await;
    assert_eq!(
        (name().as_str(), text("#links-state").as_str()),
        ("code", "{not json")
    );
    back().await;
    wait(100).await;
    assert_eq!(
        (name().as_str(), text("#links-state").as_str()),
        ("two", "from one")
    );
    drop(shown);
}

fn scrolled() -> f64 {
    run("Math.round(scrollY)").parse().unwrap()
}

#[wasm_bindgen_test]
async fn a_new_page_starts_at_its_top_and_back_where_it_was_left() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/links/start"));
    click("#links-one", false);
    run("scrollTo(0, 700)");
    click("#links-stay", false);
    assert_eq!(scrolled(), 700.0, "as the link says");
    click("#links-plain", false);
    assert_eq!(scrolled(), 0.0);
    back().await;
    wait(100).await;
    assert_eq!((name().as_str(), scrolled()), ("stay", 700.0));
    click("#links-hash", false);
    let seen = "document.querySelector('#links-far').getBoundingClientRect().top < innerHeight";
    assert_eq!((name().as_str(), run(seen).as_str()), ("one", "true"));
    assert!(scrolled() > 1_000.0);
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn who_listens_with_a_screen_reader_learns_of_the_page() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/links/start"));
    run("document.title = 'A title'; document.activeElement.blur()");
    click("#links-one", false);
    let main = "document.activeElement === document.querySelector('main') ? 'main' : document.activeElement.tagName";
    assert_eq!(run(main), "main", "nothing had the focus");
    assert_eq!(run("document.activeElement.getAttribute('tabindex')"), "-1");
    wait(150).await;
    let told = "document.querySelector('#limosa-announcer[aria-live=polite]').textContent";
    assert_eq!(run(told), "A title");
    // What has the focus and is still there keeps it.
    run("document.querySelector('#links-plain').focus()");
    click("#links-plain", false);
    assert_eq!(run("document.activeElement.id"), "links-plain");
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn an_app_that_asks_for_view_transitions_gets_them() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/links/start"));
    run("globalThis.viewTransitions = 0;
         document.startViewTransition = (job) => { viewTransitions += 1; queueMicrotask(job); };
         1");
    click("#links-one", false);
    assert_eq!(
        (name().as_str(), run("viewTransitions").as_str()),
        ("one", "0")
    );
    run("document.head.insertAdjacentHTML('beforeend',
         '<meta name=\"view-transition\" content=\"same-origin\">')");
    click("#links-two", false);
    wait(10).await;
    assert_eq!(
        (name().as_str(), run("viewTransitions").as_str()),
        ("two", "1")
    );
    run("globalThis.matchMedia = () => ({ matches: true }); 1");
    click("#links-one", false);
    assert_eq!(
        (name().as_str(), run("viewTransitions").as_str()),
        ("one", "1"),
        "less motion"
    );
    run("document.querySelector('meta[name=view-transition]').remove(); delete document.startViewTransition;
         delete globalThis.matchMedia; 1");
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn a_guard_keeps_the_visitor_in_the_page_in_its_history_and_in_the_document() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/links/start"));
    click("#links-one", false);
    click("#links-plain", false);
    let owner = limosa_reactive::Owner::new_root();
    let keeps = owner.with(|| limosa_reactive::StoredValue::new(true));
    owner.with(|| before_leave(move |_| !keeps.get()));
    assert!(click("#links-one", false), "the app takes the click");
    assert_eq!(
        (name().as_str(), path().as_str()),
        ("plain", "/links/plain")
    );
    back().await;
    wait(150).await;
    assert_eq!(
        (name().as_str(), path().as_str()),
        ("plain", "/links/plain")
    );
    let asks =
        "dispatchEvent(new Event('beforeunload', { cancelable: true })) ? 'lets go' : 'asks'";
    assert_eq!(run(asks), "asks");
    keeps.set(false);
    assert_eq!(run(asks), "lets go");
    back().await;
    wait(150).await;
    assert_eq!(name(), "one");
    keeps.set(true);
    owner.dispose();
    assert_eq!(run(asks), "lets go", "the guard is gone");
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn redirects_are_followed_and_a_loop_of_them_is_told_of() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/links/start"));
    click("#links-moved", false);
    assert_eq!((name().as_str(), path().as_str()), ("two", "/links/two"));
    run(
        "globalThis.linksWarned = []; globalThis.linksWarn = console.warn;
         console.warn = (text) => linksWarned.push(text); 1",
    );
    assert!(click("#links-loop", false));
    run("console.warn = linksWarn; 1");
    let told = run("linksWarned.join()");
    assert!(
        told.contains("too many redirects, the last one to /"),
        "{told}"
    );
    assert_eq!((name().as_str(), path().as_str()), ("two", "/links/two"));
    assert_eq!(text("#links-routing"), "false");
    assert!(click("#links-one", false), "the app goes on");
    assert_eq!(name(), "one");
    drop(shown);
    root.remove();
}
