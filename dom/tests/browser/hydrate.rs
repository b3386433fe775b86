//! The server's HTML is taken over: no node is replaced, nothing typed is lost, and what differs is repaired.

use limosa::__private::dom::browser::hydrate_in;
use limosa::__private::dom::{For, IntoView, Show, Suspense, View};
use limosa::__private::reactive::{RwSignal, WriteSignal, signal};
use limosa_macros::{component, view};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

#[component]
fn Greeting(name: RwSignal<String>) -> impl IntoView {
    view! { <p class:named={move || !name.get().is_empty()}>"Hello "{name}"!"</p> "text" {"x"} }
}

#[component]
fn Page(
    name: RwSignal<String>,
    keys: RwSignal<Vec<u32>>,
    set_clicks: WriteSignal<u32>,
) -> impl IntoView {
    view! {
        <header><nav><a href="/">"Home"</a></nav></header>
        <main>
            <Greeting name=name/>
            <ul><For each=move || keys.get() key=|key| *key let:key><li>{key}<b/>"."</li></For></ul>
            <Show when=move || name.get() == "Ada"><i>"it is "{name}</i></Show>
            {vec!["a", "", "b"]}
            {move || view! { <u>{name}</u> }}
            "end"
            <button on:click=move |_| set_clicks.update(|clicks| *clicks += 1)>"+"</button>
        </main>
    }
}

const PAGE: &str = "<header><nav><a href=\"/\">Home</a></nav></header><main><p class=\" named\">Hello <!>Ada<!>!</p>text<!>x\
    <ul><li>1<b></b>.</li><li>2<b></b>.</li><!></ul><i>it is <!>Ada</i><!><!>a<!><!>b<!><u>Ada</u><!><!>end<button>+</button></main>";

#[wasm_bindgen_test]
pub(crate) fn no_node_is_replaced() {
    page::taken();
    let root = page::fresh(PAGE);
    page::mark(&root);
    let before = page::marks(&root);
    let (name, keys) = (RwSignal::new("Ada".to_owned()), RwSignal::new(vec![1, 2]));
    let (clicks, set_clicks) = signal(0);
    hydrate_in(
        &root,
        move || view! { <Page name=name keys=keys set_clicks=set_clicks/> },
    )
    .forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::marks(&root), before);
    assert_eq!(page::unmarked(&root), 0);
    page::click(&root, "button");
    assert_eq!(clicks.get(), 1);
    keys.set(vec![3, 2, 1]);
    name.set("Bo".to_owned());
    let text = root.text_content().unwrap();
    assert_eq!(text, "HomeHello Bo!textx3.2.1.abBoend+");
    assert_eq!(
        page::unmarked(&root),
        2,
        "only the row that came is new, an element in another"
    );
}

fn texts(names: RwSignal<Vec<&'static str>>) -> View {
    view! {
        "a"
        {move || view! { {names.with(Vec::len)} "c" }}
        ""
        <For each=move || names.get() key=|name| *name let:name>{name}{name}</For>
        "d"
        <Suspense>"e"</Suspense>
        "f"
    }
}

#[wasm_bindgen_test]
pub(crate) fn texts_next_to_each_other_stay_apart() {
    page::taken();
    let root = page::fresh("a<!>1<!>c<!><!>x<!>x<!>d<!>e<!>f");
    page::mark(&root);
    let before = page::marks(&root);
    let names = RwSignal::new(vec!["x"]);
    hydrate_in(&root, move || texts(names)).forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::marks(&root), before);
    names.set(vec!["y", "x"]);
    assert_eq!(root.text_content().unwrap(), "a2cyyxxdef");
}

#[wasm_bindgen_test]
pub(crate) fn what_was_typed_stays() {
    page::taken();
    let root = page::fresh(
        "<input id=\"a\" value=\"x\"><input id=\"b\" value=\"y\"><textarea>\nz</textarea>",
    );
    page::set_value(&root, "#a", "typed");
    page::set_value(&root, "#b", "bound");
    page::set_value(&root, "textarea", "long");
    page::focus(&root, "#a");
    let bound = RwSignal::new("y".to_owned());
    let plain = RwSignal::new("x".to_owned());
    hydrate_in(&root, move || {
        view! { <input id="a" value=plain/><input id="b" bind:value=bound/><textarea value=move || "z"></textarea> }
    })
    .forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::value(&root, "#a"), "typed");
    assert_eq!(bound.get(), "bound");
    assert_eq!(page::value(&root, "textarea"), "long");
    assert!(page::is_focused(&root, "#a"));
    plain.set("new".to_owned());
    assert_eq!(page::value(&root, "#a"), "new");
}

fn differing() -> View {
    let (count, set_count) = signal(1);
    view! {
        <section><h1>"Title"</h1><p>"count "{count}</p>{move || view! { <b>{count}</b> }}<button on:click=move |_| set_count.update(|n| *n += 1)>"+"</button></section>
        <footer>"end"</footer>
    }
}

#[wasm_bindgen_test]
pub(crate) fn what_differs_is_rebuilt_and_reported() {
    for html in [
        "",
        "<div>other</div>",
        "<section></section><footer>end</footer>",
        "<section><h1>Title</h1><div>x</div><b>1</b><!><button>+</button></section><footer>end</footer>",
        "<section><h1>Title</h1><p>count <!>1</p><button>+</button></section>",
        "<section><h1>Title</h1><p>count <!>9</p><b>1</b><i>more</i><!><button>+</button></section><footer>end</footer>",
        "text<section><h1>Title</h1><p></p></section>",
    ] {
        page::taken();
        let root = page::fresh(html);
        hydrate_in(&root, differing).forget();
        assert!(
            page::taken().contains("expected:"),
            "{html} is not reported"
        );
        page::click(&root, "button");
        let text = root
            .query_selector("section")
            .unwrap()
            .unwrap()
            .text_content()
            .unwrap();
        assert_eq!(
            text,
            "Titlecount 22+",
            "{html} became {}",
            root.inner_html()
        );
        assert!(root.query_selector("footer").unwrap().is_some(), "{html}");
    }
}

#[wasm_bindgen_test]
pub(crate) fn what_an_extension_added_does_no_harm() {
    page::taken();
    let root = page::fresh(
        "<div class=\"extension\"></div><section><h1>Title</h1><p>count <!>1</p><b>1</b><!><button>+</button></section><footer>end</footer>",
    );
    page::mark(&root);
    hydrate_in(&root, differing).forget();
    assert_eq!(page::unmarked(&root), 0);
}

#[component]
fn Outer(name: RwSignal<String>) -> impl IntoView {
    view! { <div><Greeting name=name/></div> }
}

#[wasm_bindgen_test]
pub(crate) fn a_report_names_the_component_and_its_line() {
    page::taken();
    let root = page::fresh("<div><p class=\" named\">Hello <!>Bo<!>!</p>text<!>x</div>");
    let name = RwSignal::new("Ada".to_owned());
    hydrate_in(&root, move || view! { <Outer name=name/> }).forget();
    let told = page::taken();
    let line = include_str!("hydrate.rs")
        .lines()
        .position(|line| line.contains("<div><Greeting name=name/></div>"))
        .unwrap();
    let expected = format!(
        "hydrate::Greeting (dom/tests/browser/hydrate.rs:{})",
        line + 1
    );
    assert!(told.contains(&expected), "{told}");
    assert!(
        told.contains("expected: \"Ada\"\nfound:    \"Bo\""),
        "{told}"
    );
    assert_eq!(root.text_content().unwrap(), "Hello Ada!textx");
}

#[wasm_bindgen_test]
pub(crate) fn what_was_opened_checked_selected_and_scrolled_stays() {
    page::taken();
    let root = page::fresh(
        "<input type=\"checkbox\"><details><summary>more</summary><p>x</p></details>\
         <div class=\"scrolled\" style=\"height:50px;overflow:auto\"><div style=\"height:500px\">tall</div></div>\
         <input id=\"selected\" value=\"abcd\">",
    );
    page::disturb(&root);
    let before = page::disturbed(&root);
    assert_eq!(before, "[true,true,40,true,1,3,\"backward\"]");
    let (is_on, text) = (RwSignal::new(false), RwSignal::new("abcd".to_owned()));
    hydrate_in(&root, move || {
        view! {
            <input type="checkbox" bind:checked=is_on/>
            <details><summary>"more"</summary><p>{move || "x"}</p></details>
            <div class="scrolled" style="height:50px;overflow:auto"><div style="height:500px">{"tall"}</div></div>
            <input id="selected" bind:value=text/>
        }
    })
    .forget();
    assert_eq!(page::taken(), "");
    assert!(is_on.get());
    assert_eq!(page::disturbed(&root), before);
}

#[wasm_bindgen_test]
pub(crate) fn whatever_happened_to_the_page_what_changes_is_right() {
    for case in 0..300 {
        let root = page::fresh(PAGE);
        for round in 0..1 + case % 3 {
            page::damage(&root, case * 7 + round * 13, case / 5 + round);
        }
        let damaged = root.inner_html();
        let (name, keys) = (RwSignal::new("Ada".to_owned()), RwSignal::new(vec![1, 2]));
        let (clicks, set_clicks) = signal(0);
        let mounted = hydrate_in(
            &root,
            move || view! { <Page name=name keys=keys set_clicks=set_clicks/> },
        );
        keys.set(vec![3, 2, 1]);
        name.set("Bo".to_owned());
        page::click(&root, "main button");
        let shown = |selector| {
            let found = root.query_selector_all(selector).unwrap();
            let texts = (0..found.length()).map(|index| found.item(index).unwrap().text_content());
            texts.flatten().collect::<Vec<_>>().join(";")
        };
        let html = root.inner_html();
        assert_eq!(clicks.get(), 1, "{damaged}\n{html}");
        assert_eq!(
            shown("main li")
                .matches(['1', '2', '3'])
                .collect::<String>(),
            "321",
            "{damaged}\n{html}"
        );
        assert_eq!(shown("main u"), "Bo", "{damaged}\n{html}");
        assert!(shown("main p.named").contains("Bo"), "{damaged}\n{html}");
        assert_eq!(shown("main i"), "", "{damaged}\n{html}");
        drop(mounted);
        root.remove();
        page::taken();
    }
}
