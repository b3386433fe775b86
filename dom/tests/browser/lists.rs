//! Keyed lists: whatever changes, every row keeps its nodes.

use limosa::__private::dom::For;
use limosa::__private::dom::browser::mount_to;
use limosa::__private::reactive::signal;
use limosa_macros::view;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::page;

fn shown(root: &Element) -> String {
    root.text_content().unwrap_or_default()
}

fn rows(keys: &[u32]) -> String {
    keys.iter().map(|key| format!("{key};")).collect()
}

#[wasm_bindgen_test]
pub(crate) fn rows_keep_their_nodes() {
    let root = page::fresh("");
    let (keys, set_keys) = signal(vec![1_u32, 2, 3, 4, 5]);
    mount_to(&root, move || {
        view! { <ul><For each=move || keys.get() key=|key| *key let:key><li>{key}";"</li></For></ul> }
    })
    .forget();
    assert_eq!(shown(&root), rows(&[1, 2, 3, 4, 5]));
    page::run("for (const row of document.querySelectorAll('li')) row.key = row.textContent");
    let lists: [&[u32]; 9] = [
        &[1, 4, 3, 2, 5],
        &[1, 4, 2, 5],
        &[4, 2, 5, 1],
        &[4, 7, 2, 8, 5, 1, 9],
        &[9, 8, 7, 5, 4, 2, 1],
        &[],
        &[1, 2],
        &[3, 4],
        &[4, 4, 3],
    ];
    for list in lists {
        set_keys.set(list.to_vec());
        assert_eq!(shown(&root), rows(list));
        let moved = root.query_selector_all("li").unwrap();
        for index in 0..moved.length() {
            let row = moved.item(index).unwrap();
            let key = js_sys::Reflect::get(&row, &"key".into()).unwrap();
            assert!(
                key.is_undefined() || key.as_string() == row.text_content(),
                "a row has become another's"
            );
        }
    }
}

#[wasm_bindgen_test]
pub(crate) fn lists_may_have_neighbours_and_rows_of_several_nodes() {
    let root = page::fresh("");
    let (keys, set_keys) = signal(vec![1_u32, 2]);
    mount_to(&root, move || {
        view! {
            <p>"<"<For each=move || keys.get() key=|key| *key let:key>{key}<b>{move || (key % 2 == 0).then_some("e")}</b></For>">"</p>
        }
    })
    .forget();
    assert_eq!(root.inner_html(), "<p>&lt;1<b></b>2<b>e</b>&gt;</p>");
    set_keys.set(vec![2, 3, 1]);
    assert_eq!(
        root.inner_html(),
        "<p>&lt;2<b>e</b>3<b></b>1<b></b>&gt;</p>"
    );
    set_keys.set(vec![]);
    assert_eq!(root.inner_html(), "<p>&lt;&gt;</p>");
    set_keys.set(vec![4]);
    assert_eq!(root.inner_html(), "<p>&lt;4<b>e</b>&gt;</p>");
}

#[wasm_bindgen_test]
pub(crate) fn any_list_becomes_any_other() {
    let root = page::fresh("");
    let (keys, set_keys) = signal(Vec::<u32>::new());
    mount_to(&root, move || {
        view! { <ul><For each=move || keys.get() key=|key| *key let:key><li>{key}";"</li></For></ul> }
    })
    .forget();
    let mut seed = 7_u32;
    let mut random = move |limit: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % limit
    };
    for _ in 0..300 {
        let mut list: Vec<u32> = (0..random(12)).collect();
        for index in (1..list.len()).rev() {
            list.swap(index, random(u32::try_from(index).unwrap() + 1) as usize);
        }
        list.truncate(random(12) as usize);
        set_keys.set(list.clone());
        assert_eq!(shown(&root), rows(&list));
    }
}

#[wasm_bindgen_test]
pub(crate) fn what_a_row_makes_lives_as_long_as_the_row() {
    let root = page::fresh("");
    let (keys, set_keys) = signal(vec![1_u32, 2]);
    mount_to(&root, move || {
        let row = |key: u32| {
            let (count, set_count) = signal(0);
            view! { <li><button on:click=move |_| set_count.update(|count| *count += 1)>{key}":"{count}";"</button></li> }
        };
        view! { <ul><For each=move || keys.get() key=|key| *key children=row/></ul> }
    })
    .forget();
    page::click(&root, "button");
    set_keys.set(vec![1, 3]);
    page::click(&root, "button");
    assert_eq!(shown(&root), "1:2;3:0;");
}
