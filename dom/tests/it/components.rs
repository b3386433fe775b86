//! Lists by place, elements by name, slots, and views without `view!`, as the server writes them.

use limosa::__private::dom::{
    Attributes, Children, Dynamic, For, ForProps, Index, IntoView, Place, Portal, Props, View,
    ViewFn, element,
};
use limosa::__private::reactive::{RwSignal, signal};
use limosa_macros::{component, view};

use super::html::check;

#[test]
fn an_index_has_a_row_per_place() {
    check(
        || view! { <ol><Index each=|| ["a", "b"] let:name><li title=name>{name}</li></Index></ol> },
        "<ol><li title=\"a\">a</li><li title=\"b\">b</li><!></ol>",
    );
    let row = |place: Place<u8>| view! { {place.index()}":"{move || place.get() * 2}";" };
    check(
        move || view! { <Index each=|| vec![5, 6] children=row/> },
        "0<!>:<!>10<!>;<!>1<!>:<!>12<!>;<!>",
    );
}

#[test]
fn a_dynamic_element_has_the_name_it_is_given() {
    let is_top = RwSignal::new(true);
    let tag = move || if is_top.get() { "h1" } else { "h2" };
    check(
        move || view! { <Dynamic tag=tag class:a=true class:b=is_top data-x=1 {..Attributes::new().attribute("id", "i")}>"x"<b/></Dynamic> },
        "<h1 class=\"a b\" data-x=\"1\" id=\"i\">x<b></b></h1><!>",
    );
    check(
        || view! { <Dynamic tag="br"/><Dynamic tag=None::<&'static str>>"x"</Dynamic> },
        "<br>",
    );
    check(
        || view! { <Dynamic tag="pre">"\nx"</Dynamic> },
        "<pre>\n\nx</pre>",
    );
    let attack = || String::from("b><script");
    check(move || view! { <Dynamic tag=attack()>"x"</Dynamic> }, "x");
    check(
        || view! { <Dynamic tag="script">"alert(1)"</Dynamic> },
        "alert(1)",
    );
}

#[test]
fn a_portal_is_nothing_but_its_place() {
    check(
        || view! { <p>"a"<Portal><b>"elsewhere"</b></Portal>"c"</p> },
        "<p>a<!><!><!>c</p>",
    );
}

#[component]
fn Frame(
    #[prop(optional)] header: Option<Children>,
    footer: ViewFn,
    children: Children,
) -> impl IntoView {
    view! { <section>{header.map(|header| header())}<main>{children()}</main>{footer.view()}</section> }
}

#[component]
fn Table<V: IntoView + 'static>(rows: Vec<u8>, cell: impl Fn(u8) -> V + 'static) -> impl IntoView {
    rows.into_iter().map(cell).collect::<Vec<_>>()
}

#[test]
fn slots_are_props_that_stand_between_the_tags() {
    check(
        || {
            view! {
                <Frame>
                    <h1 slot:header>"Title"</h1>
                    "body"
                    <Dynamic tag="i" slot:footer/>
                    <b slot:footer/>
                </Frame>
            }
        },
        "<section><h1>Title</h1><main>body</main><i></i><b></b></section>",
    );
    check(
        || view! { <Frame footer={(|| "end").into()}>"x"</Frame> },
        "<section><main>x</main>end</section>",
    );
    check(
        || view! { <Table rows=vec![1, 2]><td slot:cell let:value class="c">{value + 1}</td></Table> },
        "<td class=\"c\">2</td><td class=\"c\">3</td>",
    );
}

#[component]
fn Pair<A: IntoView + 'static>(
    children: impl Fn(u8, &'static str) -> A + 'static,
) -> impl IntoView {
    children(1, "x")
}

#[test]
fn children_may_be_given_several_things() {
    check(
        || view! { <Pair let:number let:name><b>{number}{name}</b></Pair> },
        "<b>1<!>x</b>",
    );
}

#[test]
fn views_are_made_without_the_macro_too() {
    let (count, set_count) = signal(1);
    let app = move || {
        let rows = ForProps::builder()
            .each(|| ["a", "b"])
            .key(|item| *item)
            .children(|item| element("li").child(item))
            .build();
        let frame = FrameProps::builder()
            .footer((|| "end").into())
            .children(Box::new(move || element("ul").child(For(rows)).into_view()))
            .build();
        let button = element("button")
            .attribute("type", "button")
            .attribute("onclick", "alert(1)")
            .class("many", move || count.get() > 0)
            .on("click", move |_: web_sys::MouseEvent| set_count.set(2))
            .child("Clicked ")
            .child(count);
        View::sequence(vec![Frame(frame), button.into_view()])
    };
    check(
        app,
        "<section><main><ul><li>a</li><li>b</li><!></ul></main>end</section>\
         <button type=\"button\" class=\"many\">Clicked <!>1</button>",
    );
}

#[test]
fn formulas_keep_their_elements() {
    check(
        || view! { <math display="block"><mfrac><mn>"1"</mn><mi>{"x"}</mi></mfrac></math> },
        "<math display=\"block\"><mfrac><mn>1</mn><mi>x</mi></mfrac></math>",
    );
}
