//! The browser's query cache against a clock and a network of the test's: when it asks, and which answer counts.

use std::rc::Rc;

use limosa_router::{KeyPattern, QueryFn, QueryFrame, Stale};

use crate::reader::{decode, key, named, names, page};
use crate::world::{Product, World, frame, options, product, reviews, wanted};

#[test]
fn readers_of_one_key_share_one_request_and_a_tick_shares_one_too() {
    let world = World::new();
    let cache = world.cache();
    let (_first, log) = page(&cache, 1, 1);
    let (_second, other) = page(&cache, 1, 1);
    let (_third, _) = page(&cache, 2, 1);
    let asked = world.taken();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].1, [key(1), key(2)]);
    cache.answered(asked[0].0, named(1, "one", "a-1-1"));
    assert_eq!(names(log), ["one"]);
    assert_eq!(names(other), ["one"]);
}

#[test]
fn a_preload_is_fresh_for_five_seconds_and_the_first_read_starts_them_anew() {
    let world = World::new();
    let cache = world.cache();
    let call = product(1);
    assert!(cache.preload(wanted(&call)));
    let request = world.taken()[0].0;
    cache.answered(request, named(1, "one", "a-1-1"));
    world.pass(4_900.0);
    let (reader, log) = page(&cache, 1, 1);
    assert_eq!(names(log), ["one"]);
    reader.dispose();
    world.pass(4_900.0);
    assert!(!cache.preload(wanted(&call)), "the window has started anew");
    world.pass(200.0);
    assert!(cache.preload(wanted(&call)));
    assert_eq!(world.taken().len(), 1);
}

#[test]
fn fresh_and_kept_times_are_those_of_the_query() {
    assert_eq!(options(reviews).fresh_for.as_millis(), 1_000);
    let world = World::new();
    let cache = world.cache();
    let call = reviews(1, None);
    cache.preload(wanted(&call));
    let request = world.taken()[0].0;
    cache.answered(request, frame(call.key().as_str(), "[]", "t", "a-1-1"));
    world.pass(1_100.0);
    assert!(!cache.is_ready(call.key().as_str()));
}

#[test]
fn back_and_forward_use_what_is_there_whatever_its_age() {
    let world = World::new();
    let cache = world.cache();
    let (reader, _) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-1"));
    reader.dispose();
    world.pass(100_000.0);
    let log = cache.with_reuse(|| page(&cache, 1, 1).1);
    assert_eq!(names(log), ["one"]);
    assert!(world.taken().is_empty());
}

#[test]
fn a_link_after_the_window_reads_again_and_shows_the_old_value_meanwhile() {
    let world = World::new();
    let cache = world.cache();
    let (reader, _) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-1"));
    reader.dispose();
    world.pass(6_000.0);
    let (_reader, log) = page(&cache, 1, 1);
    assert_eq!(names(log), ["one"]);
    cache.answered(world.taken()[0].0, named(1, "uno", "a-1-2"));
    assert_eq!(names(log), ["one", "uno"]);
}

#[test]
fn unused_values_live_three_to_eight_minutes_and_used_ones_stay() {
    let world = World::new();
    let cache = world.cache();
    let (reader, _) = page(&cache, 1, 1);
    let (_used, _) = page(&cache, 2, 1);
    let request = world.taken()[0].0;
    cache.answered(request, named(1, "one", "a-1-1"));
    cache.answered(request, named(2, "two", "a-1-2"));
    reader.dispose();
    world.pass(179_000.0);
    assert_eq!(cache.len(), 2);
    world.pass(301_000.0);
    assert_eq!(cache.len(), 1);
}

#[test]
fn unchanged_counts_only_if_the_tag_is_held() {
    let world = World::new();
    let cache = world.cache();
    let (_reader, log) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-1"));
    let unchanged = QueryFrame {
        value: None,
        unchanged: true,
        ..named(1, "other", "a-1-3")
    };
    cache.apply(unchanged, 0.0);
    let asked = world.taken();
    assert_eq!(asked.len(), 1);
    cache.answered(asked[0].0, named(1, "other", "a-1-4"));
    assert_eq!(names(log), ["one", "other"]);
}

#[test]
fn within_a_boot_an_older_read_never_replaces_a_newer_one() {
    let world = World::new();
    let cache = world.cache();
    let (_reader, log) = page(&cache, 1, 1);
    let request = world.taken()[0].0;
    cache.expect([key(1).as_str()]);
    cache.apply(named(1, "after the second post", "a-1-f"), 10.0);
    cache.apply(named(1, "after the first post", "a-1-a"), 5.0);
    cache.answered(request, named(1, "before", "a-1-9"));
    assert_eq!(names(log), ["after the second post"]);
}

#[test]
fn between_boots_a_value_asked_for_before_the_held_one_came_is_read_again() {
    let world = World::new();
    let cache = world.cache();
    let (_reader, log) = page(&cache, 1, 1);
    let request = world.taken()[0].0;
    world.pass(100.0);
    cache.apply(named(1, "new", "a-1-1"), 50.0);
    cache.answered(request, named(1, "unclear", "b-1-1"));
    let asked = world.taken();
    assert_eq!(asked.len(), 1);
    cache.answered(asked[0].0, named(1, "newest", "b-1-2"));
    assert_eq!(names(log), ["new", "newest"]);
}

#[test]
fn revalidation_is_exact_and_leaves_what_a_flight_brings() {
    let world = World::new();
    let cache = world.cache();
    let (_one, _) = page(&cache, 1, 1);
    let (_two, _) = page(&cache, 2, 1);
    let (gone, _) = page(&cache, 3, 1);
    let request = world.taken()[0].0;
    for id in 1..=3 {
        cache.answered(request, named(id, "x", "a-1-1"));
    }
    gone.dispose();
    cache.revalidate(&Stale::keys(&product(1)), &[]);
    assert_eq!(world.taken()[0].1, [key(1)]);
    cache.revalidate(&Stale::keys(&product.all()), &[key(1)]);
    assert_eq!(
        world.taken()[0].1,
        [key(2)],
        "what nobody reads is stale and not asked for"
    );
    assert!(!cache.is_ready(&key(3)));
    cache.revalidate(&Stale::Keys(Vec::new()), &[]);
    cache.revalidate(&Stale::Keys(vec![KeyPattern::parse(&key(1)[..4])]), &[]);
    assert!(world.taken().is_empty(), "no prefixes");
}

#[test]
fn an_answer_from_before_a_revalidation_does_not_count() {
    let world = World::new();
    let cache = world.cache();
    let (_reader, log) = page(&cache, 1, 1);
    let before = world.taken()[0].0;
    cache.revalidate(&Stale::Mounted, &[]);
    let after = world.taken()[0].0;
    cache.answered(before, named(1, "before", "a-1-1"));
    assert_eq!(names(log), Vec::<String>::new());
    cache.answered(after, named(1, "after", "a-1-2"));
    assert_eq!(names(log), ["after"]);
}

#[test]
fn a_request_that_nobody_waits_for_is_dropped() {
    let world = World::new();
    let cache = world.cache();
    let (one, _) = page(&cache, 1, 1);
    let (two, _) = page(&cache, 2, 1);
    let request = world.taken()[0].0;
    one.dispose();
    world.tick();
    assert!(
        world.aborted.borrow().is_empty(),
        "the other key is still wanted"
    );
    two.dispose();
    world.tick();
    assert_eq!(*world.aborted.borrow(), [request]);
    let (_again, _) = page(&cache, 1, 1);
    assert_eq!(world.taken().len(), 1);
}

#[test]
fn a_preload_that_found_its_reader_is_wanted_only_as_long_as_that_reads() {
    let world = World::new();
    let cache = world.cache();
    let call = product(1);
    cache.preload(wanted(&call));
    let request = world.taken()[0].0;
    let (reader, log) = page(&cache, 1, 1);
    cache.answered(request, named(1, "one", "a-1-1"));
    assert_eq!(names(log), ["one"]);
    cache.empty(&[]);
    reader.dispose();
    assert!(world.taken().is_empty(), "nobody reads it any more");
}

#[test]
fn a_flight_that_gives_up_leaves_the_key_to_a_request() {
    let world = World::new();
    let cache = world.cache();
    let (_reader, _) = page(&cache, 1, 1);
    cache.answered(world.taken()[0].0, named(1, "one", "a-1-1"));
    cache.expect([key(1).as_str()]);
    assert!(world.taken().is_empty());
    cache.apply(QueryFrame::later(key(1)), 0.0);
    assert_eq!(world.taken().len(), 1);
    cache.expect([key(1).as_str()]);
    cache.give_up([key(1).as_str()]);
    assert_eq!(cache.mounted()[0].tag.as_deref(), Some("one"));
}

#[test]
fn mounted_keys_carry_the_lowest_depth_that_reads_them() {
    let world = World::new();
    let cache = world.cache();
    let (_page, _) = page(&cache, 1, 2);
    let (layout, _) = page(&cache, 1, 0);
    assert_eq!(cache.mounted()[0].depth, 0);
    layout.dispose();
    assert_eq!(cache.mounted()[0].depth, 2);
    world.tick();
}

#[test]
fn a_change_of_the_session_drops_answers_under_way_and_empties_the_rest() {
    let world = World::new();
    let cache = world.cache();
    let (_one, log) = page(&cache, 1, 1);
    let (gone, _) = page(&cache, 2, 1);
    let request = world.taken()[0].0;
    cache.answered(request, named(2, "two", "a-1-1"));
    gone.dispose();
    cache.set_epoch("ada");
    cache.empty(&[]);
    cache.answered(request, named(1, "of nobody", "a-1-2"));
    let asked = world.taken();
    assert_eq!(asked.len(), 1);
    cache.answered(asked[0].0, named(1, "of ada", "a-1-3"));
    assert_eq!(names(log), ["of ada"]);
    assert_eq!(cache.len(), 1);
}

#[test]
fn values_of_the_document_are_not_asked_for() {
    let world = World::new();
    let cache = world.cache();
    cache.seed(named(1, "one", "a-1-1"));
    let (_one, log) = page(&cache, 1, 1);
    assert_eq!(names(log), ["one"]);
    cache.hold(true);
    let (_two, other) = page(&cache, 2, 1);
    assert!(
        world.taken().is_empty(),
        "it may still come with the document"
    );
    cache.seed(named(2, "two", "a-1-2"));
    assert_eq!(names(other), ["two"]);
    let (_three, _) = page(&cache, 3, 1);
    cache.hold(false);
    assert_eq!(world.taken()[0].1, [key(3)]);
}

#[test]
fn awaited_calls_wait_for_one_answer_and_take_fresh_ones() {
    let world = World::new();
    let cache = world.cache();
    let got = Rc::new(std::cell::RefCell::new(Vec::new()));
    for _ in 0..2 {
        let (cache, got) = (cache.clone(), Rc::clone(&got));
        limosa_reactive::host::spawn(async move {
            let call = product(1);
            let answer = cache.wait(wanted(&call)).await.unwrap();
            got.borrow_mut().push(decode(&call, &answer));
        });
    }
    let asked = world.taken();
    assert_eq!(asked.len(), 1);
    cache.answered(asked[0].0, named(1, "one", "a-1-1"));
    world.tick();
    let one = Product {
        id: 1,
        name: "one".to_owned(),
    };
    assert_eq!(*got.borrow(), [Ok(one.clone()), Ok(one)]);
}
