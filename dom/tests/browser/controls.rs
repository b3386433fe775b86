//! Controls that follow signals, and signals that follow controls.

use limosa::__private::dom::browser::{hydrate_in, mount_to};
use limosa::__private::dom::{For, View};
use limosa::__private::reactive::{RwSignal, Store, signal};
use limosa_macros::view;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

#[wasm_bindgen_test]
pub(crate) fn both_halves_of_a_signal_and_parts_of_a_store_can_be_bound() {
    let root = page::fresh("");
    let (name, set_name) = signal("one".to_owned());
    let agreed = Store::new(false);
    mount_to(&root, move || {
        view! { <input id="n" bind:value=(name, set_name)/><input id="a" type="checkbox" bind:checked=agreed/> }
    })
    .forget();
    page::type_text(&root, "#n", "two");
    page::click(&root, "#a");
    assert_eq!((name.get(), agreed.get()), ("two".to_owned(), true));
}

fn group(size: RwSignal<String>, birds: RwSignal<Vec<String>>) -> View {
    view! {
        <input type="radio" name="size" value="m" bind:group=size/>
        <For each=|| ["l"] key=|size| *size let:value><input type="radio" name="size" value=value bind:group=size/></For>
        <input type="checkbox" value="ruff" bind:group=birds/>
        <input type="checkbox" value="knot" bind:group=birds/>
    }
}

#[wasm_bindgen_test]
pub(crate) fn a_group_is_one_text_or_several() {
    let root = page::fresh("");
    let (size, birds) = (text("m"), RwSignal::new(texts(&["knot"])));
    mount_to(&root, move || group(size, birds)).forget();
    assert_eq!(page::checked(&root), "m knot");
    page::click(&root, "[value=l]");
    page::click(&root, "[value=ruff]");
    assert_eq!(size.get(), "l");
    assert_eq!(birds.get(), texts(&["knot", "ruff"]));
    page::click(&root, "[value=knot]");
    assert_eq!(birds.get(), texts(&["ruff"]));
    size.set("m".to_owned());
    birds.set(Vec::new());
    assert_eq!(page::checked(&root), "m");
}

#[wasm_bindgen_test]
pub(crate) fn what_was_chosen_of_a_group_before_hydration_wins() {
    page::taken();
    let root = page::fresh(
        "<input type=\"radio\" name=\"size\" value=\"m\" checked><input type=\"radio\" name=\"size\" value=\"l\"><!>\
         <input type=\"checkbox\" value=\"ruff\"><input type=\"checkbox\" value=\"knot\" checked>",
    );
    for selector in ["[value=l]", "[value=ruff]", "[value=knot]"] {
        page::click(&root, selector);
    }
    let (size, birds) = (text("m"), RwSignal::new(texts(&["knot"])));
    hydrate_in(&root, move || group(size, birds)).forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::checked(&root), "l ruff");
    assert_eq!(
        (size.get(), birds.get()),
        ("l".to_owned(), texts(&["ruff"]))
    );
}

#[wasm_bindgen_test]
pub(crate) async fn a_select_follows_its_signal_and_its_options() {
    let root = page::fresh("");
    let chosen = text("b");
    let (options, set_options) = signal(vec!["a", "b", "c"]);
    mount_to(&root, move || {
        view! {
            <select bind:value=chosen>
                <For each=move || options.get() key=|item| *item let:item><option>{item}</option></For>
            </select>
        }
    })
    .forget();
    assert_eq!(page::value(&root, "select"), "b");
    chosen.set("c".to_owned());
    assert_eq!(page::value(&root, "select"), "c");
    page::choose(&root, "select", "a");
    assert_eq!(chosen.get(), "a");
    chosen.set("d".to_owned());
    assert_eq!(page::value(&root, "select"), "");
    set_options.set(vec!["x", "d", "a"]);
    page::soon().await;
    assert_eq!(page::value(&root, "select"), "d");
}

#[wasm_bindgen_test]
pub(crate) fn a_select_of_many_is_a_list() {
    let root = page::fresh("");
    let chosen = RwSignal::new(texts(&["a", "c"]));
    mount_to(&root, move || {
        view! { <select multiple bind:value=chosen><option>"a"</option><option>"b"</option><option>"c"</option></select> }
    })
    .forget();
    assert_eq!(page::chosen(&root, "select"), "a c");
    page::choose(&root, "select", "b");
    assert_eq!(chosen.get(), texts(&["b"]));
    chosen.set(texts(&["c", "b"]));
    assert_eq!(page::chosen(&root, "select"), "b c");
}

#[wasm_bindgen_test]
pub(crate) fn what_was_chosen_before_hydration_wins() {
    page::taken();
    let root = page::fresh(
        "<select id=\"a\"><option selected>x</option><option>y</option></select><select id=\"b\"><option selected>x</option><option>y</option></select>",
    );
    page::mark(&root);
    for id in ["#a", "#b"] {
        page::choose(&root, id, "y");
    }
    let (bound, plain) = (text("x"), text("x"));
    hydrate_in(&root, move || {
        view! {
            <select id="a" bind:value=bound><option>"x"</option><option>"y"</option></select>
            <select id="b" value=plain><option>"x"</option><option>"y"</option></select>
        }
    })
    .forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::unmarked(&root), 0);
    assert_eq!(bound.get(), "y");
    assert_eq!(page::value(&root, "#a"), "y");
    assert_eq!(page::value(&root, "#b"), "y");
    plain.set("z".to_owned());
    assert_eq!(page::value(&root, "#b"), "");
}
