//! Unmounting leaves nothing behind: no node, no handler, nothing reactive.

use limosa::__private::dom::browser::{held, hydrate_in, mount_to};
use limosa::__private::dom::{
    Attributes, Dynamic, ErrorBoundary, For, Index, NodeRef, Portal, Show, Style, Suspense, Title,
    View,
};
use limosa::__private::reactive::{Effect, RwSignal, host, resource};
use limosa_macros::view;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::page;

#[derive(Clone, Copy)]
struct World {
    is_open: RwSignal<bool>,
    items: RwSignal<Vec<u32>>,
    text: RwSignal<String>,
    chosen: RwSignal<Vec<String>>,
}

/// Something of everything.
fn everything(world: World) -> View {
    let World {
        is_open,
        items,
        text,
        chosen,
    } = world;
    let element = NodeRef::<Element>::new();
    Effect::new(move || drop((element.get(), items.get())));
    let later = resource(|| async { Ok::<_, std::fmt::Error>("later") });
    view! {
        <Title text="x"/><Style text=".everything {}"/>
        <p node_ref=element class:open=is_open title=text style:top={move || text.get()} {..Attributes::new().attribute("id", text)}>
            {move || items.with(Vec::len)} <b on:click=move |_| is_open.set(false)>{text}</b>
        </p>
        <Show when=move || is_open.get() fallback=|| view! { <i on:click:once=|_| ()>"closed"</i> }>
            <Portal><button on:click:prevent=move |_| text.set("clicked".to_owned())>{text}</button></Portal>
        </Show>
        <For each=move || items.get() key=|item| *item let:item><input type="checkbox" value=item.to_string() bind:group=chosen/></For>
        <Index each=move || items.get() let:item><u>{item}</u></Index>
        <Dynamic tag=move || if is_open.get() { "h1" } else { "h2" }>{text}<input bind:value=text/></Dynamic>
        <ErrorBoundary fallback=|_| "failed"><Suspense fallback=|| "…">{move || later.get().and_then(Result::ok)}</Suspense></ErrorBoundary>
        <select multiple bind:value=chosen><option>"1"</option></select>
    }
}

type Left = (usize, (u32, usize), u32);

fn left() -> Left {
    (host::live_nodes(), held(), page::elements())
}

fn play(world: World) {
    let World {
        is_open,
        items,
        text,
        ..
    } = world;
    for round in 0..4_u32 {
        is_open.set(round % 2 == 0);
        items.set((round..round * 3).rev().collect());
        text.set(round.to_string());
    }
}

#[wasm_bindgen_test]
pub(crate) fn what_was_mounted_is_gone_without_a_trace() {
    let root = page::fresh("");
    let world = World {
        is_open: RwSignal::new(true),
        items: RwSignal::new(vec![1, 2]),
        text: RwSignal::new("x".to_owned()),
        chosen: RwSignal::new(Vec::new()),
    };
    let mut before: Option<Left> = None;
    for _ in 0..3 {
        let mounted = mount_to(&root, move || everything(world));
        play(world);
        page::click(&root, "b");
        drop(mounted);
        assert_eq!(root.inner_html(), "");
        // The first time a style sheet and names may come that stay.
        let now = left();
        assert!(
            before.is_none_or(|before| before == now),
            "{before:?} {now:?}"
        );
        before = Some(now);
    }
    page::type_text(&page::fresh("<input>"), "input", "nobody listens");
}

#[wasm_bindgen_test]
pub(crate) fn what_was_hydrated_is_gone_without_a_trace() {
    let before = left();
    let root = page::fresh("<ul><li>1</li><li>2</li><!></ul><b>x</b><!>");
    let items = RwSignal::new(vec![1, 2]);
    let mounted = hydrate_in(&root, move || {
        view! {
            <ul><For each=move || items.get() key=|item| *item let:item><li on:click=|_| ()>{item}</li></For></ul>
            {move || view! { <b>"x"</b> }}
        }
    });
    items.set(vec![2, 3]);
    drop(mounted);
    assert_eq!(root.inner_html(), "");
    root.remove();
    items.dispose();
    assert_eq!(left(), before);
}
