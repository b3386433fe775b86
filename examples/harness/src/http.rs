//! A visitor without a browser: plain HTTP with a jar of cookies, and bodies read as they come.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    sync::Mutex,
    time::{Duration, Instant},
};

use serde_json::Value;
use ureq::{Agent, Body, http};

use crate::{pipe::lock, wait::PATIENCE};

/// Sends requests to one server and keeps its cookies. Nothing is added to a request but `Host` and the cookies.
#[derive(Debug)]
pub struct Visitor {
    agent: Agent,
    origin: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// An answer whose body has been read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers, names in lower case; a repeated one is joined by line ends.
    pub headers: BTreeMap<String, String>,
    /// Its lines, each with its time.
    pub lines: Vec<TimedLine>,
    /// From sending the request to the head of the answer.
    pub head_after: Duration,
}

/// One line of a body and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedLine {
    /// From sending the request to the end of this line.
    pub after: Duration,
    /// The line without its end.
    pub text: String,
}

impl Answer {
    /// The whole body.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines
            .iter()
            .map(|line| line.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// A header, or an empty text.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is something else.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        match serde_json::from_str(&self.text()) {
            Ok(value) => value,
            Err(error) => panic!("{} is no JSON ({error}):\n{}", self.status, self.text()),
        }
    }
}

impl Visitor {
    /// A visitor of the server at `origin` who has never been there.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .timeout_global(Some(PATIENCE))
            .user_agent("")
            .accept("")
            .build()
            .new_agent();
        Self {
            agent,
            origin: origin.to_owned(),
            cookies: Mutex::default(),
        }
    }

    /// The same visitor, cookies and all, at another server.
    #[must_use]
    pub fn at(&self, origin: &str) -> Self {
        let there = Self::new(origin);
        lock(&there.cookies).clone_from(&lock(&self.cookies));
        there
    }

    /// Reads a page.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[], b"")
    }

    /// Sends a form as a browser without script does: same origin, URL-encoded.
    #[track_caller]
    pub fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", self.origin.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("accept", "text/html,application/xhtml+xml"),
        ];
        self.request("POST", path, &headers, url_encoded(fields).as_bytes())
    }

    /// Sends any request with exactly these headers and reads its answer to the end. Redirects are not followed.
    ///
    /// # Panics
    /// If there is no whole answer within [`PATIENCE`].
    #[track_caller]
    pub fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        let started = Instant::now();
        let request = request
            .body(body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        match self.agent.run(request) {
            Ok(response) => self.read(response, started),
            Err(error) => panic!("{method} {path}: {error}"),
        }
    }

    /// The names of the cookies held.
    #[must_use]
    pub fn cookies(&self) -> BTreeMap<String, String> {
        lock(&self.cookies).clone()
    }

    /// Forgets all cookies.
    pub fn forget_cookies(&self) {
        lock(&self.cookies).clear();
    }

    fn cookie_header(&self) -> String {
        let cookies = lock(&self.cookies);
        cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn read(&self, response: http::Response<Body>, started: Instant) -> Answer {
        let head_after = started.elapsed();
        let status = response.status().as_u16();
        let mut headers = BTreeMap::<String, String>::new();
        for (name, value) in response.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            if name == "set-cookie" {
                self.keep_cookie(&value);
            }
            let joined = headers.entry(name.as_str().to_owned()).or_default();
            if !joined.is_empty() {
                joined.push('\n');
            }
            joined.push_str(&value);
        }
        let mut reader = BufReader::new(response.into_body().into_reader());
        let mut lines = Vec::new();
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .unwrap_or_else(|error| panic!("the answer {status} breaks off: {error}"))
            > 0
        {
            let text = String::from_utf8_lossy(&line)
                .trim_end_matches('\n')
                .to_owned();
            lines.push(TimedLine {
                after: started.elapsed(),
                text,
            });
            line.clear();
        }
        Answer {
            status,
            headers,
            lines,
            head_after,
        }
    }

    fn keep_cookie(&self, header: &str) {
        let Some((name, value)) = header
            .split(';')
            .next()
            .and_then(|pair| pair.split_once('='))
        else {
            return;
        };
        let is_removal = header.to_ascii_lowercase().contains("max-age=0");
        let mut cookies = lock(&self.cookies);
        if is_removal {
            cookies.remove(name.trim());
        } else {
            cookies.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
}

/// Fields as the body of a form.
fn url_encoded(fields: &[(&str, &str)]) -> String {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
                encoded.push(char::from(byte))
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded_as_a_browser_does() {
        assert_eq!(
            url_encoded(&[("name", "a b&c"), ("text", "ü")]),
            "name=a+b%26c&text=%C3%BC"
        );
    }
}
