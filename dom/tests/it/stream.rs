//! Pages that wait: what goes out first, what late, and what stands for errors.

use futures::channel::oneshot;
use limosa::__private::dom::server::{Mode, RenderOptions, Rendering, render};
use limosa::__private::dom::{ErrorBoundary, ResourceView, Style, Suspense, Title, View};
use limosa::__private::reactive::{
    Callback, Connection, Owner, Resource, Source, host, resource, signal, spawn_scoped,
};
use limosa_macros::view;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it broke")
    }
}

impl std::error::Error for Broken {}

/// A source that settles on the server too, when its sender says so.
struct Later(Rc<RefCell<Option<Answer>>>);

type Answer = oneshot::Receiver<Result<String, Broken>>;

impl Source for Later {
    type Value = String;
    type Error = Broken;

    fn connect(self) -> Connection<String, Broken> {
        let (settled, set_settled) = signal(None);
        let (loading, set_loading) = signal(true);
        if let Some(receiver) = self.0.borrow_mut().take() {
            spawn_scoped(async move {
                let result = receiver.await.unwrap_or(Err(Broken));
                set_settled.set(Some(Arc::new(result)));
                set_loading.set(false);
            });
        }
        Connection {
            settled,
            loading,
            refetch: Callback::new(|()| ()),
        }
    }
}

pub(crate) type Sender = oneshot::Sender<Result<String, Broken>>;

pub(crate) fn later() -> (Sender, impl Fn() -> Resource<String, Broken>) {
    let (sender, receiver) = oneshot::channel();
    let receiver = Rc::new(RefCell::new(Some(receiver)));
    (sender, move || {
        let receiver = Rc::clone(&receiver);
        resource(move || Later(Rc::clone(&receiver)))
    })
}

pub(crate) fn start(mode: Mode, app: impl FnOnce() -> View + 'static) -> (Owner, Rendering) {
    let owner = Owner::new_inert_root();
    let options = RenderOptions {
        mode,
        nonce: Some("n1".to_owned()),
    };
    let rendering = owner.with(|| render(app, options));
    (owner, rendering)
}

/// What a future gives once all that can run has run.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = Box::pin(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..10 {
        host::run_until_stalled();
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
    }
    None
}

#[test]
fn what_is_outside_a_suspense_holds_the_first_byte() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || {
        let item = item();
        view! { <Title text=item.map(|name| format!("{name} · Shop"))/><h1 class=item.map(|name| name.clone())>{item.map(|name| name.clone())}</h1><p>"after"</p> }
    });
    assert!(now(async { futures::future::ready(()).await }).is_some());
    sender.send(Ok("Whimbrel".to_owned())).unwrap();
    let shell = now(rendering.shell()).unwrap();
    assert_eq!(shell.head, "<title>Whimbrel · Shop</title>");
    assert_eq!(
        shell.body,
        "<h1 class=\"Whimbrel\">Whimbrel</h1><p>after</p>"
    );
    assert_eq!(now(rendering.next_chunk()), Some(None));
    owner.dispose();
}

fn page(item: impl Fn() -> Resource<String, Broken> + 'static) -> View {
    let item = item();
    view! {
        <ErrorBoundary fallback=|errors| view! { <p>{move || errors.with(|errors| errors[0].1.to_string())}</p> }>
            <ul><Suspense fallback=|| view! { <li>"Loading…"</li> }><li>{item.map(|name| view! { <b>{name.clone()}</b> })}</li></Suspense></ul>
        </ErrorBoundary>
    }
}

#[test]
fn a_fallback_of_text_can_be_hidden_too() {
    let (_sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || {
        let item = item();
        view! { <Suspense fallback=|| "Loading…"><b>{item.map(|name| name.clone())}</b></Suspense> }
    });
    assert_eq!(
        now(rendering.shell()).unwrap().body,
        "<template id=\"l:1\"></template><span data-lf>Loading…</span><!--/1-->"
    );
    owner.dispose();
}

#[test]
fn out_of_order_sends_the_fallback_first() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || page(item));
    let shell = now(rendering.shell()).unwrap();
    assert_eq!(
        shell.body,
        "<ul><template id=\"l:1\"></template><li data-lf>Loading…</li><!--/1--></ul><!>"
    );
    assert_eq!(
        shell.head,
        "<noscript><style nonce=\"n1\">[data-lf]{display:none}</style></noscript>"
    );
    assert_eq!(now(rendering.next_chunk()), None);
    sender.send(Ok("Curlew".to_owned())).unwrap();
    let chunk = now(rendering.next_chunk()).flatten().unwrap();
    assert!(
        chunk.starts_with(
            "<div id=\"L:1\"><li><b>Curlew</b><!></li></div><script nonce=\"n1\">function $L("
        ),
        "{chunk}"
    );
    assert!(chunk.ends_with("$L(1)</script>"), "{chunk}");
    assert_eq!(now(rendering.next_chunk()), Some(None));
    owner.dispose();
}

#[test]
fn an_error_late_shows_the_boundary_and_leaves_the_rest_to_the_browser() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || page(item));
    now(rendering.shell()).unwrap();
    sender.send(Err(Broken)).unwrap();
    let chunk = now(rendering.next_chunk()).flatten().unwrap();
    assert!(
        chunk.starts_with("<div id=\"L:1\"><p>it broke</p></div>"),
        "{chunk}"
    );
    assert!(chunk.ends_with("$L(1,1)</script>"), "{chunk}");
    owner.dispose();
}

#[test]
fn complete_waits_for_all() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::Complete, move || page(item));
    sender.send(Ok("Curlew".to_owned())).unwrap();
    let shell = now(rendering.shell()).unwrap();
    assert_eq!(shell.body, "<ul><li><b>Curlew</b><!></li><!></ul><!>");
    owner.dispose();
}

#[test]
fn an_error_in_time_is_the_boundary_s_fallback() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::Complete, move || page(item));
    sender.send(Err(Broken)).unwrap();
    let shell = now(rendering.shell()).unwrap();
    assert_eq!(shell.body, "<!--e--><p>it broke</p><!>");
    owner.dispose();
}

#[test]
fn in_order_waits_in_place() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::InOrder, move || {
        let item = item();
        view! { <p>"before"</p><Suspense><b>{item.map(|name| name.clone())}</b></Suspense><p>"after"</p> }
    });
    assert_eq!(now(rendering.shell()).unwrap().body, "<p>before</p>");
    sender.send(Ok("Ruff".to_owned())).unwrap();
    assert_eq!(
        now(rendering.next_chunk()).flatten().unwrap(),
        "<b>Ruff</b><!><p>after</p>"
    );
    assert_eq!(now(rendering.next_chunk()), Some(None));
    owner.dispose();
}

const SCRIPTLESS: &str = "<ul><li><b>Curlew</b><!></li><!></ul><!>";

#[test]
fn content_within_the_grace_goes_in_its_place() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || page(item));
    let mut shell = Box::pin(rendering.shell_after(std::future::pending()));
    assert!(now(shell.as_mut()).is_none(), "the grace goes on");
    sender.send(Ok("Curlew".to_owned())).unwrap();
    let page = now(shell.as_mut()).expect("nothing more is missing");
    drop(shell);
    assert_eq!((page.body.as_str(), page.head.as_str()), (SCRIPTLESS, ""));
    assert_eq!(now(rendering.next_chunk()), Some(None));
    owner.dispose();
}

#[test]
fn the_grace_ends_with_the_fallback() {
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || page(item));
    let (end, ended) = oneshot::channel::<()>();
    let mut shell = Box::pin(rendering.shell_after(async { ended.await.unwrap_or_default() }));
    assert!(now(shell.as_mut()).is_none());
    drop(end);
    let body = now(shell.as_mut()).expect("the grace is over").body;
    drop(shell);
    assert!(body.contains("<template id=\"l:1\"></template>"), "{body}");
    sender.send(Ok("Curlew".to_owned())).unwrap();
    assert!(now(rendering.next_chunk()).flatten().is_some());
    owner.dispose();
}

#[test]
fn content_that_is_there_before_the_rest_needs_no_grace() {
    let (shell_sender, title) = later();
    let (sender, item) = later();
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || {
        let (title, content) = (title(), page(item));
        view! { <h1>{title.map(|name| name.clone())}</h1>{content} }
    });
    let mut shell = Box::pin(rendering.shell());
    assert!(now(shell.as_mut()).is_none());
    sender.send(Ok("Curlew".to_owned())).unwrap();
    assert!(now(shell.as_mut()).is_none());
    shell_sender.send(Ok("Birds".to_owned())).unwrap();
    let body = now(shell.as_mut()).expect("all is there").body;
    assert!(
        body.contains(SCRIPTLESS) && !body.contains("Loading"),
        "{body}"
    );
    owner.dispose();
}

fn nested(
    outer: impl Fn() -> Resource<String, Broken> + 'static,
    inner: impl Fn() -> Resource<String, Broken> + 'static,
) -> View {
    let (outer, inner) = (outer(), inner());
    view! {
        <Suspense fallback=|| view! { <p>"Outer…"</p> }>
            <b>{outer.map(|name| name.clone())}</b>
            <Suspense fallback=|| view! { <p>"Inner…"</p> }><i>{inner.map(|name| name.clone())}</i></Suspense>
        </Suspense>
    }
}

#[test]
fn content_in_its_place_may_have_a_fallback_inside() {
    let ((outer, outer_item), (inner, inner_item)) = (later(), later());
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || nested(outer_item, inner_item));
    outer.send(Ok("Ruff".to_owned())).unwrap();
    let body = now(rendering.shell()).unwrap().body;
    assert_eq!(
        body,
        "<b>Ruff</b><template id=\"l:1\"></template><p data-lf>Inner…</p><!--/1--><!>"
    );
    inner.send(Ok("Knot".to_owned())).unwrap();
    let chunk = now(rendering.next_chunk()).flatten().unwrap();
    assert!(
        chunk.starts_with("<div id=\"L:1\"><i>Knot</i></div>"),
        "{chunk}"
    );
    owner.dispose();
}

#[test]
fn inner_content_never_comes_before_its_place() {
    let ((outer, outer_item), (inner, inner_item)) = (later(), later());
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || nested(outer_item, inner_item));
    let body = now(rendering.shell()).unwrap().body;
    assert!(
        body.contains("Outer…") && !body.contains("Inner…"),
        "{body}"
    );
    inner.send(Ok("Knot".to_owned())).unwrap();
    assert_eq!(now(rendering.next_chunk()), None);
    outer.send(Ok("Ruff".to_owned())).unwrap();
    let chunk = now(rendering.next_chunk()).flatten().unwrap();
    assert!(
        chunk.starts_with("<div id=\"L:2\"><b>Ruff</b><i>Knot</i><!></div>"),
        "{chunk}"
    );
    assert_eq!(now(rendering.next_chunk()), Some(None));
    owner.dispose();
}

/// Many parts whose content is big, and counts how often it was made.
fn many(parts: usize, made: Rc<std::cell::Cell<usize>>, item: Resource<String, Broken>) -> View {
    let part = move |_| {
        let made = Rc::clone(&made);
        let content = item.map(move |name| {
            made.set(made.get() + 1);
            name.repeat(10_000)
        });
        view! { <Suspense fallback=|| "…"><p>{content}</p></Suspense> }
    };
    View::sequence((0..parts).map(part).collect())
}

#[test]
fn who_takes_slowly_is_sent_slowly() {
    let (sender, item) = later();
    let made = Rc::new(std::cell::Cell::new(0));
    let counted = Rc::clone(&made);
    let (owner, mut rendering) = start(Mode::OutOfOrder, move || many(200, counted, item()));
    now(rendering.shell()).unwrap();
    sender.send(Ok("Ruff".to_owned())).unwrap();
    host::run_until_stalled();
    assert_eq!(made.get(), 0, "nobody has asked for more");
    for taken in 1..=200 {
        assert!(now(rendering.next_chunk()).unwrap().is_some());
        assert!(
            made.get() <= taken + 1,
            "{} made, {taken} taken",
            made.get()
        );
    }
    assert_eq!(now(rendering.next_chunk()), Some(None));
    owner.dispose();
}

#[test]
fn every_script_and_style_has_the_nonce() {
    for mode in [Mode::OutOfOrder, Mode::InOrder, Mode::Complete] {
        let (sender, item) = later();
        let (owner, mut rendering) = start(mode, move || {
            let item = item();
            view! {
                <Style text="p {}"/>
                <Suspense fallback=|| view! { <i>"…"</i> }>
                    <Title text=item.map(|name| name.clone())/><Style text="b {}"/>
                    <b>{item.map(|name| name.clone())}</b>
                </Suspense>
            }
        });
        let mut html = String::new();
        let mut sender = Some(sender);
        if mode == Mode::Complete {
            sender.take().unwrap().send(Ok("Ruff".to_owned())).unwrap();
        }
        let shell = now(rendering.shell()).unwrap();
        html.push_str(&(shell.head + &shell.body));
        if let Some(sender) = sender {
            sender.send(Ok("Ruff".to_owned())).unwrap();
        }
        while let Some(chunk) = now(rendering.next_chunk()).unwrap() {
            html.push_str(&chunk);
        }
        assert!(
            html.contains("<b>Ruff</b>") && html.contains("<style"),
            "{html}"
        );
        for tag in ["<script", "<style"] {
            for piece in html.split(tag).skip(1) {
                assert!(piece.starts_with(" nonce=\"n1\""), "{mode:?}: {tag}{piece}");
            }
        }
        owner.dispose();
    }
}
