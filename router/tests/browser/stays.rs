//! What stays while pages change: the page before, layouts around pages, apps without a URL.

use std::time::Duration;

use limosa_dom::browser::mount_to;
use limosa_dom::{IntoView, ResourceView, Suspense, Transition};
use limosa_macros::{Page, component, view};
use limosa_reactive::{Memo, RwSignal, resource};
use limosa_router::{A, App, AppLocation, Outlet, Preload, is_routing};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{
    answer, asked, back, click, hold, now, path, put, release, run, shows, take_network, text, wait,
};
use crate::shop::{frame, name};

/// A layout below the layout, with a count of its own.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/hall/:hall")]
struct Hall {
    hall: u32,
}

impl limosa_router::Page for Hall {
    fn view(page: Memo<Self>) -> impl IntoView {
        let count = RwSignal::new(0);
        view! {
            <p id="stays-hall">{move || page.get().hall}</p>
            <button id="stays-count" on:click=move |_| count.update(|count| *count += 1)>{count}</button>
            <input id="stays-input" />
            <section><Outlet/></section>
        }
    }
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("", parent = Hall)]
struct Entrance {
    #[parent]
    hall: Hall,
}

impl limosa_router::Page for Entrance {
    fn view(_: Memo<Self>) -> impl IntoView {
        view! { <p id="stays-room">"entrance"</p> }
    }
}

#[derive(Page, Debug, Clone, PartialEq)]
#[page("rooms/:room", parent = Hall)]
struct Room {
    #[parent]
    hall: Hall,
    room: u32,
}

impl limosa_router::Page for Room {
    fn view(page: Memo<Self>) -> impl IntoView {
        let clicks = RwSignal::new(0);
        view! {
            <p id="stays-room">{move || page.get().room}</p>
            <button id="stays-clicks" on:click=move |_| clicks.update(|clicks| *clicks += 1)>{clicks}</button>
        }
    }
}

/// A page whose data may be slow.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/slow/:id")]
struct Slow {
    id: u32,
}

impl limosa_router::Page for Slow {
    fn preload(&self) -> impl Preload {
        name(self.id)
    }

    fn view(page: Memo<Self>) -> impl IntoView {
        let item = resource(move || name(page.get().id));
        view! {
            <h1 id="stays-slow">"Slow"</h1>
            <Suspense fallback=|| "Loading">
                <p id="stays-item">{item.map(|name| name.clone())}</p>
            </Suspense>
        }
    }
}

/// A page that is nothing without its data.
#[derive(Page, Debug, Clone, PartialEq)]
#[page("/whole/:id")]
struct Whole {
    id: u32,
}

impl limosa_router::Page for Whole {
    fn view(page: Memo<Self>) -> impl IntoView {
        let item = resource(move || name(page.get().id));
        view! { <p id="stays-whole">{item.map(|name| name.clone())}</p> }
    }
}

#[component]
fn Holding() -> impl IntoView {
    view! {
        <A to=Whole::at(73) id="stays-to-whole">"Whole"</A>
        <Transition fallback=|| "First"><Outlet/></Transition>
    }
}

#[component]
fn Shell() -> impl IntoView {
    let room = |hall, room| Room::at(Hall::at(hall), room);
    view! {
        <A to=Entrance::at(Hall::at(1)) id="stays-to-entrance">"Entrance"</A>
        <A to=room(1, 1) id="stays-to-one">"One"</A>
        <A to=room(1, 2) id="stays-to-two">"Two"</A>
        <A to=room(2, 2) id="stays-to-other">"Other hall"</A>
        <A to=Slow::at(71) id="stays-to-slow">"Slow"</A>
        <A to=Slow::at(72) id="stays-to-slower">"Slower"</A>
        <p id="stays-routing">{move || is_routing().to_string()}</p>
        <main id="stays-main"><Outlet/></main>
    }
}

fn app() -> App {
    App::new(Shell)
        .page::<Hall>()
        .page::<Entrance>()
        .page::<Room>()
        .page::<Slow>()
}

fn press(id: &str) {
    run(&format!("document.querySelector('{id}').click()"));
}

#[wasm_bindgen_test]
async fn layouts_keep_their_state_while_pages_below_them_change() {
    let root = put("");
    let shown = mount_to(&root, || app().view("/hall/1/rooms/1"));
    press("#stays-count");
    press("#stays-count");
    press("#stays-clicks");
    run(
        "document.querySelector('#stays-input').value = 'typed'; globalThis.staysInput = document.querySelector('#stays-input'); 1",
    );
    let kept = || {
        let input = "staysInput.isConnected + ' ' + document.querySelector('#stays-input').value";
        (text("#stays-count"), run(input))
    };
    let same = ("2".to_owned(), "true typed".to_owned());
    click("#stays-to-two", false);
    assert_eq!((text("#stays-room").as_str(), kept()), ("2", same.clone()));
    assert_eq!(
        text("#stays-clicks"),
        "1",
        "other parameters are the same page"
    );
    click("#stays-to-entrance", false);
    assert_eq!(
        (text("#stays-room").as_str(), kept()),
        ("entrance", same.clone())
    );
    back().await;
    wait(100).await;
    assert_eq!((text("#stays-room").as_str(), kept()), ("2", same.clone()));
    assert_eq!(text("#stays-clicks"), "0", "the room was left");
    click("#stays-to-other", false);
    assert_eq!((text("#stays-hall").as_str(), kept()), ("2", same));
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn the_old_page_works_until_the_new_one_is_ready() {
    take_network();
    let slow = name(71);
    let key = slow.key().as_str();
    answer(key, &frame(key, "Here"));
    hold(key);
    let root = put("");
    let patient = || app().patience(Duration::from_secs(60));
    let shown = mount_to(&root, move || patient().view("/hall/1/rooms/1"));
    click("#stays-to-slow", false);
    assert_eq!(text("#stays-routing"), "true");
    wait(100).await;
    press("#stays-clicks");
    press("#stays-count");
    assert_eq!(
        (
            text("#stays-clicks").as_str(),
            text("#stays-count").as_str()
        ),
        ("1", "1")
    );
    assert!(
        !path().starts_with("/slow"),
        "the address is that of what is shown"
    );
    release(key);
    shows("#stays-main", "SlowHere").await;
    assert_eq!(
        (path().as_str(), text("#stays-routing").as_str()),
        ("/slow/71", "false")
    );
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn after_a_while_the_new_page_is_shown_with_its_fallback() {
    take_network();
    let slow = name(72);
    let key = slow.key().as_str();
    answer(key, &frame(key, "At last"));
    hold(key);
    let root = put("");
    let shown = mount_to(&root, || app().view("/hall/1/rooms/1"));
    asked();
    let begun = now();
    click("#stays-to-slower", false);
    assert_eq!(text("#stays-room"), "1");
    shows("#stays-main", "SlowLoading").await;
    assert!(now() - begun >= 290.0);
    assert_eq!(
        (text("#stays-main").as_str(), path().as_str()),
        ("SlowLoading", "/slow/72")
    );
    assert_eq!(text("#stays-routing"), "false");
    release(key);
    shows("#stays-main", "SlowAt last").await;
    assert_eq!(asked().len(), 1, "the page joined what was under way");
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn within_a_transition_the_old_page_works_until_the_new_one_is_whole() {
    take_network();
    let whole = name(73);
    let key = whole.key().as_str();
    answer(key, &frame(key, "Whole"));
    hold(key);
    let root = put("");
    let app = || {
        let app = App::new(Holding).page::<Hall>().page::<Room>();
        app.page::<Whole>().view("/hall/1/rooms/1")
    };
    let shown = mount_to(&root, app);
    assert_eq!(text("#stays-room"), "1");
    click("#stays-to-whole", false);
    wait(400).await;
    press("#stays-count");
    assert_eq!(
        (text("#stays-count").as_str(), text("#stays-whole").as_str()),
        ("1", "")
    );
    release(key);
    shows("#stays-whole", "Whole").await;
    assert_eq!(
        (text("#stays-count").as_str(), text("#stays-whole").as_str()),
        ("", "Whole")
    );
    drop(shown);
    root.remove();
}

#[wasm_bindgen_test]
async fn an_app_in_memory_leaves_the_address_alone() {
    let root = put("");
    let before = (path(), run("history.length"));
    let shown = mount_to(&root, || {
        app().location(AppLocation::Memory).view("/hall/3")
    });
    assert_eq!(text("#stays-room"), "entrance");
    assert!(click("#stays-to-two", false));
    assert_eq!(
        (text("#stays-hall").as_str(), text("#stays-room").as_str()),
        ("1", "2")
    );
    assert_eq!((path(), run("history.length")), before);
    drop(shown);
    root.remove();
}
