//! Tags: several queries under one name.

use limosa_router::{KeyPattern, Keys, Stale};

use crate::world::{
    CATALOG, NOTHING, World, cart_count, doubled, frame, id, product, reviews, wanted,
};

#[test]
fn on_the_server_a_tag_is_the_list_of_its_queries() {
    let stale = Stale::keys(&(CATALOG, cart_count()));
    let covers = |key: &limosa_router::QueryKey| stale.covers(key.as_str());
    assert!(covers(product(3).key()) && covers(product(4).key()) && covers(cart_count().key()));
    assert!(covers(doubled(1).key()), "also of queries of the browser");
    assert!(!covers(reviews(3, None).key()));
    assert_eq!(Stale::keys(&NOTHING), Stale::Keys(vec![]));
    let json = serde_json::to_string(&Stale::keys(&CATALOG)).unwrap();
    assert!(!json.contains("catalog") && json.contains(id(product)));
}

#[test]
fn in_the_browser_a_tag_covers_what_is_held() {
    let world = World::new();
    let cache = world.cache();
    let (bird, about) = (product(1), reviews(1, None));
    cache.preload(wanted(&bird));
    cache.preload(wanted(&about));
    let held = |tag| cache.tagged(tag).collect::<Vec<_>>();
    assert_eq!(held(CATALOG), [bird.key().as_str()]);
    assert!(held(NOTHING).is_empty());
}

#[test]
fn what_nobody_has_read_may_carry_any_tag() {
    let world = World::new();
    let cache = world.cache();
    let bird = product(1);
    cache.seed(frame(
        bird.key().as_str(),
        r#"{"id":1,"name":"a"}"#,
        "t",
        "a-1-1",
    ));
    assert!(cache.is_ready(bird.key().as_str()));
    let keys = cache.tagged(NOTHING).map(KeyPattern::Exact).collect();
    cache.revalidate(&Stale::Keys(keys), &[]);
    assert!(!cache.is_ready(bird.key().as_str()));
    assert!(world.taken().is_empty(), "nobody reads it");
}

#[test]
fn tags_go_where_keys_go() {
    let mut patterns = Vec::new();
    (Some(CATALOG), vec![NOTHING], product(3)).collect(&mut patterns);
    assert_eq!(patterns.len(), 3);
}
