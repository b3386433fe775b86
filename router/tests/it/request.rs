//! The context of a request and its query cache.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use futures::future::{join, join_all};
use http::HeaderValue;
use limosa_macros::query;
use limosa_router::server::{RequestContext, StartError, check_registrations, find_query};
use limosa_router::{CallError, PreloadList, preload};
use serde_json::Value;

use crate::world::{Product, ShopError, doubled, product, product_name, reviews};

fn request(url: &str) -> Arc<RequestContext> {
    let (parts, ()) = http::Request::builder()
        .uri(url)
        .header("cookie", "a=1; b=2")
        .body(())
        .unwrap()
        .into_parts();
    RequestContext::new(parts)
}

static RUNS: AtomicUsize = AtomicUsize::new(0);

#[query]
async fn counted(number: u32) -> Result<u32, CallError> {
    yield_now().await;
    RUNS.fetch_add(1, Ordering::SeqCst);
    Ok(number)
}

#[test]
fn a_key_runs_once_however_many_await_it() {
    let request = request("/");
    let starts = (0..5).map(|_| {
        request
            .queries()
            .start_key(&request, counted(1).key().as_str())
            .unwrap()
    });
    let running: Vec<_> = starts.collect();
    assert_eq!(request.queries().pending(), 1);
    let frames = block_on(join_all(running.iter().map(|running| running.frame())));
    assert!(
        frames
            .iter()
            .all(|frame| frame.value.as_ref().is_some_and(|value| value.get() == "1"))
    );
    assert_eq!(
        (RUNS.load(Ordering::SeqCst), request.queries().pending()),
        (1, 0)
    );
}

#[test]
fn server_code_awaits_queries_of_the_request_at_hand() {
    let request = request("/");
    let both = join(request.scope(product(3)), request.scope(product(3)));
    let (one, other) = block_on(both);
    assert_eq!(
        one,
        Ok(Product {
            id: 3,
            name: "Product 3".to_owned()
        })
    );
    assert_eq!(one, other);
    assert_eq!(
        block_on(product(3).into_future()),
        Err(ShopError::Call(CallError::Internal)),
        "there is no request"
    );
}

#[test]
fn a_query_that_runs_where_it_is_called_runs_in_a_rendering_too() {
    let request = request("/");
    assert_eq!(block_on(request.scope(doubled(4))), Ok(8));
    let key = doubled(4).key().as_str().to_owned();
    assert_eq!(
        request.queries().start_key(&request, &key).map(drop),
        Err(StartError::UnknownQuery),
        "nobody asks for it"
    );
}

#[test]
fn what_only_server_code_read_does_not_travel_with_the_page() {
    let request = request("/");
    let running = request
        .queries()
        .start_key(&request, product_name(3).key().as_str())
        .unwrap();
    let frame = block_on(running.frame());
    assert_eq!(frame.value.unwrap().get(), "\"Product 3\"");
    let sent: Vec<String> = request
        .queries()
        .settled_frames()
        .into_iter()
        .map(|frame| frame.key)
        .collect();
    assert_eq!(sent, [product_name(3).key().as_str()]);
    assert!(
        request.queries().settled_frames().is_empty(),
        "each is given once"
    );
}

#[test]
fn errors_redirects_and_panics_become_frames() {
    let request = request("/");
    let run = |id: u32| {
        let running = request
            .queries()
            .start_key(&request, product(id).key().as_str())
            .unwrap();
        block_on(running.outcome())
    };
    assert_eq!((run(0).status(), run(0).is_value()), (404, false));
    assert_eq!(run(7).frame().redirect.as_deref(), Some("/account"));
    for broken in [13, 99] {
        assert_eq!(run(broken).status(), 500);
        assert!(!run(broken).frame().to_line().contains("secret"));
    }
    assert!(run(1).frame().tag.is_some() && run(1).frame().stamp.is_some());
    for number in [1, 7, 13] {
        let outcome = run(number);
        let as_line = |tag| serde_json::from_str::<Value>(&outcome.to_line(tag)).unwrap();
        let as_frame = |tag| {
            let frame = outcome.frame().clone();
            serde_json::from_str::<Value>(&frame.unless_held(tag).to_line()).unwrap()
        };
        let tag = outcome.frame().tag.as_deref();
        assert_eq!(as_line(tag), as_frame(tag));
        assert_eq!(as_line(Some("other")), as_frame(Some("other")));
    }
}

#[test]
fn keys_from_outside_are_checked() {
    let request = request("/");
    let start = |key: &str| request.queries().start_key(&request, key).map(drop);
    let id = product(1)
        .key()
        .as_str()
        .split('[')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(start("nothing[1]"), Err(StartError::UnknownQuery));
    for malformed in [
        String::new(),
        id.clone(),
        format!("{id}[]"),
        format!("{id}[\"x\"]"),
        format!("{id}[1,2]"),
        format!("{id}[1"),
    ] {
        assert_eq!(start(&malformed), Err(StartError::Malformed), "{malformed}");
    }
    assert_eq!(start(&format!("{id}[ 1 ]")), Ok(()));
    assert_eq!(find_query(&id).unwrap().name, "product");
    assert!(check_registrations() >= 5);
}

#[test]
fn dropping_everybody_who_waits_drops_the_work() {
    struct Gone(Arc<AtomicUsize>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let request = request("/");
    let running = request
        .queries()
        .start_key(&request, counted(2).key().as_str())
        .unwrap();
    let dropped = Arc::new(AtomicUsize::new(0));
    let weak = Arc::downgrade(&request);
    let guard = Gone(Arc::clone(&dropped));
    let waiting = Box::pin(async move {
        let _guard = guard;
        running.outcome().await
    });
    drop((waiting, request));
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
    assert!(weak.upgrade().is_none(), "the work held the request");
}

#[test]
fn after_a_mutation_cookies_are_laid_over_and_nothing_is_read_yet() {
    let before = request("/products/3");
    block_on(before.scope_page(product(3))).unwrap();
    let set = ["b=3; Path=/; HttpOnly", "c=4", "a=; Max-Age=0"].map(HeaderValue::from_static);
    let after = before.after_mutation(&set, "/cart");
    assert_eq!(after.parts().headers["cookie"], "b=3; c=4");
    assert_eq!(after.page_url(), "/cart");
    assert!(after.queries().settled_frames().is_empty());
    let gone = before.after_mutation(
        &[HeaderValue::from_static(
            "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        )],
        "/",
    );
    assert_eq!(gone.parts().headers["cookie"], "b=2");
}

#[test]
fn preloads_start_in_parallel_and_dependent_ones_follow() {
    let request = request("/");
    let then = preload::then(async {
        if let Ok(first) = product(1).await {
            let _ = reviews(first.id + 1, None).await;
        }
    });
    let started = request
        .queries()
        .start_all(&request, PreloadList::of((product(2), product(2), then)));
    assert_eq!(started.running.len(), 1);
    block_on(join(
        join_all(started.running.iter().map(|running| running.frame())),
        join_all(started.tasks),
    ));
    let sent: Vec<String> = request
        .queries()
        .settled_frames()
        .into_iter()
        .map(|frame| frame.key)
        .collect();
    assert_eq!(sent.len(), 3);
    assert!(sent.contains(&reviews(2, None).key().as_str().to_owned()));
}

#[test]
fn hundreds_of_interleaved_requests_see_their_own_values_only() {
    let requests: Vec<_> = (0..300)
        .map(|number| (number, request(&format!("/products/{number}"))))
        .collect();
    let runs = requests.iter().map(|(number, request)| {
        request.scope(async move {
            let current = RequestContext::current().unwrap();
            let (value, _) = join(whose().into_future(), whose().into_future()).await;
            assert_eq!(current.page_url(), format!("/products/{number}"));
            assert_eq!(value.unwrap(), current.page_url());
        })
    });
    block_on(join_all(runs));
}

#[query]
async fn whose() -> Result<String, CallError> {
    for _ in 0..3 {
        yield_now().await;
    }
    Ok(RequestContext::current().unwrap().page_url().to_owned())
}

async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}
