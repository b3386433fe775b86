//! Every decoder that a client can reach, as functions of any bytes: none may panic or hang, and what is taken is as bounded
//! and whole as promised.

use bytes::Bytes;
use futures::executor::block_on;
use http::{HeaderMap, HeaderValue, Method, Request};
use limosa::server::Server;
use limosa_actions::wire::{Line, action_url, header_text, parse_action_url, parse_header_text};
use limosa_actions::{
    Action, AsAction, BindTwo, Date, EntryValue, File, Flash, FormEntries, Sealed,
};
use limosa_axum::body::{Limits, decode};
use limosa_axum::security::{KeyRing, Purpose, Visitor};
use limosa_axum::testing::InProcess;
use limosa_macros::{Form, action};
use limosa_router::packed::{Texts, read_packed};
use limosa_router::{App, CallError, Mounted, QueryFrame, split_key};

const KEY: &str = "a key for fuzzers of more than thirty-two letters";
const TYPES: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "application/json",
];

/// A body of a form, whose first byte says of which kind.
pub fn forms(data: &[u8]) {
    let (content_type, body) = typed(data);
    let limits = Limits::default().body(1 << 16);
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static(content_type));
    let Ok(entries) = block_on(decode(&headers, Bytes::copy_from_slice(body), &limits)) else {
        return;
    };
    assert!(entries.len() <= limits.fields);
    let mut held = 0;
    for (name, value) in entries.iter() {
        assert!(name.len() <= limits.name && !name.starts_with("_limosa"));
        if let EntryValue::Text(text) = value {
            assert!(!text.contains(['\0', '\r']));
            held += text.len();
        }
    }
    assert!(held <= limits.body);
    let texts = Vec::from(entries.clone());
    let again = FormEntries::from_urlencoded(&entries.to_urlencoded());
    assert_eq!(Vec::from(again), texts, "it is written as it was read");
}

/// A text that travels: a line of an answer, data of a page, a key, an address.
pub fn frames(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(line) = serde_json::from_str::<Line>(&text) {
        let again: Line = serde_json::from_str(&line.to_text()).expect("it reads what it wrote");
        assert_eq!(again.to_text(), line.to_text());
        if let Line::Reply(reply) = line {
            let _: Option<String> = reply.value_as();
            let error: CallError = reply.error_as();
            assert!(!error.to_string().is_empty());
        }
    }
    let seen = ["a".to_owned(), String::new(), "äöü 1.0".to_owned()];
    for line in text.lines() {
        let _ = read_packed(line, &mut Texts::new(&seen));
    }
    let _ = serde_json::from_str::<QueryFrame>(&text);
    let _ = serde_json::from_str::<Vec<Mounted>>(&text);
    let _ = Flash::from_data_block(&text);
    let _ = split_key(&text);
    let header = header_text(&text);
    assert_eq!(parse_header_text(&header).as_deref(), Some(&*text));
    let _ = parse_header_text(&text);
    let _ = parse_action_url(&text);
    let url = action_url("id", &text, Some("[1]"));
    let (_, page, bound) = parse_action_url(&url).expect("it reads what it wrote");
    assert_eq!((page.as_str(), bound.as_str()), (&*text, "[1]"));
}

/// A sealed text, and one to be sealed.
pub fn seals(data: &[u8]) {
    thread_local! {
        static RING: KeyRing = KeyRing::new([KEY]).expect("it is long enough");
    }
    let text = String::from_utf8_lossy(data);
    RING.with(|ring| {
        assert_eq!(
            ring.open(Purpose::Sealed, b"id", &text),
            None,
            "nobody else can seal"
        );
        let sealed = ring.seal(Purpose::Sealed, b"id", data);
        let opened = ring.open(Purpose::Sealed, b"id", &sealed);
        assert_eq!(opened.as_deref(), Some(data));
        assert_eq!(ring.open(Purpose::Session, b"id", &sealed), None);
    });
}

/// A header of cookies.
pub fn cookies(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else {
        return;
    };
    let mut headers = HeaderMap::new();
    headers.insert("cookie", value);
    for https in [false, true] {
        if let Some(visitor) = Visitor::of(&headers, https) {
            assert!(visitor.id().is_ascii());
        }
    }
    let mut request = Request::new(Vec::new());
    headers.insert("host", HeaderValue::from_static("limosa.test"));
    *request.headers_mut() = headers;
    answered(request);
}

/// A call of an action that takes fields of every kind; the first byte says of which kind the body is, and the first line is
/// what comes after the `?`.
pub fn requests(data: &[u8]) {
    let (content_type, rest) = typed(data);
    let end = rest.iter().position(|byte| *byte == b'\n');
    let (search, body) = rest.split_at(end.unwrap_or(0));
    let body = body.strip_prefix(b"\n").unwrap_or(body);
    let search = String::from_utf8_lossy(search);
    let bound = every.with(1, "a".to_owned());
    let (id, arguments) = (id_of(&bound), AsAction::bound_json(&bound));
    let url = match search.is_empty() {
        true => action_url(id, "/", arguments.as_deref()),
        false => format!("/_limosa/a/{id}?{}", header_text(&search)),
    };
    let Ok(uri) = url.parse() else {
        return;
    };
    let mut request = Request::new(body.to_vec());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert("host", HeaderValue::from_static("limosa.test"));
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    headers.insert("content-type", HeaderValue::from_static(content_type));
    if body.len() % 2 == 0 {
        headers.insert("limosa-build", HeaderValue::from_static("fuzz"));
    }
    answered(request);
}

fn typed(data: &[u8]) -> (&'static str, &[u8]) {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    (TYPES[usize::from(*first) % TYPES.len()], rest)
}

fn answered(request: Request<Vec<u8>>) {
    thread_local! {
        static SERVER: InProcess = InProcess::new(Server::new(app).keys([KEY]));
    }
    let answer = SERVER.with(Clone::clone).send(request);
    assert!(answer.status.as_u16() < 500, "{answer:?}");
}

fn app() -> App {
    App::new(|| limosa_macros::view! { <limosa_router::Outlet/> })
}

fn id_of<Kind, A: AsAction<Kind>>(_: &A) -> &'static str {
    A::Action::ID
}

#[derive(Form, Clone)]
struct Every {
    #[field(min = 1, max = 80)]
    text: String,
    #[field(min = 1, max = 999)]
    count: u32,
    share: Option<f64>,
    day: Option<Date>,
    tags: Vec<i8>,
    gift: bool,
    photo: Option<File>,
    #[field(secret)]
    password: String,
    seal: Option<Sealed<u32>>,
    inner: Inner,
}

#[derive(Form, Clone)]
struct Inner {
    #[field(email)]
    mail: Option<String>,
}

#[action]
async fn every(id: u32, name: String, form: Every) -> Result<u32, CallError> {
    assert!(!form.text.is_empty() && (1..=999).contains(&form.count));
    let lengths = [
        usize::from(form.gift),
        name.len(),
        form.tags.len(),
        form.password.len(),
    ];
    let mail = form.inner.mail.map_or(0, |mail| mail.len());
    let file = form.photo.map_or(0, |photo| photo.name().len());
    let year = form.day.map_or(1, Date::year);
    assert!(form.share.is_none_or(f64::is_finite) && (1..=9999).contains(&year));
    assert!(form.seal.is_none(), "nobody else can seal");
    Ok(id ^ u32::try_from(lengths.iter().sum::<usize>() + mail + file).unwrap_or(0))
}
