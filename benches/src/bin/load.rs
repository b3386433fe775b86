//! Asks two running servers in turn, and tells how many answers each gives, how soon, and how one stands to the other:
//!
//! `load <rounds> <seconds> <kind> <address> <path> <kind> <address> <path>`
//!
//! A kind is `get`, or `form` or `json` for posts of a name of their own each, as a script of Limosa's and as any other sends
//! them. Every connection sends its next request when its answer has come whole; it has to be a success with a length.

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// As many as the comparison with other frameworks has.
const MANY: usize = 16;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is asked of one server.
struct Target {
    kind: String,
    address: String,
    path: String,
    /// Of the first page: without it every request would make a visitor.
    cookie: String,
    sent: u64,
}

/// What one round gave.
struct Sample {
    per_second: f64,
    median: Duration,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rounds, seconds, targets @ ..] = arguments.as_slice() else {
        return Err("load <rounds> <seconds> <kind> <address> <path> ..".into());
    };
    let time = Duration::from_secs_f64(seconds.parse()?);
    let targets = targets.chunks_exact(3).map(Target::new);
    let mut targets = targets.collect::<Outcome<Vec<_>>>()?;
    for connections in [MANY, 1] {
        let mut samples: Vec<Vec<Sample>> = targets.iter().map(|_| Vec::new()).collect();
        for _ in 0..rounds.parse()? {
            for (target, samples) in targets.iter_mut().zip(&mut samples) {
                samples.push(target.load(connections, time)?);
            }
        }
        for (target, samples) in targets.iter().zip(&samples) {
            let per_second = median(samples.iter().map(|sample| sample.per_second));
            let latency = median(samples.iter().map(|sample| sample.median.as_secs_f64()));
            let micros = latency * 1e6;
            writeln!(
                io::stdout(),
                "{connections} connections, {}: {per_second:.0} a second, {micros:.1} µs",
                target.address
            )?;
        }
    }
    Ok(())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

impl Target {
    fn new(words: &[String]) -> Outcome<Self> {
        let [kind, address, path] = words else {
            return Err("a target is a kind, an address and a path".into());
        };
        let mut target = Self {
            kind: kind.clone(),
            address: address.clone(),
            path: path.clone(),
            cookie: String::new(),
            sent: 0,
        };
        let mut connection = target.connect()?;
        let ask = format!("GET /products/9 HTTP/1.1\r\nhost: {address}\r\n\r\n");
        connection.write_all(ask.as_bytes())?;
        let head = answer(&mut connection, &mut vec![0; 1 << 16])?;
        let cookie = head.split("set-cookie: ").nth(1);
        if let Some(cookie) = cookie.and_then(|cookie| cookie.split(';').next()) {
            target.cookie = format!("cookie: {cookie}\r\n");
        }
        Ok(target)
    }

    fn connect(&self) -> Outcome<TcpStream> {
        let connection = TcpStream::connect(&self.address)?;
        connection.set_nodelay(true)?;
        Ok(connection)
    }

    /// The next request.
    fn request(&mut self) -> String {
        self.sent += 1;
        let Self {
            kind,
            address,
            path,
            cookie,
            sent,
        } = self;
        let since = std::time::UNIX_EPOCH
            .elapsed()
            .unwrap_or_default()
            .as_nanos();
        let (method, headers, body) = match kind.as_str() {
            "form" => {
                let key = format!(
                    "sec-fetch-site: same-origin\r\nlimosa-build: load\r\nlimosa-key: {since:x}{sent:x}\r\n"
                );
                (
                    "POST",
                    key + "content-type: application/x-www-form-urlencoded\r\n",
                    format!("name=Renamed+{sent}"),
                )
            }
            "json" => (
                "POST",
                "content-type: application/json\r\n".to_owned(),
                format!("{{\"name\":\"Renamed {sent}\"}}"),
            ),
            _ => ("GET", String::new(), String::new()),
        };
        let length = body.len();
        format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\n{cookie}{headers}content-length: {length}\r\n\r\n{body}"
        )
    }

    fn load(&mut self, connections: usize, time: Duration) -> Outcome<Sample> {
        let mut open = Vec::new();
        for _ in 0..connections {
            let mut connection = self.connect()?;
            connection.write_all(self.request().as_bytes())?;
            open.push((connection, Instant::now()));
        }
        let (begun, mut latencies, mut buffer) = (Instant::now(), Vec::new(), vec![0; 1 << 16]);
        while begun.elapsed() < time {
            for (connection, sent) in &mut open {
                answer(connection, &mut buffer)?;
                latencies.push(sent.elapsed());
                *sent = Instant::now();
                connection.write_all(self.request().as_bytes())?;
            }
        }
        let taken = begun.elapsed();
        latencies.sort();
        let answers = u32::try_from(latencies.len())?;
        let median = latencies.get(latencies.len() / 2);
        Ok(Sample {
            per_second: f64::from(answers) / taken.as_secs_f64(),
            median: median.copied().unwrap_or_default(),
        })
    }
}

/// Reads a whole answer; gives its head.
fn answer(connection: &mut TcpStream, buffer: &mut [u8]) -> Outcome<String> {
    let (mut read, mut wanted) = (0, usize::MAX);
    let mut head = String::new();
    while read < wanted {
        match connection.read(&mut buffer[read..])? {
            0 => return Err("the connection ended, or the answer is too long".into()),
            length => read += length,
        }
        if wanted == usize::MAX
            && let Some(end) = buffer[..read].windows(4).position(|end| end == b"\r\n\r\n")
        {
            head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            if !head.starts_with("HTTP/1.1 200") {
                return Err(head.into());
            }
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.split('\r').next());
            wanted = end + 4 + length.ok_or("an answer has no length")?.parse::<usize>()?;
        }
    }
    Ok(head)
}
