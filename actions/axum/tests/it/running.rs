//! A server on a socket, and requests written by hand.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use limosa_axum::{RunningServer, Server};

use crate::app::{World, rename_url, server};

const VISITOR: &str = "cookie: limosa-visitor=AAAAAAAAAAAAAAAAAAAAAA\r\n";

pub(crate) struct Running(Option<RunningServer>, SocketAddr);

impl Running {
    pub(crate) fn start(world: &World) -> Self {
        Self::of(server(world))
    }

    pub(crate) fn of(server: Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let running = server.start(listener).unwrap();
        let address = running.address();
        Self(Some(running), address)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(self.1).unwrap();
        connection
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        connection
    }

    pub(crate) fn ask(&self, head: &str, body: &[u8]) -> TcpStream {
        let mut connection = self.connect();
        write!(
            connection,
            "{head}host: {}\r\ncontent-length: {}\r\n\r\n",
            self.1,
            body.len()
        )
        .unwrap();
        connection.write_all(body).unwrap();
        connection
    }

    pub(crate) fn post(&self, typed: &str, key: &str) -> TcpStream {
        let url = rename_url(3, "/products/3");
        let head = format!(
            "POST {url} HTTP/1.1\r\n{VISITOR}sec-fetch-site: same-origin\r\nlimosa-build: test\r\nlimosa-key: {key}\r\n\
             content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n"
        );
        self.ask(&head, format!("name={typed}").as_bytes())
    }

    pub(crate) fn stop(mut self) {
        let running = self.0.take().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(running.stop());
    }
}

/// Reads until the text is there; gives all that was read, and how long it took.
pub(crate) fn read_until(connection: &mut TcpStream, wanted: &str) -> (String, Duration) {
    let begun = Instant::now();
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if text.contains(wanted) {
            return (text, begun.elapsed());
        }
        match connection.read(&mut buffer) {
            Ok(0) => panic!("the connection ended without `{wanted}`: {text}"),
            Ok(length) => read.extend_from_slice(&buffer[..length]),
            Err(cause) => panic!("no `{wanted}` ({cause}): {text}"),
        }
    }
}

pub(crate) fn read_all(mut connection: TcpStream) -> String {
    let mut text = Vec::new();
    connection.read_to_end(&mut text).unwrap();
    String::from_utf8_lossy(&text).into_owned()
}

pub(crate) fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(5), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
