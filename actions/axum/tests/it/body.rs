//! Body decoders: what browsers send, and anything else without a panic or a hang.

use bytes::Bytes;
use futures::executor::block_on;
use http::{HeaderMap, HeaderValue};
use limosa_actions::{File, FileContent, FormEntries};
use limosa_axum::body::{BodyRefusal, Limits, decode};
use proptest::prelude::*;

const MULTIPART: &str = "multipart/form-data; boundary=----WebKitFormBoundaryabc";

#[test]
fn urlencoded_fields_keep_order_and_repeat() {
    let form = send(
        "application/x-www-form-urlencoded; charset=UTF-8",
        b"a=1&b=x+y%2Bz&a=%C3%A4%0D%0Ab&=&c",
    )
    .unwrap();
    let expected = [
        ("a", "1"),
        ("b", "x y+z"),
        ("a", "\u{e4}\nb"),
        ("", ""),
        ("c", ""),
    ];
    assert_eq!(form, of(expected));
}

#[test]
fn multipart_has_texts_and_files() {
    let body = "------WebKitFormBoundaryabc\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nTwo\r\nlines\r\n\
                ------WebKitFormBoundaryabc\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"C:\\fake\\a.png\"\r\n\
                Content-Type: image/png\r\n\r\n\u{1}\r\n\u{2}\r\n------WebKitFormBoundaryabc--\r\n";
    let file = FileContent::in_memory(*b"\x01\r\n\x02");
    let mut expected = of([("name", "Two\nlines")]);
    expected.push_file(
        "photo",
        File::new("a.png".to_owned(), "image/png".to_owned(), file),
    );
    assert_eq!(send(MULTIPART, body.as_bytes()), Ok(expected));
}

#[test]
fn wrong_bodies_are_refused() {
    let form = "application/x-www-form-urlencoded";
    for (content_type, body, refusal) in [
        (form, &b"a=%ff"[..], BodyRefusal::Malformed),
        (form, b"a=\xff", BodyRefusal::Malformed),
        ("text/plain", b"a=1", BodyRefusal::UnknownType),
        ("multipart/form-data", b"", BodyRefusal::Malformed),
        (
            MULTIPART,
            b"------WebKitFormBoundaryabc\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut",
            BodyRefusal::Malformed,
        ),
        (
            MULTIPART,
            b"------WebKitFormBoundaryabc\r\n\r\nnameless\r\n------WebKitFormBoundaryabc--",
            BodyRefusal::Malformed,
        ),
        ("application/json", b"\"\xff\"", BodyRefusal::Malformed),
    ] {
        assert_eq!(
            send(content_type, body),
            Err(refusal),
            "{content_type} {body:?}"
        );
    }
    assert_eq!(
        block_on(decode(&HeaderMap::new(), Bytes::new(), &Limits::default())),
        Ok(FormEntries::new())
    );
}

#[test]
fn fields_names_and_depth_are_bounded() {
    let many = "a=1&".repeat(1_001);
    assert_eq!(
        send("application/x-www-form-urlencoded", many.as_bytes()),
        Err(BodyRefusal::TooLarge)
    );
    let long = "n".repeat(257);
    assert_eq!(
        send("application/x-www-form-urlencoded", long.as_bytes()),
        Err(BodyRefusal::TooLarge)
    );
    let deep = "[".repeat(33);
    assert_eq!(
        send("application/json", deep.as_bytes()),
        Err(BodyRefusal::TooLarge)
    );
    let in_a_string = format!("{{\"a\":\"{deep}\\\"{deep}\"}}");
    assert_eq!(
        send("application/json", in_a_string.as_bytes()),
        Ok(of([("a", &*format!("{deep}\"{deep}"))]))
    );
}

#[test]
fn json_is_bounded_like_any_form() {
    let many = format!("{{\"a\":[{}1]}}", "1,".repeat(1_000));
    // A long outer name is repeated for each inner one: together they would be gigabytes.
    let inner: Vec<String> = (0..1_000).map(|count| format!("\"{count}\":1")).collect();
    let multiplied = format!("{{\"{}\":{{{}}}}}", "n".repeat(60_000), inner.join(","));
    let nested = format!("{{\"{0}\":{{\"{0}\":1}}}}", "n".repeat(200));
    for body in [many, multiplied, nested] {
        let refused = send("application/json", body.as_bytes());
        assert_eq!(refused, Err(BodyRefusal::TooLarge), "{:.40}", body);
    }
    for body in [
        "[]",
        "1",
        "{",
        "",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"a\":\"\\ud800\"}",
    ] {
        let refused = send("application/json", body.as_bytes());
        assert_eq!(refused, Err(BodyRefusal::Malformed), "{body}");
    }
    let taken = send(
        "application/json",
        b"{\"a\":{\"b\":[true,null,1.5]},\"c\":\"x\\r\\ny\"}",
    );
    assert_eq!(
        taken,
        Ok(of([("a.b", "on"), ("a.b", "1.5"), ("c", "x\ny")]))
    );
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(
        body in proptest::collection::vec(any::<u8>(), 0..2_000),
        kind in prop_oneof!["[ -~]{0,60}", Just(MULTIPART.to_owned()), Just("application/json".to_owned()),
            Just("application/x-www-form-urlencoded".to_owned())],
    ) {
        drop(send(&kind, &body));
    }

    #[test]
    fn no_multipart_like_bytes_make_it_hang(parts in proptest::collection::vec(prop_oneof![
        Just("------WebKitFormBoundaryabc"), Just("\r\n"), Just("--"), Just("Content-Disposition: form-data; name=\"a\""),
        Just("; filename=\"b\""), Just("Content-Type: image/png"), Just("\u{0}\u{e4}"), Just("text"),
    ], 0..60)) {
        drop(send(MULTIPART, parts.concat().as_bytes()));
    }

    #[test]
    fn urlencoded_round_trip(pairs in proptest::collection::vec(("\\PC{1,20}", "[^\r\0]{0,60}"), 1..20)) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        let expected = of(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        prop_assert_eq!(send("application/x-www-form-urlencoded", body.as_bytes()), Ok(expected));
    }
}

fn send(content_type: &str, body: &[u8]) -> Result<FormEntries, BodyRefusal> {
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        HeaderValue::from_bytes(content_type.as_bytes()).expect("a header"),
    );
    block_on(decode(
        &headers,
        Bytes::copy_from_slice(body),
        &Limits::default(),
    ))
}

fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> FormEntries {
    let mut entries = FormEntries::new();
    for (name, value) in pairs {
        entries.push_text(name, value);
    }
    entries
}
