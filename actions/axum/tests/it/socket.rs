//! Over real connections: what is flushed when, and what happens when they break.

use std::time::Duration;

use crate::app::{World, key_of, name, rename_url, slow};
use crate::running::{Running, eventually, read_all, read_until};

#[test]
fn the_reply_is_there_before_slow_queries_are_done() {
    let world = World::default();
    world.slow_for(700);
    let running = Running::start(&world);
    let mut connection = running.post("Teapot", "a");
    let (text, time) = read_until(&mut connection, "\"value\":\"Teapot\"");
    assert!(time < Duration::from_millis(400), "{time:?}");
    assert!(!text.contains("slow <3>"), "{text}");
    assert!(
        text.to_ascii_lowercase()
            .contains("transfer-encoding: chunked")
    );
    let (_, time) = read_until(&mut connection, "{\"done\":true}");
    assert!(time > Duration::from_millis(300), "{time:?}");
    running.stop();
}

#[test]
fn a_query_over_its_budget_is_left_to_the_browser() {
    let world = World::default();
    world.slow_for(60_000);
    let running = Running::start(&world);
    let text = read_all(running.post("Teapot", "a"));
    assert!(
        text.contains("\"later\":true") && text.contains("{\"done\":true}"),
        "{text}"
    );
    eventually("the query is dropped", || world.dropped() == 1);
    running.stop();
}

#[test]
fn the_shell_is_there_before_late_content() {
    let world = World::default();
    world.slow_for(700);
    let running = Running::start(&world);
    let mut connection = running.ask("GET /products/3 HTTP/1.1\r\nconnection: close\r\n", b"");
    let (text, time) = read_until(&mut connection, "Product 3</h1>");
    assert!(
        time < Duration::from_millis(400) && text.contains("Loading"),
        "{time:?} {text}"
    );
    let (_, time) = read_until(&mut connection, "</body></html>");
    assert!(time > Duration::from_millis(300), "{time:?}");
    running.stop();
}

#[test]
fn a_dropped_connection_stops_the_work_on_its_page() {
    let world = World::default();
    world.slow_for(60_000);
    let running = Running::start(&world);
    let mut connection = running.ask("GET /products/3 HTTP/1.1\r\n", b"");
    read_until(&mut connection, "Loading");
    assert_eq!(world.dropped(), 0);
    drop(connection);
    eventually("the query is dropped", || world.dropped() == 1);
    running.stop();
}

#[test]
fn a_query_that_nobody_waits_for_any_more_is_dropped() {
    let world = World::default();
    world.slow_for(60_000);
    let running = Running::start(&world);
    let keys = [key_of(&name(2)), key_of(&slow(1)), key_of(&slow(2))];
    let keys = keys.map(|key| key.replace('[', "%5B").replace(']', "%5D"));
    let head = format!(
        "GET /_limosa/q?k={} HTTP/1.1\r\nsec-fetch-site: same-origin\r\n",
        keys.join("&k=")
    );
    let mut connection = running.ask(&head, b"");
    read_until(&mut connection, "Product 2");
    assert_eq!(world.dropped(), 0);
    drop(connection);
    eventually("both queries are dropped", || world.dropped() == 2);
    running.stop();
}

#[test]
fn a_started_body_runs_to_its_end_though_the_connection_breaks() {
    let world = World::default();
    let running = Running::start(&world);
    let connection = running.post("wait", "a");
    eventually("the body runs", || {
        world.ran().iter().any(|ran| ran == "rename 3 wait")
    });
    drop(connection);
    std::thread::sleep(Duration::from_millis(50));
    world.open_gate();
    eventually("the body ends", || world.name(3).as_deref() == Some("wait"));
    let retried = read_all(running.post("wait", "a"));
    assert!(retried.contains("\"value\":\"wait\""), "{retried}");
    assert!(
        !world.ran().iter().any(|ran| ran == "rename 3 wait"),
        "the retry got the reply of the first"
    );
    running.stop();
}

#[test]
fn two_posts_of_one_submission_run_once() {
    let world = World::default();
    let running = Running::start(&world);
    let posts = [
        running.post("wait", "a"),
        running.post("wait", "a"),
        running.post("wait", "a"),
    ];
    std::thread::sleep(Duration::from_millis(100));
    world.open_gate();
    for post in posts {
        let text = read_all(post);
        assert!(
            text.starts_with("HTTP/1.1 200") && text.contains("\"value\":\"wait\""),
            "{text}"
        );
    }
    assert_eq!(
        world
            .ran()
            .iter()
            .filter(|ran| *ran == "rename 3 wait")
            .count(),
        1
    );
    running.stop();
}

#[test]
fn an_early_refusal_is_seen_by_a_client_that_still_sends() {
    let world = World::default();
    let running = Running::start(&world);
    let url = rename_url(3, "/products/3");
    let head = format!("POST {url} HTTP/1.1\r\norigin: https://evil.example\r\n");
    let mut connection = running.ask(&head, &vec![b'a'; 1_000_000]);
    read_until(&mut connection, "HTTP/1.1 403");
    let head =
        format!("POST {url} HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\n");
    let mut connection = running.ask(&head, &vec![b'a'; 2_900_000]);
    read_until(&mut connection, "HTTP/1.1 413");
    assert!(world.ran().iter().all(|ran| !ran.starts_with("rename")));
    running.stop();
}

#[test]
fn stopping_waits_for_running_actions() {
    let world = World::default();
    let running = Running::start(&world);
    let connection = running.post("wait", "a");
    eventually("the body runs", || {
        world.ran().iter().any(|ran| ran == "rename 3 wait")
    });
    let opening = {
        let world = world.clone();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            world.open_gate();
        })
    };
    drop(connection);
    running.stop();
    opening.join().unwrap();
    assert_eq!(world.name(3).as_deref(), Some("wait"));
}
