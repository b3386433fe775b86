//! The document around the page in the browser: taken over, followed, overridden, and left as it was.

use limosa::__private::dom::browser::{hydrate_in, mount_to};
use limosa::__private::dom::{
    Attributes, Body, Html, IntoView, Link, Meta, Show, Style, Title, View,
};
use limosa::__private::reactive::{RwSignal, signal};
use limosa_macros::{component, view};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

/// What the head says, without what the test runner put there.
fn head(selector: &str) -> String {
    page::head(selector)
}

#[component]
fn Layout(color: RwSignal<&'static str>) -> impl IntoView {
    view! {
        <Html lang="en" class="layout" data-test="layout"/>
        <Title text="Shop"/>
        <Meta name="test-color" content=color/>
        <Link rel="test" href="/layout"/>
    }
}

#[wasm_bindgen_test]
pub(crate) fn the_page_overrides_its_layout_until_it_goes() {
    let root = page::fresh("");
    page::fresh_title();
    let before = (page::html_attributes(), page::title());
    let color = RwSignal::new("red");
    let (on, set_on) = signal(false);
    let mounted = mount_to(&root, move || {
        view! {
            <Layout color=color/>
            <Show when=move || on.get()>
                <Html lang="de" class:dark=true/><Title text="Tea"/><Meta name="test-color" content="blue"/>
                <Link rel="test" href="/layout"/><Link rel="test" href="/page"/>
            </Show>
        }
    });
    let outer = "<meta name=\"test-color\" content=\"red\"><link rel=\"test\" href=\"/layout\">";
    let selector = "[name=test-color], [rel=test]";
    let check_outer = || {
        assert_eq!(head(selector), outer);
        assert_eq!(page::title(), "Shop");
        assert_eq!(
            page::html_attributes(),
            "lang=en class=layout data-test=layout"
        );
    };
    check_outer();
    set_on.set(true);
    assert_eq!(page::title(), "Tea");
    assert_eq!(
        page::html_attributes(),
        "lang=de class=layout dark data-test=layout"
    );
    color.set("green");
    assert_eq!(
        head(selector),
        "<meta name=\"test-color\" content=\"blue\"><link rel=\"test\" href=\"/layout\"><link rel=\"test\" href=\"/page\">"
    );
    set_on.set(false);
    assert_eq!(
        head("[name=test-color]"),
        "<meta name=\"test-color\" content=\"green\">"
    );
    color.set("red");
    check_outer();
    drop(mounted);
    assert_eq!(head(selector), "");
    assert_eq!((page::html_attributes(), page::title()), before);
}

#[wasm_bindgen_test]
pub(crate) fn values_are_followed_and_absent_ones_are_nothing() {
    let root = page::fresh("");
    let (text, set_text) = signal(None::<&'static str>);
    let (dark, set_dark) = signal(false);
    let mounted = mount_to(&root, move || {
        let spread = Attributes::new()
            .attribute("data-spread", "1")
            .attribute("onload", "x()");
        view! {
            <Title text=text/><Meta name="test-text" content=text/><Style id="test-style" text=text media=text/>
            <Body class="test a" class:dark=dark {..spread} attr:data-text=text/>
        }
    });
    let selector = "[name=test-text], #test-style";
    assert_eq!(head(selector), "");
    assert_eq!(page::body_attributes(), "class=test a data-spread=1");
    set_text.set(Some("b {}"));
    set_dark.set(true);
    assert_eq!(
        head(selector),
        "<meta name=\"test-text\" content=\"b {}\"><style id=\"test-style\" media=\"b {}\">b {}</style>"
    );
    assert_eq!(page::title(), "b {}");
    assert_eq!(
        page::body_attributes(),
        "class=test a dark data-spread=1 data-text=b {}"
    );
    set_text.set(None);
    assert_eq!(head(selector), "");
    drop(mounted);
    assert_eq!(page::body_attributes(), "");
}

#[wasm_bindgen_test]
pub(crate) fn a_style_shown_often_is_there_once_and_goes_with_the_last() {
    let root = page::fresh("");
    let (count, set_count) = signal(3);
    let styled = || view! { <Style text=".test-often {}"/><i/> };
    let mounted = mount_to(&root, move || {
        view! { {move || (0..count.get()).map(|_| styled()).collect::<Vec<View>>()} }
    });
    let often = || head("style").matches("test-often").count();
    assert_eq!(often(), 1);
    set_count.set(1);
    assert_eq!(often(), 1);
    set_count.set(0);
    assert_eq!(often(), 0);
    drop(mounted);
}

#[wasm_bindgen_test]
pub(crate) fn a_node_that_stays_the_same_is_not_put_there_anew() {
    let root = page::fresh("");
    let (page_of, set_page) = signal(1);
    let mounted = mount_to(&root, move || {
        view! { {move || view! { <Link rel="test" href="/same"/><Meta name="test-page" content=page_of/><b>{page_of}</b> }} }
    });
    page::mark_head("[rel=test], [name=test-page]");
    set_page.set(2);
    assert_eq!(
        page::marked_head(),
        "<link rel=\"test\" href=\"/same\"><meta name=\"test-page\" content=\"2\">"
    );
    drop(mounted);
    assert_eq!(page::marked_head(), "");
}

#[wasm_bindgen_test]
pub(crate) fn what_the_server_wrote_is_taken_over() {
    page::taken();
    page::fresh_title();
    let server = "<meta name=\"test-a\" content=\"1\"><link rel=\"test\" href=\"/b\"><link rel=\"test\" href=\"/a\">\
                  <style id=\"test-s\" nonce=\"\">a::before { content: '<\\/style>' }</style>";
    page::write_head(server);
    page::write_html_attribute("data-test", "server");
    page::mark_head("[name=test-a], [rel=test], #test-s, title");
    let root = page::fresh("<p>x</p>");
    let (number, set_number) = signal(1);
    let title = page::title();
    let mounted = hydrate_in(&root, move || {
        view! {
            <Html data-test="server"/><Title text=title/>
            <p>"x"</p><Link rel="test" href="/a"/><Meta name="test-a" content=number/><Link rel="test" href=move || "/b"/>
            <Style id="test-s" text="a::before { content: '</style>' }"/>
        }
    });
    assert_eq!(page::taken(), "");
    let all = head("[name=test-a], [rel=test], #test-s, title");
    assert_eq!(page::marked_head(), all, "no node is new");
    set_number.set(2);
    assert!(page::marked_head().contains("content=\"2\""));
    drop(mounted);
    assert_eq!(head("[name=test-a], [rel=test], #test-s"), "");
    assert_eq!(page::title(), "Tests", "a title stays until another comes");
    assert_eq!(page::html_attributes(), "");
}

#[wasm_bindgen_test]
pub(crate) fn what_came_too_late_for_the_head_is_taken_there() {
    page::fresh_title();
    let root = page::fresh("");
    let late =
        "<div id=\"L:90\" hidden><title>Late</title><style class=\"test-late\">i {}</style></div>";
    page::append_with_script(
        &root,
        late,
        include_str!("../../src/side/server/late_head.js"),
    );
    assert_eq!(
        (root.inner_html().as_str(), page::title().as_str()),
        ("", "Late")
    );
    page::mark_head(".test-late, title");
    let mounted = mount_to(&root, || {
        let spread = Attributes::new().attribute("class", "test-late");
        view! { <Title text="Late"/><Style text="i {}" {..spread}/> }
    });
    assert_eq!(
        page::marked_head(),
        head(".test-late, title"),
        "no node is new"
    );
    drop(mounted);
    assert_eq!(head(".test-late"), "");
    page::write_html_attribute("data-ready", "");
    page::append_with_script(
        &root,
        late,
        include_str!("../../src/side/server/late_head.js"),
    );
    page::remove_html_attribute("data-ready");
    assert_eq!(
        (root.inner_html().as_str(), head(".test-late").as_str()),
        ("", "")
    );
}
