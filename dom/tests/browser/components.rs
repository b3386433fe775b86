//! Lists by place, elements by name, and children that stand elsewhere.

use limosa::__private::dom::browser::{hydrate_in, mount_to};
use limosa::__private::dom::{Attributes, Dynamic, Index, Portal, Show, View};
use limosa::__private::reactive::{
    RwSignal, StoredValue, on_cleanup, provide_context, signal, use_context,
};
use limosa_macros::view;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

#[wasm_bindgen_test]
pub(crate) fn rows_of_an_index_stay_in_their_places() {
    let root = page::fresh("");
    let names = RwSignal::new(vec!["ruff", "knot"]);
    let log = StoredValue::new(Vec::new());
    mount_to(&root, move || {
        view! {
            <ul><Index each=move || names.get() let:name>
                <li>{
                    log.update(|log| log.push(name.index() + 10));
                    on_cleanup(move || log.update(|log| log.push(name.index())));
                    name
                }</li>
            </Index></ul>
        }
    })
    .forget();
    page::mark(&root);
    names.set(vec!["knot", "dunlin", "ruff"]);
    assert_eq!(
        root.inner_html(),
        "<ul><li>knot</li><li>dunlin</li><li>ruff</li></ul>"
    );
    assert_eq!(page::unmarked(&root), 1);
    names.set(vec!["reeve"]);
    assert_eq!(root.inner_html(), "<ul><li>reeve</li></ul>");
    names.set(Vec::new());
    assert_eq!(log.get(), [10, 11, 12, 1, 2, 0]);
}

fn heading(is_top: RwSignal<bool>, clicks: RwSignal<u32>) -> View {
    let tag = move || if is_top.get() { "h1" } else { "h2" };
    let handlers = move || {
        Attributes::new().on("click", move |_: web_sys::MouseEvent| {
            clicks.update(|clicks| *clicks += 1)
        })
    };
    view! { <Dynamic tag=tag class:top=is_top {..handlers()}>"clicked "{clicks}</Dynamic> }
}

#[wasm_bindgen_test]
pub(crate) fn a_dynamic_element_is_built_anew_under_another_name() {
    let root = page::fresh("");
    let (is_top, clicks) = (RwSignal::new(true), RwSignal::new(0));
    mount_to(&root, move || heading(is_top, clicks)).forget();
    assert_eq!(root.inner_html(), "<h1 class=\"top\">clicked 0</h1>");
    page::click(&root, "h1");
    is_top.set(false);
    page::click(&root, "h2");
    assert_eq!(clicks.get(), 2);
    assert_eq!(root.text_content().unwrap(), "clicked 2");
}

#[wasm_bindgen_test]
pub(crate) fn a_dynamic_element_takes_over_the_server_s() {
    page::taken();
    let root = page::fresh("<h1 class=\"top\">clicked <!>0</h1><!><br>");
    page::mark(&root);
    let (is_top, clicks) = (RwSignal::new(true), RwSignal::new(0));
    hydrate_in(
        &root,
        move || view! { {heading(is_top, clicks)} <Dynamic tag="br"/> },
    )
    .forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::unmarked(&root), 0);
    page::click(&root, "h1");
    assert_eq!(root.text_content().unwrap(), "clicked 1");
}

#[wasm_bindgen_test]
pub(crate) fn a_portal_stands_elsewhere_and_goes_with_its_place() {
    let (root, elsewhere) = (page::fresh(""), page::fresh(""));
    let (is_open, set_open) = signal(true);
    let clicks = RwSignal::new(0);
    let target = elsewhere.clone();
    let mounted = mount_to(&root, move || {
        provide_context("from inside");
        view! {
            <p on:click=move |_| clicks.update(|clicks| *clicks += 1)>
                <Show when=move || is_open.get()>
                    {
                        let target = target.clone();
                        view! {
                            <Portal to=move || Some(target)>
                                <b>{use_context::<&'static str>}</b>{move || view! { <i>{clicks}</i> }}
                            </Portal>
                        }
                    }
                </Show>
            </p>
        }
    });
    assert_eq!(root.inner_html(), "<p></p>");
    assert_eq!(
        elsewhere.inner_html(),
        "<div><b>from inside</b><i>0</i></div>"
    );
    page::click(&elsewhere, "b");
    assert_eq!(elsewhere.text_content().unwrap(), "from inside1");
    set_open.set(false);
    assert_eq!(elsewhere.inner_html(), "");
    set_open.set(true);
    drop(mounted);
    assert_eq!(elsewhere.inner_html(), "");
}

#[wasm_bindgen_test]
pub(crate) fn a_portal_opens_when_its_place_is_hydrated() {
    page::taken();
    let root = page::fresh("<p>a<!><!><!>c</p>");
    page::mark(&root);
    let mounted = hydrate_in(
        &root,
        || view! { <p>"a"<Portal><u id="in-the-body">"elsewhere"</u></Portal>"c"</p> },
    );
    assert_eq!(page::taken(), "");
    assert_eq!(page::unmarked(&root), 0);
    let document = web_sys::window().unwrap().document().unwrap();
    let opened = document.get_element_by_id("in-the-body").unwrap();
    assert_eq!(
        opened.parent_element().unwrap().parent_element(),
        document.body().map(Into::into)
    );
    drop(mounted);
    assert!(document.get_element_by_id("in-the-body").is_none());
}

#[wasm_bindgen_test]
pub(crate) fn handlers_prevent_and_stop_as_their_options_say() {
    let root = page::fresh("");
    let log = StoredValue::new(Vec::new());
    let push = move |entry: &'static str| log.update(|log| log.push(entry));
    mount_to(&root, move || {
        view! {
            <div on:click=move |_| push("outer") on:click:capture=move |_| push("capture")>
                <a href="#elsewhere" on:click:prevent=move |event| {
                    push(if event.default_prevented() { "prevented" } else { "free" })
                }>"a"</a>
                <b on:click:stop=move |_| push("stopped")>"b"</b>
                <i on:click:once=move |_| push("once")>"c"</i>
                <u on:click:undelegated:stop=move |_| push("direct")>"d"</u>
            </div>
        }
    })
    .forget();
    for selector in ["a", "b", "i", "i", "u"] {
        page::click(&root, selector);
        log.update(|log| log.push(";"));
    }
    let log = log.get().concat();
    assert_eq!(
        log,
        "capturepreventedouter;capturestopped;captureonceouter;captureouter;capturedirect;"
    );
    assert!(!page::hash().contains("elsewhere"));
}
