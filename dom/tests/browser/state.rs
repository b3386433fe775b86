//! What views follow beside signals: parts of stores, the window, events caused by the app itself.

use limosa::__private::dom::browser::mount_to;
use limosa::__private::dom::{NodeRef, Show, on_window};
use limosa::__private::reactive::{Effect, RwSignal, Store, StoredValue};
use limosa_macros::{Store, view};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

#[derive(Store, Clone, PartialEq)]
struct Product {
    name: String,
    sold: bool,
}

#[wasm_bindgen_test]
pub(crate) fn parts_of_a_store_are_shown_and_followed() {
    let root = page::fresh("");
    let product = Store::new(Product {
        name: "Ruff".to_owned(),
        sold: true,
    });
    let mounted = mount_to(&root, move || {
        let (name, sold) = (product.name(), product.sold());
        view! {
            <p class:sold=sold title=name>{name}</p>
        }
    });
    let shown = || {
        let paragraph = root.query_selector("p");
        paragraph.ok().flatten().map(|element| element.outer_html())
    };
    assert_eq!(
        shown().as_deref(),
        Some(r#"<p title="Ruff" class="sold">Ruff</p>"#)
    );
    product.name().set("Reeve".to_owned());
    product.sold().set(false);
    assert_eq!(
        shown().as_deref(),
        Some(r#"<p title="Reeve" class="">Reeve</p>"#)
    );
    drop(mounted);
}

#[wasm_bindgen_test]
pub(crate) fn the_window_is_listened_to_as_long_as_the_view_is_there() {
    let root = page::fresh("");
    let heard = StoredValue::new(0);
    let mounted = mount_to(&root, move || {
        on_window("resize", move |_: web_sys::Event| {
            heard.update(|count| *count += 1)
        });
    });
    let resize = || {
        let event = web_sys::Event::new("resize").expect("the event has a name");
        let window = web_sys::window().expect("there is a window");
        window.dispatch_event(&event).expect("the event is new");
    };
    resize();
    resize();
    assert_eq!(heard.get(), 2);
    drop(mounted);
    resize();
    assert_eq!(heard.get(), 2);
}

#[wasm_bindgen_test]
pub(crate) fn what_the_app_does_to_the_focus_is_heard() {
    let root = page::fresh("");
    let log = StoredValue::new(vec![]);
    let heard = move |what| log.update(|log| log.push(what));
    let editing = RwSignal::new(true);
    let other = NodeRef::<web_sys::HtmlInputElement>::new();
    let step = RwSignal::new(0);
    mount_to(&root, move || {
        Effect::new(move || {
            if step.get() == 1
                && let Some(input) = other.get()
            {
                input.focus().expect("an input takes the focus");
            }
        });
        view! {
            <input id="first" on:blur=move |_| { heard("blur"); editing.get(); } />
            <input id="other" node_ref=other on:focus=move |_| heard("focus") />
            <Show when=move || editing.get()>
                <input id="edit" on:blur=move |_| { heard("left"); editing.set(false); } />
            </Show>
        }
    })
    .forget();
    page::focus(&root, "#first");
    step.set(1);
    assert_eq!(log.get(), ["blur", "focus"]);
    // Removed by its own handler's write, and by somebody else's.
    page::focus(&root, "#edit");
    page::focus(&root, "#first");
    assert_eq!(log.get(), ["blur", "focus", "left"]);
    editing.set(true);
    page::focus(&root, "#edit");
    editing.set(false);
    assert!(
        root.query_selector("#edit")
            .is_ok_and(|edit| edit.is_none())
    );
    assert_eq!(log.get(), ["blur", "focus", "left", "blur"]);
}
