//! What comes of an answer: values, errors and redirects, and when they are read again.

use futures::future::{FutureExt, LocalBoxFuture};
use limosa_reactive::{Effect, Owner, StoredValue};
use limosa_router::cache::{Answer, Wanted};
use limosa_router::{CallError, QueryFrame};

use crate::reader::{key, named, names, page, read};
use crate::world::{ShopError, World, cart_count, frame, product, reviews, wanted};

fn moved(id: u32, to: &str) -> QueryFrame {
    QueryFrame {
        redirect: Some(to.to_owned()),
        ..QueryFrame::new(key(id))
    }
}

fn missing(id: u32) -> QueryFrame {
    let text = format!(r#"{{"key":{:?},"error":"NotFound","status":404}}"#, key(id));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_redirect_is_followed_by_readers_and_not_by_preloads() {
    let world = World::new();
    let cache = world.cache();
    let call = product(7);
    cache.preload(wanted(&call));
    cache.answered(world.taken()[0].0, moved(7, "/account?next=here"));
    assert!(world.redirects.borrow().is_empty());
    // It may remember where it was asked, so whoever reads asks anew.
    assert!(!cache.is_ready(&key(7)));
    let (_reader, _) = page(&cache, 7, 1);
    assert!(world.redirects.borrow().is_empty());
    cache.answered(world.taken()[0].0, moved(7, "/account?next=there"));
    assert_eq!(*world.redirects.borrow(), ["/account?next=there"]);
}

#[test]
fn errors_are_typed_kept_for_a_moment_and_read_again_on_demand() {
    let world = World::new();
    let cache = world.cache();
    let (first, log) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, missing(1));
    assert_eq!(log.get(), [Err(ShopError::NotFound)]);
    first.dispose();
    world.pass(4_900.0);
    let (second, log) = page(&cache, 1, 1);
    assert_eq!(log.get(), [Err(ShopError::NotFound)]);
    assert!(world.taken().is_empty(), "it is fresh");
    cache.refetch(&key(1));
    cache.answered(world.taken()[0].0, missing(1));
    second.dispose();
    world.pass(5_100.0);
    let (_third, log) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-1"));
    assert_eq!(log.get()[1], Ok("one".to_owned()));
}

#[test]
fn the_error_of_a_preload_waits_for_its_reader() {
    let world = World::new();
    let cache = world.cache();
    let call = product(1);
    cache.preload(wanted(&call));
    cache.answered(world.taken()[0].0, missing(1));
    let (_reader, log) = page(&cache, 1, 1);
    assert_eq!(log.get(), [Err(ShopError::NotFound)]);
    assert!(world.taken().is_empty());
}

#[test]
fn a_stream_that_breaks_leaves_errors_and_nothing_pending() {
    let world = World::new();
    let cache = world.cache();
    let (_one, log) = page(&cache, 1, 1);
    let (_two, other) = page(&cache, 2, 1);
    let request = world.taken()[0].0;
    cache.answered(request, named(1, "one", "a-1-1"));
    cache.ended(request, None);
    assert_eq!(names(log), ["one"]);
    assert_eq!(other.get(), [Err(ShopError::Call(CallError::Network))]);
    cache.refetch(&key(2));
    cache.answered(world.taken()[0].0, named(2, "two", "a-1-2"));
    assert_eq!(other.get()[1], Ok("two".to_owned()));
}

#[test]
fn equal_values_notify_nobody() {
    let world = World::new();
    let cache = world.cache();
    let (_reader, log) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-1"));
    cache.apply(named(1, "one", "a-1-2"), 0.0);
    let unchanged = QueryFrame {
        value: None,
        unchanged: true,
        ..named(1, "one", "a-1-3")
    };
    cache.apply(unchanged, 0.0);
    // Tags are those of one boot: another has another for the same value.
    let of_another_boot = QueryFrame {
        tag: Some("other".to_owned()),
        ..named(1, "one", "b-1-1")
    };
    world.pass(10.0);
    cache.apply(of_another_boot, 10.0);
    let by_hand = QueryFrame {
        tag: None,
        stamp: None,
        ..named(1, "one", "")
    };
    cache.put(wanted(&product(1)), Answer::Frame(by_hand.clone()));
    assert_eq!(names(log), ["one"]);
    let other = QueryFrame {
        value: named(1, "uno", "").value,
        ..by_hand
    };
    cache.put(wanted(&product(1)), Answer::Frame(other));
    assert_eq!(names(log), ["one", "uno"]);
    assert!(world.taken().is_empty());
}

#[test]
fn the_tag_of_the_latest_answer_is_the_one_that_is_told() {
    let world = World::new();
    let cache = world.cache();
    let (_reader, _) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-1"));
    cache.empty(&[]);
    assert_eq!(cache.mounted()[0].tag, None);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-2"));
    assert_eq!(cache.mounted()[0].tag.as_deref(), Some("one"));
}

/// The query of the browser `reviews(id, page)`, which counts how often it ran.
fn runs(arguments: &str) -> LocalBoxFuture<'static, QueryFrame> {
    assert_eq!(arguments, "[1,null]");
    async { frame("", "[\"here\"]", "", "") }.boxed_local()
}

#[test]
fn a_query_of_the_browser_runs_there_and_costs_no_request() {
    let world = World::new();
    let cache = world.cache();
    let call = reviews(1, None);
    let local = Wanted {
        local: Some(runs),
        ..wanted(&call)
    };
    let owner = Owner::new_root();
    let log = owner.with(|| StoredValue::new(Vec::new()));
    owner.with(|| {
        let connection = read_local(&cache, &call, local);
        Effect::new(move || {
            let settled = connection.settled.get();
            log.update(|log| log.push((settled.is_some(), connection.loading.get())));
        });
    });
    world.tick();
    assert_eq!(log.get().last(), Some(&(true, false)));
    let shown = log.get().len();
    cache.refetch(call.key().as_str());
    world.tick();
    assert!(world.taken().is_empty());
    assert_eq!(
        log.get()[shown..],
        [(true, true), (true, false)],
        "the same value is not told again"
    );
}

fn read_local<M: limosa_router::Query>(
    cache: &limosa_router::cache::Cache,
    _: &limosa_router::QueryCall<M>,
    wanted: Wanted<'_>,
) -> limosa_reactive::Connection<M::Value, M::Error> {
    cache.connect::<M>(wanted, 1)
}

#[test]
fn what_its_options_say_is_read_again_by_interval_focus_and_reconnection() {
    let world = World::new();
    let cache = world.cache();
    let owner = Owner::new_root();
    let call = cart_count();
    owner.with(|| read(&cache, &call, 0));
    let (_plain, _) = page(&cache, 1, 1);
    let first = world.taken()[0].0;
    cache.answered(first, named(1, "one", "a-1-0"));
    cache.answered(first, frame(call.key().as_str(), "1", "1", "a-1-1"));
    let answer = |number: u32, stamp: &str| {
        let asked = world.taken();
        assert_eq!(asked.len(), 1);
        assert_eq!(
            asked[0].1,
            [call.key().as_str()],
            "the other has no options"
        );
        let value = frame(call.key().as_str(), &number.to_string(), stamp, stamp);
        cache.answered(asked[0].0, value);
    };
    world.pass(2_000.0);
    answer(2, "a-1-2");
    cache.focused();
    answer(3, "a-1-3");
    cache.reconnected();
    answer(4, "a-1-4");
    owner.dispose();
    world.pass(10_000.0);
    cache.focused();
    cache.reconnected();
    assert!(world.taken().is_empty(), "nobody reads it");
}

#[test]
fn an_unused_value_is_kept_as_long_as_its_query_says() {
    let world = World::new();
    let cache = world.cache();
    let (short, long) = (reviews(1, None), product(1));
    cache.preload(wanted(&short));
    world.taken();
    world.pass(250_000.0);
    cache.preload(wanted(&short));
    cache.preload(wanted(&long));
    for (request, keys) in world.taken() {
        for key in keys {
            cache.answered(request, frame(&key, "[]", "t", "a-1-1"));
        }
    }
    assert_eq!(cache.len(), 2);
    // The sweep of the fifth minute: ten seconds are over for the one, three minutes not for the other.
    world.pass(51_000.0);
    assert!(cache.held(short.key().as_str()).is_none());
    assert!(cache.held(long.key().as_str()).is_some());
}
