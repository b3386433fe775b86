//! A bad connection: between browser and server, it loses every third answer of an action or everything.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use limosa_harness::PATIENCE;

/// Every answer whose number is a multiple of this is cut.
const EVERY: usize = 3;

/// A proxy on a free port; it ends with its handle.
pub(crate) struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// Where an answer is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cut {
    BeforeHead,
    InFirstLine,
    AfterReply,
}

const CUTS: [Cut; 3] = [Cut::BeforeHead, Cut::InFirstLine, Cut::AfterReply];

#[derive(Default)]
struct Shared {
    /// Port of the server; 0 while it cannot be reached.
    server: AtomicUsize,
    /// Whether the connection is bad.
    cuts: AtomicBool,
    answers: AtomicUsize,
    /// How many answers were cut, by place.
    cut: [AtomicUsize; CUTS.len()],
    /// The server cannot be reached any more after this many more answers, which are lost; 0: it can.
    last: AtomicUsize,
    ended: AtomicBool,
}

impl Proxy {
    /// A proxy before a server at this origin, on a good connection.
    pub(crate) fn before(origin: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for browser in listener.incoming().map_while(Result::ok) {
                if own.ended.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&own);
                // An error is a connection that one of the two has closed.
                thread::spawn(move || shared.serve(browser));
            }
        });
        let proxy = Self { address, shared };
        proxy.reach(origin);
        proxy
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The server at this origin is reached from now on.
    pub(crate) fn reach(&self, origin: &str) {
        let port = origin.rsplit(':').next().and_then(|port| port.parse().ok());
        self.shared
            .server
            .store(port.expect("an origin with a port"), Ordering::SeqCst);
    }

    /// No server is reached from now on.
    pub(crate) fn lose_server(&self) {
        self.shared.server.store(0, Ordering::SeqCst);
    }

    /// The next answer of an action is lost, and with it the way to the server.
    pub(crate) fn lose_server_with_next_answer(&self) {
        self.shared.last.store(1, Ordering::SeqCst);
    }

    /// Every third answer of an action is cut from now on.
    pub(crate) fn cut_every_third(&self) {
        self.shared.cuts.store(true, Ordering::SeqCst);
    }

    /// How many answers were cut before the head, in the first line, after the reply.
    pub(crate) fn cut(&self) -> [usize; CUTS.len()] {
        self.shared
            .cut
            .each_ref()
            .map(|count| count.load(Ordering::SeqCst))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts; if that fails it has ended.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    /// Carries one request to the server and its answer back.
    fn serve(&self, mut browser: TcpStream) -> io::Result<()> {
        browser.set_read_timeout(Some(PATIENCE))?;
        let Some(request) = Request::read(&mut browser)? else {
            return Ok(());
        };
        let port = self.server.load(Ordering::SeqCst);
        if port == 0 {
            return browser.shutdown(Shutdown::Both);
        }
        let mut server =
            TcpStream::connect(("127.0.0.1", u16::try_from(port).unwrap_or_default()))?;
        server.set_read_timeout(Some(PATIENCE))?;
        server.write_all(&request.bytes)?;
        if !request.is_action() {
            return io::copy(&mut server, &mut browser).map(drop);
        }
        if self.last.swap(0, Ordering::SeqCst) > 0 {
            self.server.store(0, Ordering::SeqCst);
            return self.cut_answer(Cut::BeforeHead, server, browser);
        }
        let number = self.answers.fetch_add(1, Ordering::SeqCst) + 1;
        if self.cuts.load(Ordering::SeqCst) && number.is_multiple_of(EVERY) {
            return self.cut_answer(CUTS[number / EVERY % CUTS.len()], server, browser);
        }
        io::copy(&mut server, &mut browser).map(drop)
    }

    /// The server has done its work, but the browser gets only a part of the answer.
    fn cut_answer(
        &self,
        cut: Cut,
        mut server: TcpStream,
        mut browser: TcpStream,
    ) -> io::Result<()> {
        let mut answer = Vec::new();
        server.read_to_end(&mut answer)?;
        let end = match cut {
            Cut::BeforeHead => 0,
            Cut::InFirstLine => end_of(&answer, b"{\"reply\":"),
            Cut::AfterReply => {
                let line = end_of(&answer, b"{\"reply\":");
                line + end_of(&answer[line..], b"\n")
            }
        };
        let place = CUTS.iter().position(|other| *other == cut);
        self.cut[place.expect("one of them")].fetch_add(1, Ordering::SeqCst);
        browser.write_all(&answer[..end])?;
        browser.flush()?;
        // What was sent is to arrive before the end of the connection does.
        thread::sleep(Duration::from_millis(20));
        browser.shutdown(Shutdown::Both)
    }
}

/// Where the first occurrence ends.
fn end_of(bytes: &[u8], part: &[u8]) -> usize {
    let place = bytes.windows(part.len()).position(|window| window == part);
    place.expect("an answer with a reply") + part.len()
}

/// A request as it goes to the server, which is told to close the connection after its answer.
struct Request {
    bytes: Vec<u8>,
}

impl Request {
    /// Nothing if the browser sends none.
    fn read(browser: &mut TcpStream) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let head_end = loop {
            if let Some(place) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break place + 4;
            }
            if !read_more(browser, &mut bytes)? {
                return Ok(None);
            }
        };
        let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
        let length = header(&head, "content-length").and_then(|length| length.parse().ok());
        while bytes.len() < head_end + length.unwrap_or(0) {
            if !read_more(browser, &mut bytes)? {
                return Ok(None);
            }
        }
        let body = bytes.split_off(head_end);
        let kept = head
            .lines()
            .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
        let mut lines: Vec<&str> = kept.filter(|line| !line.is_empty()).collect();
        lines.extend(["Connection: close", "", ""]);
        let bytes = [lines.join("\r\n").into_bytes(), body].concat();
        Ok(Some(Self { bytes }))
    }

    fn is_action(&self) -> bool {
        self.bytes.starts_with(b"POST /_limosa/a/")
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Says whether there was more.
fn read_more(stream: &mut TcpStream, into: &mut Vec<u8>) -> io::Result<bool> {
    let mut buffer = [0; 4096];
    let count = stream.read(&mut buffer)?;
    into.extend_from_slice(&buffer[..count]);
    Ok(count > 0)
}
