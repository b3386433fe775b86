//! What is wrong with an app is told at its start.

use std::process::Command;

use limosa::prelude::*;

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
struct Home;

/// Linked from everywhere, and in no app.
#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/forgotten")]
struct Forgotten;

macro_rules! pages {
    ($($page:ident)*) => {
        $(impl Page for $page {
            fn view(_: Memo<Self>) -> impl IntoView {
                view! { <A to=Forgotten>"Forgotten"</A> }
            }
        })*
    };
}

pages!(Home Forgotten);

#[component]
fn Layout() -> impl IntoView {
    view! { <main><Outlet/></main> }
}

/// In the program that the test starts, which is this one.
const STARTED: &str = "LIMOSA_TEST_IS_STARTED";

/// Runs a test of this program in a process of its own; gives its standard error.
fn started(test: &str) -> (Option<i32>, String) {
    let program = std::env::current_exe().expect("a program knows its path");
    let output = Command::new(program)
        .args(["--exact", test, "--nocapture"])
        .env(STARTED, "yes")
        .env("LIMOSA_PORT", "0")
        .output()
        .expect("a program can be started");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), text)
}

fn is_started() -> bool {
    std::env::var_os(STARTED).is_some()
}

#[test]
fn a_page_that_is_linked_and_not_in_the_app_is_named() {
    if is_started() {
        limosa::launch!(App::new(Layout).page::<Home>());
    }
    let (status, text) = started("a_page_that_is_linked_and_not_in_the_app_is_named");
    let message = "error: links to `start::Forgotten` would lead nowhere: add `.page::<Forgotten>()` to the app";
    assert!(text.lines().any(|line| line == message), "{text}");
    assert_eq!(status, Some(1));
}

#[test]
fn two_pages_of_one_url_are_named() {
    if is_started() {
        limosa::launch!(
            App::new(Layout)
                .page::<Home>()
                .page::<Forgotten>()
                .redirect("/", "/forgotten")
        );
    }
    let (status, text) = started("two_pages_of_one_url_are_named");
    let message = "Home and the redirect to /forgotten have the same URLs: /";
    assert!(text.lines().any(|line| line == message), "{text}");
    assert_ne!(status, Some(0));
}
