//! Views mounted into an empty element.

use limosa::__private::dom::browser::mount_to;
use limosa::__private::dom::{Attributes, Children, IntoView, NodeRef, Show, View};
use limosa::__private::reactive::{
    RwSignal, StoredValue, on_cleanup, provide_context, signal, use_context,
};
use limosa_macros::{component, view};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

#[wasm_bindgen_test]
pub(crate) fn a_click_changes_the_text() {
    let root = page::fresh("");
    let mounted = mount_to(&root, || {
        let (count, set_count) = signal(0);
        view! { <button on:click=move |_| set_count.update(|count| *count += 1)>"Clicked "{count}" times"</button> }
    });
    assert_eq!(root.inner_html(), "<button>Clicked 0 times</button>");
    page::click(&root, "button");
    page::click(&root, "button");
    assert_eq!(root.inner_html(), "<button>Clicked 2 times</button>");
    drop(mounted);
    assert_eq!(root.inner_html(), "");
}

#[wasm_bindgen_test]
pub(crate) fn attributes_follow_their_values() {
    let root = page::fresh("");
    let (on, set_on) = signal(false);
    mount_to(&root, move || {
        view! {
            <a class="a" class:on=on style:color=move || on.get().then_some("red") aria-busy=on hidden=on
                href=move || if on.get() { "javascript:alert(1)" } else { "/x" } title=move || on.get().then_some("t")>"x"</a>
        }
    })
    .forget();
    assert_eq!(
        root.inner_html(),
        "<a class=\"a\" aria-busy=\"false\" href=\"/x\">x</a>"
    );
    set_on.set(true);
    let html = root.inner_html();
    assert!(
        html.contains("class=\"a on\"")
            && html.contains("aria-busy=\"true\"")
            && html.contains("hidden=\"\""),
        "{html}"
    );
    assert!(
        html.contains("style=\"color: red;\"")
            && html.contains("title=\"t\"")
            && !html.contains("href"),
        "{html}"
    );
    set_on.set(false);
    let html = root.inner_html();
    assert!(
        html.contains("class=\"a\"") && !html.contains("hidden") && !html.contains("title"),
        "{html}"
    );
}

#[wasm_bindgen_test]
pub(crate) fn text_and_lists_stand_where_they_are_written() {
    let root = page::fresh("");
    mount_to(&root, || {
        let spread = Attributes::new()
            .attribute("id", "a")
            .attribute("onclick", "x()");
        view! {
            <p {..spread}>"a"{1}{"b"}<i/>{vec!["c", "d"]}{Some("e")}{None::<View>}"f"</p>
            "g" {'h'}
            <pre>"\nx"</pre>
        }
    })
    .forget();
    assert_eq!(
        root.inner_html(),
        "<p id=\"a\">a1b<i></i>cdef</p>gh<pre>\nx</pre>"
    );
}

#[component]
fn Logged(log: StoredValue<Vec<&'static str>>) -> impl IntoView {
    log.update(|log| log.push("made"));
    on_cleanup(move || log.update(|log| log.push("gone")));
    view! { <b>"logged"</b> }
}

#[wasm_bindgen_test]
pub(crate) fn blocks_are_built_and_taken_away() {
    let root = page::fresh("");
    let log = StoredValue::new(Vec::new());
    let (count, set_count) = signal(0);
    mount_to(&root, move || {
        view! {
            <div>"<"<Show when={move || count.get() > 1} fallback=|| "few"><Logged log=log/>{move || (count.get() > 2).then(|| view! { <i/><u/> })}</Show>">"</div>
        }
    })
    .forget();
    assert_eq!(root.inner_html(), "<div>&lt;few&gt;</div>");
    set_count.set(2);
    assert_eq!(root.inner_html(), "<div>&lt;<b>logged</b>&gt;</div>");
    set_count.set(3);
    assert_eq!(
        root.inner_html(),
        "<div>&lt;<b>logged</b><i></i><u></u>&gt;</div>"
    );
    set_count.set(0);
    assert_eq!(root.inner_html(), "<div>&lt;few&gt;</div>");
    assert_eq!(log.get(), ["made", "gone"]);
}

#[wasm_bindgen_test]
pub(crate) fn inputs_and_signals_follow_each_other() {
    let root = page::fresh("");
    let text = RwSignal::new("one".to_owned());
    let on = RwSignal::new(true);
    let input = NodeRef::<web_sys::HtmlInputElement>::new();
    mount_to(&root, move || {
        view! { <input id="t" node_ref=input bind:value=text/><input id="c" type="checkbox" bind:checked=on/><textarea bind:value=text></textarea> }
    })
    .forget();
    assert_eq!(page::value(&root, "#t"), "one");
    page::type_text(&root, "#t", "two");
    assert_eq!(text.get(), "two");
    assert_eq!(page::value(&root, "textarea"), "two");
    text.set("three".to_owned());
    assert_eq!(
        input.get_untracked().map(|input| input.value()).as_deref(),
        Some("three")
    );
    page::click(&root, "#c");
    assert!(!on.get());
}

#[wasm_bindgen_test]
pub(crate) fn parts_of_svg_are_svg() {
    let root = page::fresh("");
    let (radius, set_radius) = signal(1);
    mount_to(&root, move || {
        view! { <svg viewBox="0 0 2 2">{move || view! { <circle r=radius></circle> }}</svg> }
    })
    .forget();
    assert_eq!(
        page::namespace(&root, "circle"),
        "http://www.w3.org/2000/svg"
    );
    set_radius.set(2);
    assert_eq!(
        root.inner_html(),
        "<svg viewBox=\"0 0 2 2\"><circle r=\"2\"></circle></svg>"
    );
}

#[wasm_bindgen_test]
pub(crate) fn directives_get_the_element() {
    fn label(element: web_sys::Element, text: &'static str) {
        element.set_attribute("data-label", text).unwrap();
    }
    let root = page::fresh("");
    mount_to(&root, || view! { <p use:label="x"></p> }).forget();
    assert_eq!(root.inner_html(), "<p data-label=\"x\"></p>");
}

#[component]
fn Provider(log: StoredValue<Vec<&'static str>>, children: Children) -> impl IntoView {
    provide_context("inner");
    view! { <Logged log=log/>{children()} }
}

#[component]
fn Reader() -> impl IntoView {
    use_context::<&'static str>()
}

#[wasm_bindgen_test]
pub(crate) fn a_component_owns_what_it_provides_and_makes() {
    let root = page::fresh("");
    let log = StoredValue::new(Vec::new());
    let (on, set_on) = signal(true);
    let mounted = mount_to(&root, move || {
        provide_context("outer");
        view! {
            {move || on.get().then(|| view! { <Provider log=log><u><Reader/></u></Provider><Reader/> })}
            <i><Reader/></i>
        }
    });
    assert_eq!(
        root.inner_html(),
        "<b>logged</b><u>inner</u>outer<i>outer</i>"
    );
    set_on.set(false);
    assert_eq!(root.inner_html(), "<i>outer</i>");
    assert_eq!(log.get(), ["made", "gone"]);
    drop(mounted);
    assert_eq!(root.inner_html(), "");
}
