//! Views that panic: the boundary around them shows its fallback, the rest of the page stays, and nothing of the cause is told.

use limosa::__private::dom::server::{Mode, Shell};
use limosa::__private::dom::{
    Children, ErrorBoundary, IntoView, ResourceView, Suspense, Title, View,
};
use limosa::__private::reactive::{provide_context, use_context};
use limosa_macros::{component, view};

use super::stream::{later, now, start};

#[component]
fn Guarded(children: Children) -> impl IntoView {
    view! {
        <ErrorBoundary fallback=|errors| view! { <p>{move || errors.with(|errors| errors[0].1.to_string())}</p> }>
            {children()}
        </ErrorBoundary>
    }
}

fn broken() -> View {
    panic!("secret cause")
}

fn shell(mode: Mode, app: impl FnOnce() -> View + 'static) -> Shell {
    let (owner, mut rendering) = start(mode, app);
    let shell = now(rendering.shell()).expect("nothing waits");
    owner.dispose();
    shell
}

const FALLBACK: &str = "<!--e--><p>Something went wrong</p><!>";

#[test]
fn a_view_that_panics_is_replaced_by_the_fallback_alone() {
    let shell = shell(Mode::OutOfOrder, || {
        provide_context("kept");
        view! {
            <h1>"before"</h1>
            <Guarded><Title text="inside"/><b>"written"</b>{move || { provide_context("lost"); broken() }}</Guarded>
            <i>{use_context::<&'static str>()}</i>
        }
    });
    assert_eq!(shell.body, format!("<h1>before</h1>{FALLBACK}<i>kept</i>"));
    assert_eq!(shell.head, "");
}

#[test]
fn the_nearest_boundary_takes_it() {
    let shell = shell(Mode::OutOfOrder, || {
        view! { <Guarded><b>"outer"</b><Guarded><Suspense>{broken}</Suspense></Guarded></Guarded> }
    });
    assert_eq!(shell.body, format!("<b>outer</b>{FALLBACK}<!>"));
}

#[test]
fn a_view_that_panics_when_its_value_comes_is_replaced_too() {
    for mode in [Mode::OutOfOrder, Mode::Complete] {
        let (sender, item) = later();
        let (owner, mut rendering) = start(mode, move || {
            let item = item();
            view! { <Guarded><b>{item.map(|_| broken())}</b></Guarded><p>"after"</p> }
        });
        sender.send(Ok("Ruff".to_owned())).unwrap();
        let shell = now(rendering.shell()).unwrap();
        assert_eq!(shell.body, format!("{FALLBACK}<p>after</p>"));
        owner.dispose();
    }
}

#[test]
fn late_content_that_panics_is_the_fallback_and_left_to_the_browser() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || {
        let item = item();
        view! { <Guarded><Suspense fallback=|| "Loading…"><b>{item.map(|_| broken())}</b></Suspense></Guarded><p>"after"</p> }
    });
    let shell = now(rendering.shell()).unwrap();
    assert!(
        shell.body.ends_with("<!--/1--><!><p>after</p>"),
        "{}",
        shell.body
    );
    sender.send(Ok("Ruff".to_owned())).unwrap();
    let chunk = now(rendering.next_chunk()).flatten().unwrap();
    assert!(
        chunk.starts_with("<div id=\"L:1\"><p>Something went wrong</p></div>"),
        "{chunk}"
    );
    assert!(chunk.ends_with("$L(1,1)</script>"), "{chunk}");
    assert_eq!(now(rendering.next_chunk()), Some(None));
    owner.dispose();
}

#[test]
#[should_panic(expected = "secret cause")]
fn without_a_boundary_the_panic_is_the_server_s() {
    shell(Mode::OutOfOrder, || view! { <p>{broken}</p> });
}
