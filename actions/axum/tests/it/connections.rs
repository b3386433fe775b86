//! Connections that only cost: idle ones, heads that never end, answers that nobody takes.

use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use futures::stream;
use limosa_axum::body::Limits;

use crate::app::{World, server};
use crate::running::{Running, eventually, read_until};

const IDLE: Duration = Duration::from_millis(300);

fn impatient() -> Running {
    Running::of(server(&World::default()).limits(Limits::default().idle(IDLE)))
}

/// How long until the server ends the connection.
fn ended_after(mut connection: &TcpStream) -> Duration {
    let begun = Instant::now();
    let mut buffer = [0; 1024];
    while !matches!(connection.read(&mut buffer), Ok(0)) {
        assert!(begun.elapsed() < Duration::from_secs(5), "it stays open");
    }
    begun.elapsed()
}

#[test]
fn a_connection_without_a_request_is_ended() {
    let running = impatient();
    let time = ended_after(&running.connect());
    assert!(time >= IDLE - Duration::from_millis(50), "{time:?}");
    running.stop();
}

#[test]
fn a_head_that_comes_byte_by_byte_is_cut_off() {
    let running = impatient();
    let mut connection = running.connect();
    let begun = Instant::now();
    connection.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    while connection.write_all(b"a").is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(5), "never cut off");
        std::thread::sleep(Duration::from_millis(20));
    }
    running.stop();
}

#[test]
fn a_connection_is_kept_between_requests_but_not_for_ever() {
    let running = impatient();
    let mut connection = running.connect();
    for _ in 0..3 {
        std::thread::sleep(IDLE / 3);
        write!(
            connection,
            "GET /_limosa/health HTTP/1.1\r\nhost: here\r\n\r\n"
        )
        .unwrap();
        read_until(&mut connection, "ok");
    }
    ended_after(&connection);
    running.stop();
}

#[test]
fn slow_queries_outlast_the_limit_of_idle_connections() {
    let world = World::default();
    world.slow_for(800);
    let running = Running::of(server(&world).limits(Limits::default().idle(IDLE)));
    let mut connection = running.ask("GET /products/3 HTTP/1.1\r\n", b"");
    read_until(&mut connection, "</body></html>");
    running.stop();
}

#[test]
fn a_body_that_comes_too_slowly_is_given_up_and_nothing_runs() {
    let world = World::default();
    let limits = Limits::default().time(IDLE);
    let running = Running::of(server(&world).limits(limits));
    let mut connection = running.connect();
    let url = crate::app::rename_url(3, "/products/3");
    let begun = Instant::now();
    write!(
        connection,
        "POST {url} HTTP/1.1\r\nhost: here\r\nlimosa-build: test\r\ncontent-length: 100000\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\nname=a"
    )
    .unwrap();
    let mut slow = connection.try_clone().unwrap();
    let sending = std::thread::spawn(move || {
        while slow.write_all(b"a").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let (answer, _) = read_until(&mut connection, "{\"done\":true}");
    let time = begun.elapsed();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(time >= IDLE && time < IDLE * 5, "{time:?}");
    drop(connection);
    sending.join().unwrap();
    assert_eq!(world.ran(), [""; 0]);
    running.stop();
}

#[test]
fn only_so_many_connections_are_open_at_a_time_and_the_next_waits() {
    let limits = Limits::default().connections(2);
    let running = Running::of(server(&World::default()).limits(limits));
    let ask = |mut connection: TcpStream| {
        let health = "GET /_limosa/health HTTP/1.1\r\nhost: here\r\n\r\n";
        connection.write_all(health.as_bytes()).unwrap();
        connection
    };
    let mut open = [ask(running.connect()), ask(running.connect())];
    for connection in &mut open {
        read_until(connection, "ok");
    }
    let mut waiting = ask(running.connect());
    waiting.set_read_timeout(Some(IDLE)).unwrap();
    assert!(waiting.read(&mut [0; 16]).is_err(), "it is not served yet");
    drop(open);
    waiting
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    read_until(&mut waiting, "ok");
    drop(waiting);
    running.stop();
}

struct Noticed(Arc<AtomicBool>);

impl Drop for Noticed {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn an_answer_that_nobody_takes_is_given_up() {
    let dropped = Arc::new(AtomicBool::new(false));
    let endless = {
        let dropped = Arc::clone(&dropped);
        move || {
            let noticed = Noticed(Arc::clone(&dropped));
            let chunks = stream::repeat_with(move || {
                let _held = &noticed;
                Ok::<_, Infallible>(Bytes::from_static(&[b'a'; 16 * 1024]))
            });
            futures::future::ready(Body::from_stream(chunks))
        }
    };
    let routes = Router::new().route("/endless", get(endless));
    let limits = Limits::default().stall(IDLE);
    let running = Running::of(server(&World::default()).routes(routes).limits(limits));
    let mut connection = running.ask("GET /endless HTTP/1.1\r\n", b"");
    read_until(&mut connection, "aaaa");
    // Reading now and then is enough.
    for _ in 0..5 {
        std::thread::sleep(IDLE / 2);
        let mut some = vec![0; 4 * 1024 * 1024];
        connection.read_exact(&mut some).unwrap();
    }
    assert!(!dropped.load(Ordering::Relaxed));
    eventually("the answer is dropped", || dropped.load(Ordering::Relaxed));
    drop(connection);
    running.stop();
}
