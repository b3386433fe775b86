//! The single flight: which keys it carries, in which order, and read from what.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::executor::block_on;
use futures::future::{BoxFuture, FutureExt, pending, ready};
use futures::stream::StreamExt;
use limosa_actions::server::{FlightPlan, RawOutcome, Sleep};
use limosa_actions::wire::{Line, ReplyFrame};
use limosa_dom::IntoView;
use limosa_macros::{Page, query};
use limosa_reactive::Memo;
use limosa_router::server::RequestContext;
use limosa_router::{App, CallError, Keys, Mounted, Page, Preload, QueryFn, QueryFrame, Stale};

static VERSION: AtomicU32 = AtomicU32::new(0);

#[query]
async fn product(id: u32) -> Result<String, CallError> {
    Ok(format!("{id} {}", VERSION.load(Ordering::Relaxed)))
}

#[query]
async fn reviews(id: u32) -> Result<u32, CallError> {
    Ok(id)
}

#[query]
async fn never() -> Result<(), CallError> {
    pending().await
}

#[query]
async fn count() -> Result<u32, CallError> {
    Ok(1)
}

#[query]
async fn visitor() -> Result<String, CallError> {
    let request = RequestContext::current().ok_or(CallError::Internal)?;
    let cookie = request
        .parts()
        .headers
        .get("cookie")
        .and_then(|value| value.to_str().ok());
    Ok(cookie.unwrap_or_default().to_owned())
}

#[derive(Page, Clone, PartialEq)]
#[page("/products/:id")]
struct ProductPage {
    id: u32,
}

impl Page for ProductPage {
    fn preload(&self) -> impl Preload {
        (product(self.id), reviews(self.id))
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        "product"
    }
}

#[derive(Page, Clone, PartialEq)]
#[page("/slow")]
struct Slow;

impl Page for Slow {
    fn preload(&self) -> impl Preload {
        (never(), count())
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        "slow"
    }
}

fn app() -> App {
    App::new(|| "layout").page::<ProductPage>().page::<Slow>()
}

fn outcome(reply: ReplyFrame, headers: &[(&str, &str)]) -> RawOutcome {
    let status = reply.status.unwrap_or(200);
    let stored = serde_json::json!({ "status": status, "reply": reply, "headers": headers });
    serde_json::from_value(stored).unwrap()
}

fn request() -> Arc<RequestContext> {
    let request = http::Request::builder()
        .uri("/_limosa/a/x")
        .header("cookie", "a=1; b=2");
    RequestContext::new(request.body(()).unwrap().into_parts().0)
}

fn mounted(key: impl Keys, depth: u8) -> Mounted {
    let mut patterns = Vec::new();
    key.collect(&mut patterns);
    Mounted {
        key: patterns[0].as_str().to_owned(),
        tag: None,
        depth,
    }
}

fn in_time(_: Duration) -> BoxFuture<'static, ()> {
    pending().boxed()
}

fn out_of_time(_: Duration) -> BoxFuture<'static, ()> {
    ready(()).boxed()
}

fn fly(
    outcome: RawOutcome,
    page: &str,
    mounted: Vec<Mounted>,
    sleep: Sleep,
) -> (ReplyFrame, Vec<QueryFrame>) {
    let plan = FlightPlan::new(&app(), &outcome, page, mounted);
    let flight = plan.start(outcome, &request(), Duration::from_secs(1), sleep);
    let lines: Vec<String> = block_on(flight.lines().collect());
    let mut lines = lines
        .iter()
        .map(|line| serde_json::from_str::<Line>(line).unwrap());
    let Some(Line::Reply(reply)) = lines.next() else {
        panic!("the reply comes first")
    };
    let mut frames = Vec::new();
    for line in lines {
        match line {
            Line::Query(frame) => frames.push(frame),
            Line::Done(done) => assert!(done),
            Line::Reply(_) => panic!("there is one reply"),
        }
    }
    (reply, frames)
}

fn value(frames: &[QueryFrame], key: impl Keys) -> Option<String> {
    let key = mounted(key, 0).key;
    let frame = frames.iter().find(|frame| frame.key == key)?;
    frame.value.as_ref().map(|value| value.get().to_owned())
}

fn redirect(to: &str) -> ReplyFrame {
    ReplyFrame {
        location: Some(to.to_owned()),
        ..ReplyFrame::default()
    }
}

#[test]
fn a_page_gets_its_preloads_and_what_is_mounted() {
    let held = vec![mounted(product(3), 1), mounted(count(), 0)];
    let (reply, frames) = fly(
        outcome(ReplyFrame::default(), &[]),
        "/products/3",
        held,
        in_time,
    );
    assert_eq!((reply.keys.len(), frames.len()), (3, 3));
    assert!(value(&frames, product(3)).unwrap().starts_with("\"3 "));
    assert_eq!(value(&frames, count()).as_deref(), Some("1"));
    assert_eq!(value(&frames, reviews(3)).as_deref(), Some("3"));
    assert!(
        frames
            .iter()
            .all(|frame| frame.tag.is_some() && frame.stamp.is_some())
    );
}

#[test]
fn revalidate_none_means_none_of_what_is_held() {
    let reply = ReplyFrame {
        stale: Stale::Keys(vec![]),
        ..ReplyFrame::default()
    };
    let held = vec![
        mounted(product(3), 1),
        mounted(reviews(3), 1),
        mounted(count(), 0),
    ];
    let (reply, frames) = fly(outcome(reply.clone(), &[]), "/products/3", held, in_time);
    assert!(reply.keys.is_empty() && frames.is_empty());
    // What the destination needs and the browser does not hold comes all the same.
    let reply = ReplyFrame {
        stale: Stale::Keys(vec![]),
        ..redirect("/products/4")
    };
    let (_, frames) = fly(
        outcome(reply, &[]),
        "/products/3",
        vec![mounted(product(3), 1)],
        in_time,
    );
    assert_eq!(frames.len(), 2);
    assert!(value(&frames, product(4)).is_some());
}

#[test]
fn a_redirect_carries_the_destination_and_the_layout() {
    let held = vec![mounted(product(3), 1), mounted(count(), 0)];
    let (reply, frames) = fly(
        outcome(redirect("/products/4"), &[]),
        "/products/3",
        held,
        in_time,
    );
    assert_eq!(reply.location.as_deref(), Some("/products/4"));
    assert!(value(&frames, product(4)).is_some());
    assert!(value(&frames, count()).is_some());
    assert!(value(&frames, product(3)).is_none());
}

#[test]
fn what_the_action_asks_for_comes_along_though_no_page_preloads_it() {
    let reply = ReplyFrame {
        keys: vec![mounted(count(), 0).key],
        ..redirect("/products/4")
    };
    let (reply, frames) = fly(outcome(reply, &[]), "/products/3", vec![], in_time);
    assert!(reply.keys.contains(&mounted(count(), 0).key));
    assert!(value(&frames, count()).is_some() && value(&frames, product(4)).is_some());
    assert_eq!(reply.keys.len(), frames.len());
}

#[test]
fn a_redirect_to_another_site_carries_nothing() {
    let held = vec![mounted(count(), 0)];
    let (_, frames) = fly(
        outcome(redirect("https://elsewhere.example/"), &[]),
        "/products/3",
        held,
        in_time,
    );
    assert!(frames.is_empty());
}

#[test]
fn what_the_browser_holds_is_not_sent_again() {
    let (_, frames) = fly(
        outcome(ReplyFrame::default(), &[]),
        "/products/3",
        vec![],
        in_time,
    );
    let tag = frames
        .iter()
        .find(|frame| frame.key == mounted(reviews(3), 0).key)
        .unwrap()
        .tag
        .clone();
    let held = vec![Mounted {
        tag,
        ..mounted(reviews(3), 1)
    }];
    let (_, frames) = fly(
        outcome(ReplyFrame::default(), &[]),
        "/products/3",
        held,
        in_time,
    );
    let frame = frames
        .iter()
        .find(|frame| frame.key == mounted(reviews(3), 0).key)
        .unwrap();
    assert!(frame.unchanged && frame.value.is_none() && frame.tag.is_some());
}

#[test]
fn a_slow_query_delays_nothing_and_is_left_to_the_browser() {
    let (reply, frames) = fly(
        outcome(ReplyFrame::default(), &[]),
        "/slow",
        vec![],
        out_of_time,
    );
    assert_eq!(reply.keys.len(), 2);
    let slow = frames
        .iter()
        .find(|frame| frame.key == mounted(never(), 0).key)
        .unwrap();
    assert!(slow.later && slow.value.is_none());
    assert_eq!(value(&frames, count()).as_deref(), Some("1"));
}

#[test]
fn the_flight_sees_the_cookies_of_the_action() {
    let cookies = [
        ("set-cookie", "b=3; Path=/"),
        ("set-cookie", "a=; Max-Age=0"),
    ];
    let held = vec![mounted(visitor(), 0)];
    let (_, frames) = fly(
        outcome(ReplyFrame::default(), &cookies),
        "/slow",
        held,
        out_of_time,
    );
    assert_eq!(value(&frames, visitor()).as_deref(), Some("\"b=3\""));
}

#[test]
fn nothing_read_before_the_mutation_is_sent() {
    let request = request();
    let before = request.queries().start(&request, product(9));
    block_on(before.outcome());
    VERSION.fetch_add(1, Ordering::Relaxed);
    let plan = FlightPlan::new(
        &app(),
        &outcome(ReplyFrame::default(), &[]),
        "/products/9",
        vec![],
    );
    let flight = plan.start(
        outcome(ReplyFrame::default(), &[]),
        &request,
        Duration::from_secs(1),
        in_time,
    );
    let lines: Vec<String> = block_on(flight.lines().collect());
    let old = before
        .peek()
        .unwrap()
        .frame()
        .value
        .as_ref()
        .unwrap()
        .get()
        .to_owned();
    assert!(lines.iter().any(|line| line.contains("\"9 ")));
    assert!(lines.iter().all(|line| !line.contains(&old)));
}

#[test]
fn a_failed_action_reads_nothing() {
    let failed = outcome(ReplyFrame::failed(CallError::Internal), &[]);
    let (reply, frames) = fly(failed, "/products/3", vec![mounted(product(3), 1)], in_time);
    assert!(reply.keys.is_empty() && frames.is_empty());
}

#[test]
fn unknown_and_malformed_keys_are_left_to_the_browser() {
    let held = |key: &str| Mounted {
        key: key.to_owned(),
        tag: None,
        depth: 0,
    };
    let wrong = mounted(count(), 0).key.replace("[]", "[1,2]");
    let held = vec![held("unknown[3]"), held("nonsense"), held(&wrong)];
    let (_, frames) = fly(
        outcome(ReplyFrame::default(), &[]),
        "/elsewhere",
        held,
        in_time,
    );
    assert_eq!(frames.len(), 3);
    assert!(frames.iter().all(|frame| frame.later));
    assert!(format!("{:?}", product.all()).contains("product"));
}
