//! Content that waits for resources, and content that fails.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use limosa::__private::dom::browser::{hydrate_in, mount_to};
use limosa::__private::dom::{ErrorBoundary, ResourceView, Show, Suspense, Transition, View};
use limosa::__private::reactive::{Callback, Connection, RwSignal, Source, resource, signal};
use limosa_macros::view;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page;

#[derive(Debug, Clone, PartialEq)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it broke")
    }
}

impl std::error::Error for Broken {}

type Answer = Option<Arc<Result<String, Broken>>>;

/// A source whose answer the test sets.
#[derive(Clone)]
struct Given(RwSignal<Answer>);

impl Source for Given {
    type Value = String;
    type Error = Broken;

    fn connect(self) -> Connection<String, Broken> {
        let (loading, _) = signal(false);
        Connection {
            settled: self.0.read_only(),
            loading,
            refetch: Callback::new(|()| ()),
        }
    }
}

fn answer(text: &str) -> Answer {
    Some(Arc::new(Ok(text.to_owned())))
}

fn content(given: RwSignal<Answer>) -> View {
    let item = resource(move || Given(given));
    view! {
        <ErrorBoundary fallback=|errors| view! { <em>{move || errors.with(|errors| errors.len())}" error"</em> }>
            <Suspense fallback=|| "Loading…"><b>{item.map(|name| name.clone())}</b><i>{item.map(|name| view! { <u>{name.clone()}</u> })}</i></Suspense>
        </ErrorBoundary>
    }
}

/// The HTML without comments.
fn html(root: &web_sys::Element) -> String {
    let mut html = root.inner_html();
    while let Some(start) = html.find("<!--") {
        let end = html[start..].find("-->").unwrap() + start + 3;
        html.replace_range(start..end, "");
    }
    html
}

#[wasm_bindgen_test]
pub(crate) fn a_fallback_stands_until_the_value_is_there() {
    let root = page::fresh("");
    let given = RwSignal::new(None);
    mount_to(&root, move || content(given)).forget();
    assert_eq!(html(&root), "Loading…");
    given.set(answer("Ruff"));
    assert_eq!(html(&root), "<b>Ruff</b><i><u>Ruff</u></i>");
    given.set(answer("Knot"));
    assert_eq!(html(&root), "<b>Knot</b><i><u>Knot</u></i>");
}

#[wasm_bindgen_test]
pub(crate) fn an_error_shows_the_boundary_and_goes_again() {
    let root = page::fresh("");
    let given = RwSignal::new(None);
    mount_to(&root, move || content(given)).forget();
    given.set(Some(Arc::new(Err(Broken))));
    assert_eq!(html(&root), "<em>2 error</em>");
    given.set(answer("Ruff"));
    assert_eq!(html(&root), "<b>Ruff</b><i><u>Ruff</u></i>");
}

#[wasm_bindgen_test]
pub(crate) fn content_that_has_arrived_is_taken_over() {
    page::taken();
    let root = page::fresh("<b>Ruff</b><i><u>Ruff</u><!></i><!><!>");
    page::mark(&root);
    let given = RwSignal::new(answer("Ruff"));
    hydrate_in(&root, move || content(given)).forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::unmarked(&root), 0);
    given.set(answer("Knot"));
    assert_eq!(html(&root), "<b>Knot</b><i><u>Knot</u></i>");
}

#[wasm_bindgen_test]
pub(crate) fn a_fallback_of_the_server_stays_until_the_value_is_there() {
    page::taken();
    let root = page::fresh(
        "<template id=\"l:7\"></template><span data-lf>Loading…</span><!--/7--><!><p>after</p>",
    );
    page::mark(&root);
    let given = RwSignal::new(None);
    hydrate_in(&root, move || view! { {content(given)} <p>"after"</p> }).forget();
    assert_eq!(page::taken(), "");
    assert_eq!(
        html(&root),
        "<span data-lf=\"\">Loading…</span><p>after</p>"
    );
    assert_eq!(page::unmarked(&root), 0);
    given.set(answer("Ruff"));
    assert_eq!(html(&root), "<b>Ruff</b><i><u>Ruff</u></i><p>after</p>");
}

#[wasm_bindgen_test]
pub(crate) fn errors_of_the_server_are_taken_over() {
    page::taken();
    let root = page::fresh("<!--e--><em>2<!> error</em><!>");
    page::mark(&root);
    let given = RwSignal::new(Some(Arc::new(Err(Broken))));
    hydrate_in(&root, move || content(given)).forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::unmarked(&root), 0);
    given.set(answer("Ruff"));
    assert_eq!(html(&root), "<b>Ruff</b><i><u>Ruff</u></i>");
}

thread_local! {
    static SCRIPT: RefCell<bool> = const { RefCell::new(false) };
}

/// The script of late chunks, as the server sends it.
fn install_script() {
    const SCRIPT_TEXT: &str = include_str!("../../src/side/server/late.js");
    if !SCRIPT.replace(true) {
        page::run(SCRIPT_TEXT);
    }
}

#[wasm_bindgen_test]
pub(crate) fn late_html_moves_to_its_place_unless_it_is_taken() {
    install_script();
    let root = page::fresh(
        "<p><template id=\"l:8\"></template><span data-lf>Loading…</span><!--/8--></p><div id=\"L:8\"><b>late</b></div>",
    );
    page::run("$L(8)");
    assert_eq!(html(&root), "<p><b>late</b></p>");
    let root = page::fresh(
        "<table><tbody><template id=\"l:9\"></template><tr data-lf></tr><!--/9--></tbody></table><div id=\"L:9\"><table><tbody data-lc><tr><td>x</td></tr></tbody></table></div>",
    );
    page::run("$L(9)");
    assert_eq!(
        html(&root),
        "<table><tbody><tr><td>x</td></tr></tbody></table>"
    );
    let root = page::fresh("<div id=\"L:10\"><b>late</b></div>");
    page::run("$L(10)");
    assert_eq!(html(&root), "");
}

/// Answers by number, each given by the test.
fn numbered(id: RwSignal<usize>, answers: &'static [RwSignal<Answer>]) -> impl Fn() -> View {
    move || {
        let given = answers[id.get()];
        let item = resource(move || Given(given));
        view! { <b>{item.map(|name| name.clone())}</b><i>{move || id.get()}</i> }
    }
}

#[wasm_bindgen_test]
pub(crate) fn a_transition_keeps_what_it_shows_until_the_new_is_there() {
    let root = page::fresh("");
    let answers: &'static [RwSignal<Answer>] =
        Vec::leak((0..4).map(|_| RwSignal::new(None)).collect());
    let (id, told) = (RwSignal::new(0), RwSignal::new(Vec::new()));
    let part = numbered(id, answers);
    let mounted = mount_to(&root, move || {
        view! { <Transition fallback=|| "Loading…" pending=move |is| told.update(|told| told.push(is))>{part}</Transition>"after" }
    });
    assert_eq!(html(&root), "Loading…after");
    answers[0].set(answer("Ruff"));
    assert_eq!(html(&root), "<b>Ruff</b><i>0</i>after");
    page::mark(&root);
    id.set(1);
    assert_eq!(
        html(&root),
        "<b>Ruff</b><i>1</i>after",
        "the old one stays, and lives"
    );
    assert_eq!(page::unmarked(&root), 0);
    id.set(2);
    answers[1].set(answer("never shown"));
    assert_eq!(html(&root), "<b>Ruff</b><i>2</i>after");
    assert_eq!(told.get(), [true]);
    answers[2].set(answer("Knot"));
    assert_eq!(html(&root), "<b>Knot</b><i>2</i>after");
    assert_eq!(told.get(), [true, false]);
    answers[3].set(answer("Dunlin"));
    id.set(3);
    assert_eq!(
        html(&root),
        "<b>Dunlin</b><i>3</i>after",
        "what is there needs no wait"
    );
    drop(mounted);
    assert_eq!(html(&root), "");
}

#[wasm_bindgen_test]
pub(crate) fn a_transition_takes_over_the_server_s_content() {
    page::taken();
    let root = page::fresh("<b>Ruff</b><i>0</i><!><!><p>after</p>");
    page::mark(&root);
    let answers: &'static [RwSignal<Answer>] =
        Vec::leak(vec![RwSignal::new(answer("Ruff")), RwSignal::new(None)]);
    let id = RwSignal::new(0);
    let part = numbered(id, answers);
    hydrate_in(
        &root,
        move || view! { <Transition>{part}</Transition><p>"after"</p> },
    )
    .forget();
    assert_eq!(page::taken(), "");
    assert_eq!(page::unmarked(&root), 0);
    id.set(1);
    assert_eq!(html(&root), "<b>Ruff</b><i>1</i><p>after</p>");
    answers[1].set(answer("Knot"));
    assert_eq!(html(&root), "<b>Knot</b><i>1</i><p>after</p>");
}

#[wasm_bindgen_test]
pub(crate) fn what_is_shown_conditionally_is_kept_too() {
    let root = page::fresh("");
    let (is_open, given) = (RwSignal::new(false), RwSignal::new(None));
    mount_to(&root, move || {
        view! {
            <Transition>
                <Show when=move || is_open.get() fallback=|| "closed">
                    {
                        let item = resource(move || Given(given));
                        view! { <b>{item.map(|name| name.clone())}</b> }
                    }
                </Show>
            </Transition>
        }
    })
    .forget();
    is_open.set(true);
    assert_eq!(html(&root), "closed");
    is_open.set(false);
    assert_eq!(html(&root), "closed");
    given.set(answer("Ruff"));
    assert_eq!(html(&root), "closed", "what is given up is never shown");
    is_open.set(true);
    assert_eq!(html(&root), "<b>Ruff</b>");
}
