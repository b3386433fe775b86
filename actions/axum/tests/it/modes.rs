//! The three orders in which a page leaves the server, over real connections: what is sent when, and to whom it waits.

use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use limosa_axum::{PageMode, Server};
use limosa_dom::{IntoView, ResourceView, Suspense, Transition, View};
use limosa_macros::{Page, component, query, view};
use limosa_reactive::{Memo, resource};
use limosa_router::{App, CallError, Outlet};

use crate::app::{World, pages, server};
use crate::running::{Running, read_all, read_until};

const SLOW: usize = 700;
const SOON: Duration = Duration::from_millis(400);

fn in_mode(mode: PageMode) -> Running {
    let world = World::default();
    world.slow_for(SLOW);
    Running::of(server(&world).page_mode(mode))
}

const ASK: &str = "GET /products/3 HTTP/1.1\r\nconnection: close\r\n";

#[test]
fn in_order_the_page_stops_where_it_has_to_wait() {
    let running = in_mode(PageMode::InOrder);
    let mut connection = running.ask(ASK, b"");
    let (first, time) = read_until(&mut connection, "Product 3</h1>");
    assert!(time < SOON, "{time:?}");
    assert!(!first.contains("id=\"rename\""), "{first}");
    let rest = read_all(connection);
    let (slow, form) = (rest.find("id=\"slow\""), rest.find("id=\"rename\""));
    assert!(slow.is_some() && slow < form, "{rest}");
    for late in ["Loading", "<template", "$L("] {
        assert!(
            !first.contains(late) && !rest.contains(late),
            "{late}: {rest}"
        );
    }
    assert!(rest.contains("</body></html>"), "{rest}");
    running.stop();
}

#[test]
fn in_complete_mode_nothing_is_sent_before_all_is_there() {
    let running = in_mode(PageMode::Complete);
    let mut connection = running.ask(ASK, b"");
    let (first, time) = read_until(&mut connection, "HTTP/1.1 200");
    assert!(time > SOON, "{time:?}");
    let page = first + &read_all(connection);
    assert!(page.contains("content-length: "), "{page}");
    assert!(
        page.contains("<p id=\"slow\">") && !page.contains("Loading"),
        "{page}"
    );
    running.stop();
}

#[test]
fn everything_that_runs_has_the_nonce_of_the_policy_in_every_mode() {
    for mode in [PageMode::OutOfOrder, PageMode::InOrder, PageMode::Complete] {
        let running = in_mode(mode);
        let page = read_all(running.ask(ASK, b""));
        let (head, body) = page.split_once("\r\n\r\n").unwrap();
        let nonce = head
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next());
        let with_nonce = format!(" nonce=\"{}\"", nonce.unwrap());
        let mut nonced = 0;
        for tag in body
            .split('<')
            .filter(|tag| tag.starts_with("script") || tag.starts_with("style"))
        {
            let tag = tag.split('>').next().unwrap();
            let is_data = tag.contains("type=\"application/json\"");
            assert!(is_data || tag.contains(&with_nonce), "{mode:?}: {tag}");
            nonced += usize::from(!is_data);
        }
        assert_eq!(nonced > 0, mode == PageMode::OutOfOrder, "{mode:?}: {body}");
        running.stop();
    }
}

const FLOODS: u32 = 120;
const LENGTH: usize = 256 * 1024;

/// How many parts of [`Flood`] have been written.
static WRITTEN: AtomicUsize = AtomicUsize::new(0);

#[query]
async fn drop_of(flood: u32) -> Result<u32, CallError> {
    tokio::time::sleep(Duration::from_millis(20)).await;
    Ok(flood)
}

/// Thirty megabytes, each quarter of one by itself.
#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/flood")]
pub(crate) struct Flood;

impl limosa_router::Page for Flood {
    fn view(_: Memo<Self>) -> impl IntoView {
        let part = |number: u32| -> View {
            let part = resource(move || drop_of(number));
            let write = |number: &u32| {
                WRITTEN.fetch_add(1, Ordering::Relaxed);
                format!("<{number}>{}", "a".repeat(LENGTH))
            };
            view! { <Suspense fallback=|| "Later"><p>{part.map(write)}</p></Suspense> }
        };
        (1..=FLOODS).map(part).collect::<Vec<_>>()
    }
}

#[test]
fn what_nobody_takes_is_not_rendered() {
    let server = server(&World::default()).first_byte_grace(Duration::ZERO);
    let running = Running::of(server);
    let mut connection = running.ask("GET /flood HTTP/1.1\r\nconnection: close\r\n", b"");
    read_until(&mut connection, "Later");
    std::thread::sleep(Duration::from_secs(1));
    let ahead = WRITTEN.load(Ordering::Relaxed);
    assert!(
        ahead < FLOODS as usize / 2,
        "{ahead} parts wait for a reader"
    );
    let mut rest = Vec::new();
    connection.read_to_end(&mut rest).unwrap();
    assert_eq!(WRITTEN.load(Ordering::Relaxed), FLOODS as usize);
    assert!(
        rest.len() > LENGTH * (FLOODS as usize - 1),
        "{}",
        rest.len()
    );
    running.stop();
}

#[component]
fn Staying() -> impl IntoView {
    view! { <nav>"Shop"</nav><main><Transition fallback=|| "Waiting"><Outlet/></Transition></main> }
}

fn staying(world: &World) -> Server {
    let app = || pages(App::new(Staying));
    Server::new(app)
        .state(world.clone())
        .keys(["a key for tests of more than thirty-two letters"])
}

#[test]
fn a_page_inside_of_a_transition_streams() {
    let world = World::default();
    let ask = "GET /transient HTTP/1.1\r\nconnection: close\r\n";
    let patient = staying(&world).first_byte_grace(Duration::from_secs(10));
    let running = Running::of(patient);
    let page = read_all(running.ask(ask, b""));
    assert!(page.contains("<h1>&lt;/script>slow &lt;1></h1>"), "{page}");
    assert!(!page.contains("Waiting"), "it is in its place: {page}");
    running.stop();
    let running = Running::of(staying(&world));
    world.slow_for(SLOW);
    let mut connection = running.ask(ask, b"");
    let (shell, time) = read_until(&mut connection, "Waiting");
    assert!(time < SOON && !shell.contains("<h1>"), "{time:?} {shell}");
    let late = read_all(connection);
    let (start, end) = (late.find("<div id=\"L:1\">"), late.find("$L(1)"));
    let content = late.find("<h1>&lt;/script>slow &lt;1></h1>");
    assert!(
        start.is_some() && start < content && content < end,
        "{late}"
    );
    running.stop();
    let running = Running::of(staying(&world).page_mode(PageMode::Complete));
    let page = read_all(running.ask(ask, b""));
    assert!(page.contains("<h1>") && !page.contains("Waiting"), "{page}");
    running.stop();
}

/// Waits outside of every `<Suspense>` of its own.
#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/transient")]
pub(crate) struct Transient;

impl limosa_router::Page for Transient {
    fn view(_: Memo<Self>) -> impl IntoView {
        let text = resource(|| crate::app::slow(1));
        view! { <h1>{text.map(Clone::clone)}</h1> }
    }
}
