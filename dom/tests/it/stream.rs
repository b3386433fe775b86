//! Pages that wait: what goes out first, what late, and what stands for errors.

use futures::channel::oneshot;
use limosa::__private::dom::server::{Mode, RenderOptions, Rendering, render};
use limosa::__private::dom::{ErrorBoundary, ResourceView, Suspense, Title, View};
use limosa::__private::reactive::{
    Callback, Connection, Owner, Resource, Source, host, resource, signal, spawn_scoped,
};
use limosa_macros::view;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

#[derive(Debug, Clone, PartialEq)]
struct Broken;

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
                set_settled.set(Some(Rc::new(result)));
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

type Sender = oneshot::Sender<Result<String, Broken>>;

fn later() -> (Sender, impl Fn() -> Resource<String, Broken>) {
    let (sender, receiver) = oneshot::channel();
    let receiver = Rc::new(RefCell::new(Some(receiver)));
    (sender, move || {
        let receiver = Rc::clone(&receiver);
        resource(move || Later(Rc::clone(&receiver)))
    })
}

fn start(mode: Mode, app: impl FnOnce() -> View + 'static) -> (Owner, Rendering) {
    let owner = Owner::new_inert_root();
    let options = RenderOptions {
        mode,
        nonce: Some("n1".to_owned()),
    };
    let rendering = owner.with(|| render(app, options));
    (owner, rendering)
}

/// What a future gives once all that can run has run.
fn now<T>(future: impl Future<Output = T>) -> Option<T> {
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
