//! `serve` rebuilds what changes, tells open pages, and takes the server with it when it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::fixture::Fixture;
use crate::serving::Serving;

/// A server of one answer to everything: a word, and where pages are told of new builds.
const MAIN: &str = r#"
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use std::io::{Read, Write};
    let address = format!("127.0.0.1:{}", std::env::var("LIMOSA_PORT").unwrap());
    let listener = std::net::TcpListener::bind(address).unwrap();
    println!("listening on http://{}", listener.local_addr().unwrap());
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let body = format!("WORD {}", std::env::var("LIMOSA_DEV").unwrap_or_default());
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    }
}
"#;

#[cfg(unix)]
#[test]
fn a_change_is_built_and_told_to_the_pages() {
    let fixture = Fixture::package("served", &[("src/main.rs", &MAIN.replace("WORD", "first"))]);
    let mut serving = Serving::start(&fixture);
    let port = serving.url.rsplit(':').next().unwrap().parse().unwrap();
    let (word, events) = answer(port);
    assert_eq!(word, "first");
    let mut events = Events::open(&events, port);
    assert_eq!(events.next(), "clear");

    fixture.write(
        "src/main.rs",
        &MAIN
            .replace("WORD", "first")
            .replace("let body", "let body: u8"),
    );
    assert_eq!(events.next(), "problem");
    assert!(
        events.data.contains("error[E0308]: mismatched types"),
        "{}",
        events.data
    );
    assert_eq!(answer(port).0, "first", "the last good build goes on");

    fixture.write("src/main.rs", &MAIN.replace("WORD", "second"));
    assert_eq!(events.next(), "reload");
    assert_eq!(answer(port).0, "second");

    assert!(serving.stop());
    assert!(
        TcpStream::connect(("127.0.0.1", port)).is_err(),
        "the server must not outlive `serve`"
    );
}

/// The word of the server on a port, and the URL of the events.
fn answer(port: u16) -> (String, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let body = answer.split("\r\n\r\n").nth(1).unwrap();
    let (word, events) = body.split_once(' ').unwrap();
    (word.to_owned(), events.to_owned())
}

/// The event stream as a page reads it.
struct Events {
    lines: std::io::Lines<BufReader<TcpStream>>,
    data: String,
}

impl Events {
    fn open(url: &str, app_port: u16) -> Self {
        let address = url
            .strip_prefix("http://")
            .unwrap()
            .strip_suffix("/events")
            .unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        write!(
            stream,
            "GET /events HTTP/1.1\r\nhost: {address}\r\norigin: http://127.0.0.1:{app_port}\r\n\r\n"
        )
        .unwrap();
        let mut lines = BufReader::new(stream).lines();
        let head: Vec<String> = lines
            .by_ref()
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        assert!(
            head.contains(&format!(
                "access-control-allow-origin: http://127.0.0.1:{app_port}"
            )),
            "{head:?}"
        );
        Self {
            lines,
            data: String::new(),
        }
    }

    /// The name of the next event; its data is kept.
    fn next(&mut self) -> String {
        let mut name = None;
        self.data.clear();
        loop {
            let line = self.lines.next().unwrap().unwrap();
            if let Some(text) = line.strip_prefix("data: ") {
                self.data.push_str(text);
                self.data.push('\n');
            } else if let Some(event) = line.strip_prefix("event: ") {
                name = Some(event.to_owned());
            } else if line.is_empty() && !self.data.is_empty() {
                // As in a browser, which drops an event without data.
                return name.expect("every event has a name");
            }
        }
    }
}
