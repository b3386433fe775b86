//! An open page while its app is being worked on, in Chromium.

#[path = "../it/fixture.rs"]
#[allow(dead_code, reason = "shared with the tests without a browser")]
mod fixture;
#[path = "../it/serving.rs"]
mod serving;

use limosa_harness::Browser;

use crate::fixture::Fixture;
use crate::serving::Serving;

/// A server of one page: a word, and the script that listens for new builds.
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
        let _ = stream.read(&mut [0; 4096]);
        let events = std::env::var("LIMOSA_DEV").unwrap();
        let body = format!(
            "<!DOCTYPE html><link rel=icon href='data:,'><p>WORD</p><script src='{events}.js' defer></script>"
        );
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close";
        let _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    }
}
"#;

#[test]
fn an_open_page_shows_what_is_wrong_and_reloads_when_it_is_mended() {
    let fixture = Fixture::package(
        "watched",
        &[("src/main.rs", &MAIN.replace("WORD", "first"))],
    );
    let serving = Serving::start(&fixture);
    let page = Browser::launch().page();
    page.open(&serving.url);
    page.wait_for_text("p", "first");

    let broken = MAIN.replace("let body", "let body: u8");
    fixture.write("src/main.rs", &broken);
    page.wait_for_element("#limosa-problem");
    assert!(page.text("#limosa-problem").contains("mismatched types"));

    fixture.write("src/main.rs", &MAIN.replace("WORD", "second"));
    page.wait_for_text("p", "second");
    assert_eq!(page.count("#limosa-problem"), 0);
}
