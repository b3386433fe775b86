//! The document around the page: what components say about it, which of it counts, and what comes too late for the head.

use limosa::__private::dom::server::{Mode, Shell};
use limosa::__private::dom::{
    Attributes, Body, ErrorBoundary, Html, IntoView, Link, Meta, ResourceView, Show, Style,
    Suspense, Title, View,
};
use limosa::__private::reactive::signal;
use limosa_macros::{component, view};

use super::stream::{Broken, later, now, start};

fn shell(app: impl FnOnce() -> View + 'static) -> Shell {
    let (owner, mut rendering) = start(Mode::OutOfOrder, app);
    let shell = now(rendering.shell()).expect("nothing waits");
    owner.dispose();
    shell
}

#[track_caller]
fn check(app: impl FnOnce() -> View + 'static, head: &str) {
    assert_eq!(shell(app).head, head);
}

#[test]
fn elements_of_the_head_are_in_the_head_wherever_they_stand() {
    let shell = shell(|| {
        view! {
            <main><Title text="a & b"/><p><Link rel="stylesheet" href="/a.css?x=1&y=2"/></p></main>
            <Meta name="description" content={"\"quoted\" <b>"}/><Meta http_equiv="refresh" content=5/>
            <Style text="a::before { content: '</style><script>' }" media="print"/>
        }
    });
    assert_eq!(shell.body, "<main><p></p></main>");
    assert_eq!(
        shell.head,
        "<title>a &amp; b</title><link rel=\"stylesheet\" href=\"/a.css?x=1&amp;y=2\">\
         <meta name=\"description\" content=\"&quot;quoted&quot; &lt;b&gt;\"><meta http-equiv=\"refresh\" content=\"5\">\
         <style media=\"print\" nonce=\"n1\">a::before { content: '<\\/style><script>' }</style>"
    );
}

#[component]
fn Layout(children: limosa::__private::dom::Children) -> impl IntoView {
    view! {
        <Html lang="en" class="layout"/>
        <Title text="Shop"/>
        <Meta name="description" content="All"/>
        <Meta property="og:image" content="/1.png" id="one"/>
        <Link rel="stylesheet" href="/a.css"/>
        <Style text="a {}"/>
        {children()}
    }
}

#[test]
fn the_page_overrides_its_layout_and_equal_links_are_one() {
    check(
        || {
            view! {
                <Layout>
                    <Title text="Tea"/>
                    <Meta name="description" content="Green"/>
                    <Meta property="og:image" content="/2.png" id="two"/>
                    <Link rel="stylesheet" href="/a.css"/>
                    <Link rel="stylesheet" href="/b.css"/>
                    <Style text="a {}"/>
                </Layout>
            }
        },
        "<title>Tea</title><meta name=\"description\" content=\"Green\"><meta property=\"og:image\" id=\"one\" content=\"/1.png\">\
         <link rel=\"stylesheet\" href=\"/a.css\"><style nonce=\"n1\">a {}</style>\
         <meta property=\"og:image\" id=\"two\" content=\"/2.png\"><link rel=\"stylesheet\" href=\"/b.css\">",
    );
}

#[test]
fn html_and_body_take_any_attribute_and_classes_add_up() {
    let (dark, _) = signal(true);
    let shell = shell(move || {
        let spread = Attributes::new()
            .attribute("data-x", "\"")
            .attribute("onload", "x()");
        view! {
            <Layout>
                <Html lang="de" class:dark=dark class:light=move || !dark.get() data-theme="sea"/>
                <Body class="page" {..spread} attr:itemscope=true aria-busy=false/>
            </Layout>
        }
    });
    assert_eq!(
        shell.html_attributes,
        " lang=\"de\" class=\"layout dark\" data-theme=\"sea\""
    );
    assert_eq!(
        shell.body_attributes,
        " class=\"page\" data-x=\"&quot;\" itemscope aria-busy=\"false\""
    );
    assert!(!shell.has_viewport);
}

#[test]
fn what_is_absent_says_nothing() {
    check(
        || {
            view! {
                <Title text="Shop"/><Title text=None::<String>/>
                <Meta name="a" content=None::<String>/><Link rel="canonical" href=None::<String>/>
                <Link rel="preload" href="javascript:x()" r#as="script"/>
            }
        },
        "<title>Shop</title><link rel=\"preload\" as=\"script\">",
    );
    assert!(shell(|| view! { <Meta name="viewport" content="width=device-width"/> }).has_viewport);
}

#[test]
fn the_head_waits_for_what_is_outside_a_suspense_and_keeps_its_order() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || {
        let item = item();
        view! {
            <Html lang=item.map(|name| name.clone())/>
            <p>{item.map(|name| view! { <Title text=name.clone()/><b/> })}</p>
            <Title text=item.map(|name| format!("{name}!"))/>
        }
    });
    sender.send(Ok("en".to_owned())).unwrap();
    let shell = now(rendering.shell()).unwrap();
    assert_eq!(shell.html_attributes, " lang=\"en\"");
    assert_eq!(
        (shell.head.as_str(), shell.body.as_str()),
        ("<title>en!</title>", "<p><b></b><!></p>")
    );
    owner.dispose();
}

#[test]
fn what_a_failed_view_said_is_not_said() {
    check(
        || {
            view! {
                <Title text="Shop"/>
                <ErrorBoundary fallback=|_| view! { <Meta name="robots" content="noindex"/> }>
                    <Title text="Tea"/>{Err::<View, _>(Broken)}
                </ErrorBoundary>
                <Show when=|| false fallback=|| "x"><Title text="never"/></Show>
            }
        },
        "<title>Shop</title><meta name=\"robots\" content=\"noindex\">",
    );
}

fn late_page(item: impl Fn() -> limosa::__private::reactive::Resource<String, Broken>) -> View {
    let item = item();
    view! {
        <Title text="Shop"/>
        <Suspense fallback=|| "Loading…">
            <Title text=item.map(|name| format!("{name} · Shop"))/>
            <Style text=".late {}"/>
            <Meta name="description" content="late"/>
            <Html lang="en"/>
            <b>{item.map(|name| name.clone())}</b>
        </Suspense>
        <p>"after"</p>
    }
}

#[test]
fn what_is_late_comes_before_its_content() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || late_page(item));
    let shell = now(rendering.shell()).unwrap();
    assert!(
        shell.head.starts_with("<title>Shop</title><noscript>"),
        "{}",
        shell.head
    );
    assert_eq!(shell.html_attributes, "");
    sender.send(Ok("</title>Ruff".to_owned())).unwrap();
    let chunk = now(rendering.next_chunk()).flatten().unwrap();
    assert!(
        chunk.starts_with(
            "<div id=\"L:2\" hidden><title>&lt;/title>Ruff · Shop</title><style nonce=\"n1\">.late {}</style></div>\
             <script nonce=\"n1\">(function("
        ),
        "{chunk}"
    );
    assert!(
        chunk.contains("</script><div id=\"L:1\"><b>&lt;/title>Ruff</b></div>"),
        "{chunk}"
    );
    owner.dispose();
}

#[test]
fn in_order_what_is_late_comes_before_its_content_too() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::InOrder, move || late_page(item));
    assert_eq!(now(rendering.shell()).unwrap().head, "<title>Shop</title>");
    sender.send(Ok("Ruff".to_owned())).unwrap();
    let chunk = now(rendering.next_chunk()).flatten().unwrap();
    assert!(
        chunk.starts_with("<div id=\"L:1\" hidden><title>Ruff · Shop</title>"),
        "{chunk}"
    );
    assert!(
        chunk.ends_with("</script><b>Ruff</b><!><p>after</p>"),
        "{chunk}"
    );
    owner.dispose();
}

#[test]
fn complete_has_all_of_it_in_the_head() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::Complete, move || late_page(item));
    sender.send(Ok("Ruff".to_owned())).unwrap();
    let shell = now(rendering.shell()).unwrap();
    assert_eq!(
        shell.head,
        "<title>Ruff · Shop</title><style nonce=\"n1\">.late {}</style><meta name=\"description\" content=\"late\">"
    );
    assert_eq!(shell.html_attributes, " lang=\"en\"");
    owner.dispose();
}
