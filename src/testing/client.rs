//! The client: a browser without script, and a script without a browser.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Formatter};

use http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use http::{HeaderMap, Method, Request};
use limosa_actions::wire::{REPORT_HEADER, header_text};
use limosa_axum::Server;
use limosa_axum::testing::{Answer, InProcess};
use limosa_router::Mounted;
use serde::Serialize;
use limosa_router::wire::{BUILD_HEADER, KEY_HEADER, MOUNTED_HEADER, PAGE_HEADER};

use super::form::{Form, Value};
use super::page::Page;
use super::reply::Reply;

const SITE: &str = "limosa.test";
const BOUNDARY: &str = "----LimosaTestBoundary";
const MOST_REDIRECTS: usize = 10;

/// A visitor of an app that runs in the test itself: no socket, no browser. Keeps cookies, follows redirects, blocks.
///
/// ```
/// use limosa::{prelude::*, server::Server, testing::Client};
///
/// #[derive(Debug, Clone, Default, PartialEq, Page)]
/// #[page("/")]
/// struct Home;
///
/// impl Page for Home {
///     fn view(_: Memo<Self>) -> impl IntoView {
///         view! { <h1 id="greeting">"Welcome"</h1> }
///     }
/// }
///
/// #[component]
/// fn Layout() -> impl IntoView {
///     view! { <main><Outlet/></main> }
/// }
///
/// let mut visitor = Client::new(Server::new(|| App::new(Layout).page::<Home>()));
/// let page = visitor.get("/");
/// assert_eq!(page.text("#greeting").as_deref(), Some("Welcome"));
/// assert_eq!(visitor.get("/nowhere").status(), 404);
/// ```
pub struct Client {
    server: InProcess,
    cookies: BTreeMap<String, String>,
    keys: u64,
}

impl Client {
    /// A visitor nobody has seen before.
    #[must_use]
    pub fn new(server: Server) -> Self {
        Self {
            server: InProcess::new(server),
            cookies: BTreeMap::new(),
            keys: 0,
        }
    }

    /// Another visitor of the same server.
    #[must_use]
    pub fn stranger(&self) -> Self {
        Self {
            server: self.server.clone(),
            cookies: BTreeMap::new(),
            keys: 0,
        }
    }

    /// Opens a page.
    #[must_use]
    pub fn get(&mut self, url: &str) -> Page {
        let answer = self.navigate(Method::GET, url, &HeaderMap::new(), Vec::new());
        self.follow(url, answer)
    }

    /// Sends a form as a browser without script does, and ends on the page that follows.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "a form is filled in once for each submit")]
    pub fn submit(&mut self, form: Form) -> Page {
        if !form.is_post {
            let path = form.action.split('?').next().unwrap_or_default();
            let url = format!("{path}?{}", urlencoded(&form.fields));
            return self.get(&url);
        }
        let (headers, body) = encode(&form);
        let answer = self.navigate(Method::POST, &form.action, &headers, body);
        self.follow(&form.action, answer)
    }

    /// Sends a form as a script does that shows nothing yet; the answer is the whole flight.
    #[must_use]
    pub fn send(&mut self, form: &Form) -> Reply {
        self.send_mounted(form, &[])
    }

    /// Sends a form as a script does whose page shows these queries.
    #[must_use]
    pub fn send_mounted(&mut self, form: &Form, mounted: &[Mounted]) -> Reply {
        let (mut headers, body) = encode(form);
        self.keys += 1;
        put(
            &mut headers,
            KEY_HEADER,
            &form
                .value("_limosa")
                .map_or_else(|| format!("test-{}", self.keys), str::to_owned),
        );
        put(&mut headers, BUILD_HEADER, "test");
        put(&mut headers, REPORT_HEADER, "1");
        put(&mut headers, PAGE_HEADER, &header_text(&form.page));
        put(&mut headers, "sec-fetch-site", "same-origin");
        if !mounted.is_empty() {
            let json = serde_json::to_string(mounted).expect("keys and numbers always serialise");
            put(&mut headers, MOUNTED_HEADER, &header_text(&json));
        }
        self.request(Method::POST, &form.action, &headers, body)
            .into_reply()
    }

    /// Awaits calls of actions and queries directly, as server code of a page does for this visitor: no form, no wire. Cookies
    /// that they set are kept.
    ///
    /// ```
    /// use limosa::{prelude::*, server::Server, testing::Client};
    ///
    /// #[action]
    /// async fn double(number: u32) -> Result<u32, CallError> {
    ///     Ok(2 * number)
    /// }
    ///
    /// let mut visitor = Client::new(Server::new(|| App::new(|| view! { <Outlet/> })));
    /// assert_eq!(visitor.call("/", async { double(4).await }), Ok(8));
    /// ```
    pub fn call<T: Send + 'static>(
        &mut self,
        page: &str,
        call: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let (value, headers) = self.server.call(self.own_headers(), page, call);
        self.keep_cookies(&headers);
        value
    }

    /// Asks queries by their keys, as the browser's cache does.
    #[must_use]
    pub fn query(&mut self, keys: &[&str]) -> Reply {
        self.query_on("/", keys)
    }

    /// Asks queries for a page.
    pub(super) fn query_on<K: Serialize>(&mut self, page: &str, keys: &[K]) -> Reply {
        let mut headers = HeaderMap::new();
        put(&mut headers, BUILD_HEADER, "test");
        put(&mut headers, PAGE_HEADER, &header_text(page));
        put(&mut headers, CONTENT_TYPE.as_str(), "application/json");
        let body = serde_json::to_vec(keys).expect("texts always serialise");
        self.request(
            Method::POST,
            limosa_router::wire::QUERY_PATH,
            &headers,
            body,
        )
        .into_reply()
    }

    /// One request as it is, without following redirects; cookies go along and are kept.
    #[must_use]
    pub fn raw(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Page {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            put(&mut map, name, value);
        }
        let method = method.parse().expect("a method");
        self.request(method, url, &map, body.into()).into_page(url)
    }

    /// The value of a cookie that the server has set.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Sets a cookie as if the server had.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Forgets all cookies: the same browser becomes a stranger.
    pub fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    fn navigate(
        &mut self,
        method: Method,
        url: &str,
        headers: &HeaderMap,
        body: Vec<u8>,
    ) -> Response {
        let mut headers = headers.clone();
        put(&mut headers, "sec-fetch-site", "same-origin");
        put(&mut headers, "sec-fetch-mode", "navigate");
        self.request(method, url, &headers, body)
    }

    fn follow(&mut self, url: &str, first: Response) -> Page {
        let (mut url, mut answer) = (url.to_owned(), first);
        for _ in 0..MOST_REDIRECTS {
            let location = answer
                .0
                .headers
                .get(LOCATION)
                .and_then(|to| to.to_str().ok());
            let Some(location) = location.filter(|_| answer.0.status.is_redirection()) else {
                return answer.into_page(&url);
            };
            url = location.to_owned();
            answer = self.navigate(Method::GET, &url, &HeaderMap::new(), Vec::new());
        }
        panic!("more than {MOST_REDIRECTS} redirects, the last to {url}");
    }

    fn request(
        &mut self,
        method: Method,
        url: &str,
        headers: &HeaderMap,
        body: Vec<u8>,
    ) -> Response {
        let mut request = Request::new(body);
        *request.uri_mut() = url.parse().unwrap_or_else(|_| panic!("`{url}` is no URL"));
        let is_post = method == Method::POST;
        *request.method_mut() = method;
        let mut own = self.own_headers();
        if is_post {
            put(&mut own, ORIGIN.as_str(), &format!("http://{SITE}"));
        }
        own.extend(headers.clone());
        *request.headers_mut() = own;
        let answer = self.server.send(request);
        self.keep_cookies(&answer.headers);
        Response(answer)
    }

    /// What every request of this visitor has.
    fn own_headers(&self) -> HeaderMap {
        let mut own = HeaderMap::new();
        put(&mut own, HOST.as_str(), SITE);
        let pairs = self.cookies.iter();
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        if !pairs.is_empty() {
            put(&mut own, COOKIE.as_str(), &pairs.join("; "));
        }
        own
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().unwrap_or_default();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            if attributes
                .to_ascii_lowercase()
                .replace(' ', "")
                .split(';')
                .any(|part| part == "max-age=0")
            {
                self.cookies.remove(name.trim());
            } else {
                self.cookies
                    .insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
}

impl Debug for Client {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("cookies", &self.cookies.keys())
            .finish_non_exhaustive()
    }
}

struct Response(Answer);

impl Response {
    fn into_page(self, url: &str) -> Page {
        let Answer {
            status,
            headers,
            body,
        } = self.0;
        Page::new(
            status,
            headers,
            url.to_owned(),
            String::from_utf8_lossy(&body).into_owned(),
        )
    }

    fn into_reply(self) -> Reply {
        let Answer {
            status,
            headers,
            body,
        } = self.0;
        Reply::new(status, headers, &String::from_utf8_lossy(&body))
    }
}

fn put(headers: &mut HeaderMap, name: &str, value: &str) {
    let name =
        http::HeaderName::try_from(name).unwrap_or_else(|_| panic!("`{name}` is no header name"));
    let value = http::HeaderValue::try_from(value)
        .unwrap_or_else(|_| panic!("`{value}` is no header value"));
    headers.insert(name, value);
}

fn encode(form: &Form) -> (HeaderMap, Vec<u8>) {
    let mut headers = HeaderMap::new();
    if form.is_multipart {
        put(
            &mut headers,
            CONTENT_TYPE.as_str(),
            &format!("multipart/form-data; boundary={BOUNDARY}"),
        );
        return (headers, multipart(&form.fields));
    }
    put(
        &mut headers,
        CONTENT_TYPE.as_str(),
        "application/x-www-form-urlencoded",
    );
    (headers, urlencoded(&form.fields).into_bytes())
}

fn urlencoded(fields: &[(String, Value)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        match value {
            Value::Text(value) => text.append_pair(name, &value.replace('\n', "\r\n")),
            Value::File { name: file, .. } => text.append_pair(name, file),
        };
    }
    text.finish()
}

fn multipart(fields: &[(String, Value)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let name = name.replace('"', "%22");
        let (head, bytes) = match value {
            Value::Text(text) => (String::new(), text.replace('\n', "\r\n").into_bytes()),
            Value::File {
                name,
                content_type,
                bytes,
            } => (
                format!("; filename=\"{name}\"\r\nContent-Type: {content_type}"),
                bytes.clone(),
            ),
        };
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{head}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
