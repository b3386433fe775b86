//! An app whose URL is kept behind the hash of the document.

use limosa_dom::IntoView;
use limosa_dom::browser::mount_to;
use limosa_macros::{Page, component, view};
use limosa_reactive::Memo;
use limosa_router::{A, App, AppLocation, Outlet};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{back, click, hash, put, set_hash, text, wait};

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
struct Everything;

#[derive(Page, Debug, Clone, PartialEq)]
#[page("/only/:state")]
struct Only {
    state: String,
}

impl limosa_router::Page for Everything {
    fn view(_: Memo<Self>) -> impl IntoView {
        "everything"
    }
}

impl limosa_router::Page for Only {
    fn view(page: Memo<Self>) -> impl IntoView {
        move || page.get().state
    }
}

#[component]
fn Shell() -> impl IntoView {
    view! {
        <A to=Everything id="hash-all">"All"</A>
        <A to=Only::at("done".to_owned()) id="hash-done">"Done"</A>
        <p id="hash-page"><Outlet/></p>
    }
}

fn app() -> App {
    App::new(Shell)
        .page::<Everything>()
        .page::<Only>()
        .not_found(|| "nowhere")
        .location(AppLocation::Hash)
}

#[wasm_bindgen_test]
async fn links_and_history_work_behind_the_hash() {
    let root = put("");
    let shown = mount_to(&root, app);
    assert_eq!(text("#hash-page"), "everything");
    assert!(click("#hash-done", false));
    assert_eq!(
        (text("#hash-page").as_str(), hash().as_str()),
        ("done", "#/only/done")
    );
    assert!(click("#hash-all", false));
    assert_eq!(text("#hash-page"), "everything");
    back().await;
    wait(100).await;
    assert_eq!(text("#hash-page"), "done");
    // What the visitor types into the address bar.
    set_hash("#/only/typed");
    wait(100).await;
    assert_eq!(text("#hash-page"), "typed");
    set_hash("#/elsewhere");
    wait(100).await;
    assert_eq!(text("#hash-page"), "nowhere");
    // A jump within the page is none of the app's.
    set_hash("#section");
    wait(100).await;
    assert_eq!(text("#hash-page"), "nowhere");
    drop(shown);
    root.remove();
}
