//! Requests of any shape: none of them panics the server, none hangs, none is an error inside.

use http::{HeaderName, HeaderValue, Method, Request};
use limosa_axum::testing::InProcess;
use proptest::prelude::*;

use crate::app::{World, id_of, key_of, login, name, rename, server};

const HEADERS: [&str; 10] = [
    "cookie",
    "content-type",
    "limosa-mounted",
    "limosa-page",
    "limosa-key",
    "limosa-build",
    "limosa-epoch",
    "origin",
    "sec-fetch-site",
    "x-forwarded-host",
];

fn url() -> impl Strategy<Value = String> {
    let known = [id_of(rename), id_of(login)].map(|id| format!("/_limosa/a/{id}"));
    let path = prop_oneof![
        Just(known[0].clone()),
        Just(known[1].clone()),
        Just("/_limosa/q".to_owned()),
        Just("/_limosa/a/".to_owned()),
        Just("/products/3".to_owned()),
        "/[!-~]{0,30}",
    ];
    let search = prop_oneof![
        Just(String::new()),
        Just("?p=/products/3&a=[3]".to_owned()),
        Just(format!(
            "?k={}",
            key_of(&name(2)).replace('[', "%5B").replace(']', "%5D")
        )),
        "\\?[!-~]{0,60}",
        "\\?p=[!-~]{0,20}&a=[!-~]{0,20}",
    ];
    (path, search).prop_map(|(path, search)| path + &search)
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("application/x-www-form-urlencoded".to_owned()),
        Just("multipart/form-data; boundary=b".to_owned()),
        Just("application/json".to_owned()),
        Just("same-origin".to_owned()),
        Just("%5B%7B%22k%22%3A%22x%22%2C%22d%22%3A0%7D%5D".to_owned()),
        Just("limosa-visitor=AAAAAAAAAAAAAAAAAAAAAA; limosa-session=AAAA; limosa-flash-00000000=AAAA".to_owned()),
        "[ -~]{0,80}",
        "\\PC{0,40}",
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"name=Teapot".to_vec()),
        Just(b"{\"name\":[[[{}]]]}".to_vec()),
        Just(
            b"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--b--\r\n".to_vec()
        ),
        proptest::collection::vec(any::<u8>(), 0..300),
    ]
}

fn methods() -> impl Strategy<Value = Method> {
    prop_oneof![
        Just(Method::GET),
        Just(Method::POST),
        Just(Method::POST),
        Just(Method::HEAD),
        Just(Method::PUT)
    ]
}

thread_local! {
    static SERVER: InProcess = InProcess::new(server(&World::default()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_request_is_an_error_inside(
        requests in proptest::collection::vec((methods(), url(), proptest::collection::vec((0..HEADERS.len(), value()), 0..5), body()), 1..4),
    ) {
        let server = SERVER.with(Clone::clone);
        for (method, url, headers, body) in requests {
            let Ok(uri) = url.parse() else { continue };
            let mut request = Request::new(body);
            *request.method_mut() = method;
            *request.uri_mut() = uri;
            request.headers_mut().insert("host", HeaderValue::from_static("limosa.test"));
            for (header, value) in headers {
                if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
                    request.headers_mut().insert(HeaderName::from_static(HEADERS[header]), value);
                }
            }
            let answer = server.send(request);
            prop_assert!(answer.status.as_u16() < 500, "{url}: {}", answer.status);
        }
    }
}
