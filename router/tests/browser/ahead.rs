//! What links load ahead of their pages, and when.

use limosa_dom::browser::mount_to;
use limosa_dom::{IntoView, View};
use limosa_macros::{Page, component, query, view};
use limosa_reactive::Memo;
use limosa_router::{A, App, CallError, LinkPreload, Outlet, Preload, preload};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    asked, asked_for, asks, click, fire, hover, leave, now, path, put, run, take_network, text,
    wait,
};
use crate::shop::url;

/// What a page of this name loads first.
#[query]
async fn part(name: String) -> Result<String, CallError> {
    Ok(name)
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/ahead/:name")]
struct Ahead {
    name: String,
}

impl limosa_router::Page for Ahead {
    fn preload(&self) -> impl Preload {
        part(self.name.clone())
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        view! { <p id="ahead-name">{move || page.get().name}</p> }
    }
}

/// Loads one thing after another.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/chain/:name")]
struct Chain {
    name: String,
}

impl limosa_router::Page for Chain {
    fn preload(&self) -> impl Preload {
        let name = self.name.clone();
        preload::then(async move {
            if let Ok(first) = part(name).await {
                let _ = part([&first, "-second"].concat()).await;
            }
        })
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        view! { <p id="ahead-name">{move || page.get().name}</p> }
    }
}

#[component]
fn Shell() -> impl IntoView {
    view! {
        <A to=Ahead::at("hovered") id="ahead-hovered">"Hovered"</A>
        <A to=Ahead::at("focused") id="ahead-focused">"Focused"</A>
        <A to=Ahead::at("touched") id="ahead-touched">"Touched"</A>
        <A to=Ahead::at("pressed") id="ahead-pressed">"Pressed"</A>
        <A to=Ahead::at("never") id="ahead-never" preload=LinkPreload::Never>"Never"</A>
        <A to=Ahead::at("always") id="ahead-always" preload=LinkPreload::Intent>"Always"</A>
        <A to=Chain::at("first") id="ahead-chain">"Chain"</A>
        <a href="/ahead/plain" id="ahead-plain">"Plain"</a>
        <main><Outlet/></main>
    }
}

fn app() -> App {
    App::new(Shell).page::<Ahead>().page::<Chain>()
}

fn asks_for(name: &str) -> String {
    url(&[&key(name)])
}

fn key(name: &str) -> String {
    part(name.to_owned()).key().as_str().to_owned()
}

#[wasm_bindgen_test]
async fn a_visitor_who_is_likely_to_follow_a_link_has_its_page_loaded() {
    take_network();
    let root = put("");
    let shown = mount_to(&root, || app().view("/ahead/start"));
    wait(10).await;
    asked();
    let begun = now();
    hover("#ahead-hovered");
    assert_eq!(asks(1).await, [asks_for("hovered")]);
    assert!(now() - begun >= 49.0, "not at once");
    leave("#ahead-hovered");
    for (link, event, name) in [
        ("#ahead-focused", "focusin", "focused"),
        ("#ahead-touched", "touchstart", "touched"),
        ("#ahead-pressed", "pointerdown", "pressed"),
        ("#ahead-plain", "focusin", "plain"),
    ] {
        asked_for();
        fire(link, event);
        assert_eq!(asks(1).await, [asks_for(name)], "{event}");
        assert_eq!(
            asked_for(),
            [["/ahead/", name].concat()],
            "the page it is for"
        );
    }
    fire("#ahead-never", "focusin");
    hover("#ahead-never");
    wait(80).await;
    assert!(asked().is_empty());
    // What was loaded ahead is there.
    click("#ahead-focused", false);
    assert_eq!(
        (text("#ahead-name").as_str(), path().as_str()),
        ("focused", "/ahead/focused")
    );
    wait(10).await;
    assert!(asked().is_empty());
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn loads_that_depend_on_one_another_are_run_ahead_and_on_the_way() {
    take_network();
    let root = put("");
    let shown = mount_to(&root, || app().view("/ahead/start"));
    wait(10).await;
    asked();
    asked_for();
    // The network of these tests answers with the key.
    let second = asks_for(&[&key("first"), "-second"].concat());
    let before = path();
    fire("#ahead-chain", "focusin");
    assert_eq!(asks(2).await, [asks_for("first"), second]);
    assert_eq!(asked_for(), ["/chain/first", "/chain/first"]);
    assert_eq!(path(), before, "nobody has gone there");
    click("#ahead-chain", false);
    wait(20).await;
    assert_eq!(path(), "/chain/first");
    assert!(asked().is_empty(), "both are there");
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn a_browser_that_is_to_save_data_loads_nothing_ahead() {
    take_network();
    let root = put("");
    run(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true }); 1",
    );
    let inner =
        || view! { <A to=Ahead::at("rendered-saving") preload=LinkPreload::Render>"Now"</A> };
    let shown = mount_to(&root, move || {
        links(inner, LinkPreload::Intent).view("/nowhere")
    });
    asked();
    hover("#ahead-saving");
    fire("#ahead-saving", "focusin");
    wait(80).await;
    assert!(asked().is_empty());
    run("delete navigator.connection; 1");
    fire("#ahead-saving", "focusin");
    assert_eq!(asks(1).await, [asks_for("saving")]);
    drop(shown);
    root.remove();
}

/// An app with some links and a plain one.
fn links<V: IntoView>(inner: impl Fn() -> V + Copy + 'static, when: LinkPreload) -> App {
    let layout = move || -> View {
        view! { {inner().into_view()} <a href="/ahead/saving" id="ahead-saving">"Plain"</a> }
            .into_view()
    };
    App::new(layout).page::<Ahead>().link_preload(when)
}

#[wasm_bindgen_test]
async fn links_may_load_their_page_in_view_or_at_once() {
    take_network();
    let root = put("");
    let inner = || {
        view! {
            <A to=Ahead::at("rendered") preload=LinkPreload::Render>"Now"</A>
            <A to=Ahead::at("seen") id="ahead-seen" preload=LinkPreload::Viewport>"Seen"</A>
            <p style="height: 5000px"></p>
            <A to=Ahead::at("far") id="ahead-far" preload=LinkPreload::Viewport>"Far"</A>
        }
    };
    asked();
    let shown = mount_to(&root, move || {
        links(inner, LinkPreload::Intent).view("/nowhere")
    });
    // What earlier tests have written may fill the window.
    run("document.querySelector('#ahead-seen').scrollIntoView()");
    let mut at_once = asks(2).await;
    at_once.sort();
    let mut expected = [asks_for("rendered"), asks_for("seen")];
    expected.sort();
    assert_eq!(at_once, expected);
    run("document.querySelector('#ahead-far').scrollIntoView()");
    assert_eq!(asks(1).await, [asks_for("far")]);
    run("scrollTo(0, 0)");
    run("document.querySelector('#ahead-far').scrollIntoView()");
    wait(200).await;
    assert!(asked().is_empty(), "once");
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn an_app_says_when_its_links_load_ahead() {
    take_network();
    let inner = || {
        view! {
            <A to=Ahead::at("by-app") id="ahead-by-app">"By app"</A>
            <A to=Ahead::at("by-link") id="ahead-by-link" preload=LinkPreload::Intent>"By link"</A>
        }
    };
    let root = put("");
    let shown = mount_to(&root, move || {
        links(inner, LinkPreload::Never).view("/nowhere")
    });
    wait(10).await;
    asked();
    for silent in ["#ahead-by-app", "#ahead-saving"] {
        fire(silent, "focusin");
        wait(20).await;
        assert!(asked().is_empty(), "{silent}");
    }
    fire("#ahead-by-link", "focusin");
    assert_eq!(asks(1).await, [asks_for("by-link")]);
    drop(shown);
    let shown = mount_to(&root, move || {
        links(inner, LinkPreload::Render).view("/nowhere")
    });
    assert_eq!(asks(1).await, [asks_for("by-app")]);
    drop(shown);
    root.remove();
}
