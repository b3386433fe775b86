//! The network log of one page, built from the events of the protocol.

use std::{collections::BTreeMap, fmt, time::Duration};

use serde_json::Value;

/// One HTTP request of a page; each hop of a redirect is one of its own.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// What asked for it: `Document`, `Script`, `Fetch`, `Stylesheet`, `Image`, `Preload`, …
    pub kind: String,
    /// Request headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, where the browser tells it.
    pub body: Option<String>,
    /// Status of the answer.
    pub status: Option<u16>,
    /// Headers of the answer, names in lower case.
    pub answer_headers: BTreeMap<String, String>,
    /// From the start of the request to the head of the answer.
    pub first_byte: Option<Duration>,
    /// From the start of the request to the end of the answer.
    pub duration: Option<Duration>,
    /// Bytes of the answer on the wire, as far as they have come.
    pub size: u64,
    /// Why there was no whole answer.
    pub failure: Option<String>,
    /// The protocol's name of the request.
    pub(crate) id: String,
    started: f64,
}

impl Request {
    /// The address without scheme, host and port.
    #[must_use]
    pub fn path(&self) -> &str {
        let after_scheme = self.url.find("://").map_or(0, |at| at + 3);
        self.url[after_scheme..]
            .find('/')
            .map_or("/", |at| &self.url[after_scheme + at..])
    }

    /// Whether its answer has ended, well or not.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.duration.is_some()
    }
}

impl fmt::Display for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.kind, self.method, self.url)?;
        match (self.status, &self.failure, self.duration) {
            (_, Some(failure), _) => write!(formatter, " -> failed: {failure}"),
            (Some(status), None, Some(duration)) => write!(
                formatter,
                " -> {status} in {duration:?}, {} bytes",
                self.size
            ),
            (Some(status), None, None) => write!(formatter, " -> {status}, still coming"),
            (None, None, _) => write!(formatter, " -> no answer yet"),
        }
    }
}

/// Every request of a page since it was opened or last told to forget.
#[derive(Default)]
pub(crate) struct Network {
    requests: Vec<Request>,
    /// Headers that were told before their request, which the protocol allows.
    early: BTreeMap<String, BTreeMap<String, String>>,
}

impl Network {
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.clone()
    }

    pub(crate) fn forget(&mut self) {
        self.requests.clear();
    }

    /// Takes one event; what belongs to a forgotten request is dropped.
    pub(crate) fn event(&mut self, method: &str, event: &Value) {
        if method == "Network.requestWillBeSent" {
            return self.start(event);
        }
        let id = event["requestId"].as_str().unwrap_or_default();
        let known = self
            .requests
            .iter_mut()
            .rev()
            .find(|request| request.id == id);
        let Some(request) = known else {
            if method == "Network.requestWillBeSentExtraInfo" {
                self.early.insert(id.to_owned(), headers(&event["headers"]));
            }
            return;
        };
        let since_start = event["timestamp"]
            .as_f64()
            .map(|now| span(request.started, now));
        match method {
            "Network.requestWillBeSentExtraInfo" => {
                request.headers.extend(headers(&event["headers"]))
            }
            "Network.responseReceived" => request.answer(&event["response"], since_start),
            "Network.dataReceived" => {
                request.size += event["encodedDataLength"].as_u64().unwrap_or_default()
            }
            "Network.loadingFinished" => {
                request.end(since_start);
                request.size = event["encodedDataLength"].as_u64().unwrap_or(request.size);
            }
            "Network.loadingFailed" => {
                request.end(since_start);
                request.failure = event["errorText"].as_str().map(str::to_owned);
            }
            _ => {}
        }
    }

    fn start(&mut self, event: &Value) {
        let id = event["requestId"].as_str().unwrap_or_default();
        let url = event["request"]["url"].as_str().unwrap_or_default();
        // The browser asks for an icon on its own account, at times of its own.
        if !url.starts_with("http") || url.ends_with("/favicon.ico") {
            return;
        }
        let started = event["timestamp"].as_f64().unwrap_or_default();
        if let Some(redirected) = self
            .requests
            .iter_mut()
            .rev()
            .find(|request| request.id == id)
        {
            let since_start = Some(span(redirected.started, started));
            redirected.answer(&event["redirectResponse"], since_start);
            redirected.duration = since_start;
        }
        let kind = event["type"].as_str().unwrap_or_default();
        if kind == "Document" {
            self.leave(started);
        }
        let mut sent = headers(&event["request"]["headers"]);
        sent.extend(self.early.remove(id).unwrap_or_default());
        self.requests.push(Request {
            method: event["request"]["method"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            url: url.to_owned(),
            kind: kind.to_owned(),
            headers: sent,
            body: event["request"]["postData"].as_str().map(str::to_owned),
            id: id.to_owned(),
            started,
            ..Request::default()
        });
    }
}

impl Network {
    /// The protocol says nothing more about what is under way when a page is left.
    fn leave(&mut self, now: f64) {
        for request in self
            .requests
            .iter_mut()
            .filter(|request| !request.is_over())
        {
            request.end(Some(span(request.started, now)));
            request.failure = Some("the page was left".to_owned());
        }
    }
}

impl Request {
    fn answer(&mut self, response: &Value, since_start: Option<Duration>) {
        self.status = response["status"]
            .as_u64()
            .and_then(|status| u16::try_from(status).ok());
        self.answer_headers = headers(&response["headers"]);
        self.first_byte = since_start;
    }

    fn end(&mut self, since_start: Option<Duration>) {
        self.duration = since_start;
        // The two times come from two processes, so the first may be the later one by a little.
        self.first_byte = self.first_byte.min(since_start);
    }
}

fn headers(headers: &Value) -> BTreeMap<String, String> {
    let pairs = headers.as_object().into_iter().flatten();
    pairs
        .map(|(name, value)| {
            (
                name.to_ascii_lowercase(),
                value.as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

fn span(from: f64, to: f64) -> Duration {
    Duration::try_from_secs_f64(to - from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_redirect_is_two_requests() {
        let mut network = Network::default();
        let start = |url: &str, at: f64| json!({ "requestId": "1", "timestamp": at, "type": "Document", "request": { "url": url, "method": "POST" } });
        network.event("Network.requestWillBeSent", &start("http://host/a", 1.0));
        let mut second = start("http://host/b?c", 1.5);
        second["redirectResponse"] = json!({ "status": 303, "headers": { "Location": "/b?c" } });
        network.event("Network.requestWillBeSent", &second);
        network.event(
            "Network.responseReceived",
            &json!({ "requestId": "1", "timestamp": 2.0, "response": { "status": 200 } }),
        );
        network.event(
            "Network.loadingFinished",
            &json!({ "requestId": "1", "timestamp": 2.5 }),
        );
        let requests = network.requests();
        assert_eq!(
            requests
                .iter()
                .map(|request| request.status)
                .collect::<Vec<_>>(),
            [Some(303), Some(200)]
        );
        assert_eq!(requests[0].answer_headers["location"], "/b?c");
        assert_eq!(requests[1].path(), "/b?c");
        assert_eq!(requests[1].duration, Some(Duration::from_secs(1)));
        assert!(requests.iter().all(Request::is_over));
    }
}
