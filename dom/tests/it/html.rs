//! One shape of `view!` after the other, and the HTML it becomes.

use limosa::__private::dom::server::{RenderOptions, render};
use limosa::__private::dom::{
    Attributes, Children, ChildrenFn, For, IntoView, NodeRef, Show, Suspense, Title, View,
};
use limosa::__private::reactive::{Owner, RwSignal, provide_context, signal, use_context};
use limosa_macros::{component, view};

/// The body and the head of a page without anything late.
pub(crate) fn written(app: impl FnOnce() -> View + 'static) -> (String, String) {
    let owner = Owner::new_inert_root();
    let mut rendering = owner.with(|| render(app, RenderOptions::default()));
    let shell = futures::executor::block_on(rendering.shell());
    owner.dispose();
    super::parsed::check_texts(&shell);
    (shell.body, shell.head)
}

#[track_caller]
pub(crate) fn check(app: impl FnOnce() -> View + 'static, expected: &str) {
    assert_eq!(written(app).0, expected);
}

#[test]
fn static_elements_are_one_piece() {
    check(
        || view! { <p class="a" hidden>"one"<br/>"two & three"</p> },
        "<p class=\"a\" hidden>one<br>two &amp; three</p>",
    );
    check(|| view! {}, "");
    check(|| view! { "text" <b/> }, "text<b></b>");
    check(
        || view! { <my-element data-x=1 aria-busy=false></my-element> },
        "<my-element data-x=\"1\" aria-busy=\"false\"></my-element>",
    );
}

#[test]
fn texts_that_would_merge_are_kept_apart() {
    let name = "A<B";
    check(
        move || view! { <p>"Hello "{name}"!"</p> },
        "<p>Hello <!>A&lt;B<!>!</p>",
    );
    check(|| view! { <p>{1}{2_u8}{'c'}</p> }, "<p>1<!>2<!>c</p>");
    check(|| view! { <p>{vec!["a", "", "b"]}</p> }, "<p>a<!><!>b</p>");
    check(
        || view! { <p>{String::from("x")}<b>{-5}</b></p> },
        "<p>x<b>-5</b></p>",
    );
}

#[test]
fn closures_of_text_have_no_marker_and_other_blocks_one() {
    let (count, _) = signal(3);
    check(
        move || view! { <p>{move || count.get()}</p><p>{count}</p> },
        "<p>3</p><p>3</p>",
    );
    check(
        move || view! { <p>{move || view! { <b>{count}</b> }}</p> },
        "<p><b>3</b><!></p>",
    );
    check(
        || view! { <p>{None::<View>}{Some(view! { <i/> })}</p> },
        "<p><!><i></i></p>",
    );
}

#[test]
fn attributes_are_left_out_when_absent() {
    let (name, _) = signal(String::from("\"x\""));
    check(
        move || view! { <input value=name disabled=true readonly=false title=None::<String> aria-hidden=move || false maxlength=80/> },
        "<input value=\"&quot;x&quot;\" disabled aria-hidden=\"false\" maxlength=\"80\">",
    );
    check(
        || view! { <p class="a" class:b=true class:c=move || false style="top:0" style:color="red"></p> },
        "<p class=\"a b\" style=\"top:0;color:red;\"></p>",
    );
    check(
        || view! { <p class=move || "x" class:y=true></p> },
        "<p class=\" x y\"></p>",
    );
    let spread = Attributes::new()
        .attribute("title", "t")
        .attribute("onclick", "alert(1)");
    check(
        move || view! { <p id="a" {..spread}></p> },
        "<p id=\"a\" title=\"t\"></p>",
    );
}

#[test]
fn addresses_that_run_script_are_not_written() {
    check(
        || view! { <a href=String::from(" JavaScript:alert(1)")>"x"</a> },
        "<a>x</a>",
    );
    check(
        || view! { <a href=String::from("/a?b=1&c=2")>"x"</a> },
        "<a href=\"/a?b=1&amp;c=2\">x</a>",
    );
    let spread = Attributes::new().attribute("href", "java\nscript:1");
    check(move || view! { <a {..spread}>"x"</a> }, "<a>x</a>");
}

#[test]
fn elements_of_text_hold_text() {
    check(
        || view! { <textarea>{"</textarea>\n"}</textarea> },
        "<textarea>\n&lt;/textarea>\n</textarea>",
    );
    check(
        || view! { <textarea value="a"></textarea> },
        "<textarea>\na</textarea>",
    );
    check(|| view! { <pre>"\nx"</pre> }, "<pre>\n\nx</pre>");
    check(
        || view! { <div inner_html="<b>x</b>"></div> },
        "<div><b>x</b></div>",
    );
    let text = RwSignal::new(String::from("bound"));
    let on = RwSignal::new(true);
    check(
        move || view! { <textarea bind:value=text></textarea><input type="checkbox" bind:checked=on/> },
        "<textarea>\nbound</textarea><input type=\"checkbox\" checked>",
    );
}

#[component]
fn Greeting(
    /// Whom to greet.
    #[prop(into)]
    name: String,
    #[prop(optional)] punctuation: Option<&'static str>,
    #[prop(default = 1)] times: usize,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let greetings = vec![format!("Hello {name}{}", punctuation.unwrap_or(".")); times];
    view! { <p>{greetings}{children.map(|children| children())}</p> }
}

#[component]
fn Twice(children: ChildrenFn) -> impl IntoView {
    view! { {children()} {children()} }
}

#[component]
fn Listed<T: Clone + 'static>(items: Vec<T>, show: impl Fn(T) -> View + 'static) -> impl IntoView {
    items.into_iter().map(show).collect::<Vec<_>>()
}

#[component]
fn Plain() -> impl IntoView {
    "plain"
}

#[test]
fn components_take_props_and_children() {
    check(|| view! { <Greeting name="Ada"/> }, "<p>Hello Ada.<!></p>");
    check(
        || view! { <Greeting name=String::from("Bo") punctuation="!" times=2><b>"x"</b></Greeting> },
        "<p>Hello Bo!<!>Hello Bo!<!><b>x</b></p>",
    );
    check(
        || view! { <div><Twice><i/></Twice></div> },
        "<div><i></i><i></i></div>",
    );
    check(
        || view! { <Listed items=vec![1, 2] show=|n| view! { <b>{n + 1}</b> }/> <Plain/> },
        "<b>2</b><b>3</b>plain",
    );
}

#[test]
fn show_and_for_end_in_a_marker() {
    let (count, _) = signal(2);
    check(
        move || view! { <Show when={move || count.get() > 1} fallback=|| "few"><b>"many"</b></Show> },
        "<b>many</b><!>",
    );
    check(
        || view! { <ul><For each=|| vec!["a", "b"] key=|item| *item let:item><li>{item}</li></For></ul> },
        "<ul><li>a</li><li>b</li><!></ul>",
    );
    check(
        || view! { <ul><For each=|| 1..3 key=|item| *item children=|item| view! { <li>{item}</li> }/></ul> },
        "<ul><li>1</li><li>2</li><!></ul>",
    );
}

#[test]
fn handlers_and_references_leave_no_trace() {
    let (count, set_count) = signal(0);
    let button = NodeRef::<web_sys::Element>::new();
    check(
        move || view! { <button node_ref=button on:click=move |event| { event.prevent_default(); set_count.update(|n| *n += 1) }>{count}</button> },
        "<button>0</button>",
    );
}

#[test]
fn the_title_is_collected() {
    let (body, head) = written(|| view! { <Title text="a & b"/><p/> });
    assert_eq!(
        (body.as_str(), head.as_str()),
        ("<p></p>", "<title>a &amp; b</title>")
    );
}

#[test]
fn shapes_of_svg_keep_their_namespace() {
    check(
        || view! { <svg viewBox="0 0 1 1"><circle r=1 fill=move || "red"></circle></svg> },
        "<svg viewBox=\"0 0 1 1\"><circle r=\"1\" fill=\"red\"></circle></svg>",
    );
}

#[component]
fn Provider(children: Children) -> impl IntoView {
    provide_context("inner");
    view! { <Reader/>{children()} }
}

#[component]
fn Reader() -> impl IntoView {
    use_context::<&'static str>()
}

#[test]
fn what_a_component_provides_is_seen_inside_it_only() {
    check(
        || {
            provide_context("outer");
            view! { <p><Reader/></p><Provider><b><Reader/></b></Provider><i><Reader/></i>{move || view! { <Reader/> }} }
        },
        "<p>outer</p>inner<b>inner</b><i>outer</i>outer<!>",
    );
}

#[test]
fn texts_of_neighbouring_parts_are_kept_apart_too() {
    let rows = || view! { <For each=|| ["x"] key=|name| *name let:name>{name}{name}</For> };
    check(
        move || view! { "a" {|| view! { {1} "c" }} "" {rows()} "d" <Suspense>"e"</Suspense> "f" },
        "a<!>1<!>c<!><!>x<!>x<!>d<!>e<!>f",
    );
}
