//! The decoders that the fuzzers run, on mutated examples of what they take.

use proptest::prelude::*;

#[path = "../../../../fuzz/src/decoders.rs"]
#[allow(unreachable_pub, reason = "it is the fuzzers' module too")]
mod fuzzed;

/// What is done to an example.
#[derive(Debug, Clone)]
enum Mutation {
    Put(u8),
    Cut(usize),
    Repeat(usize, usize),
    Splice(&'static [u8]),
}

const PIECES: [&[u8]; 14] = [
    b"",
    b"\r\n",
    b"--b",
    b"--b--\r\n",
    b"\0",
    b"%00",
    b"&",
    b"=",
    b"\"",
    b"[[[[",
    b"{\"\":",
    b"\xff\xfe",
    b"_limosa=",
    b"1e999",
];

fn mutated(examples: &'static [&'static [u8]]) -> impl Strategy<Value = Vec<u8>> {
    let mutation = prop_oneof![
        any::<u8>().prop_map(Mutation::Put),
        (1..30_usize).prop_map(Mutation::Cut),
        ((1..40_usize), (1..300_usize)).prop_map(|(length, times)| Mutation::Repeat(length, times)),
        prop::sample::select(&PIECES[..]).prop_map(Mutation::Splice),
    ];
    let mutations = prop::collection::vec((any::<prop::sample::Index>(), mutation), 0..6);
    (prop::sample::select(examples), mutations).prop_map(|(example, mutations)| {
        let mut bytes = example.to_vec();
        for (place, mutation) in mutations {
            let at = if bytes.is_empty() {
                0
            } else {
                place.index(bytes.len())
            };
            let end = |length: usize| (at + length).min(bytes.len());
            match mutation {
                Mutation::Put(byte) => bytes.insert(at, byte),
                Mutation::Cut(length) => drop(bytes.drain(at..end(length))),
                Mutation::Repeat(length, times) => {
                    let again = bytes[at..end(length)].repeat(times);
                    bytes.splice(at..at, again);
                }
                Mutation::Splice(piece) => drop(bytes.splice(at..at, piece.iter().copied())),
            }
        }
        bytes
    })
}

const FORMS: &[&[u8]] = &[
    b"\0text=Tea+pot&count=3&tags=1&tags=2&gift=on&inner.mail=a%40b.c",
    b"\x01--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nTea\r\n--b\r\nContent-Disposition: form-data; name=\"photo\"; \
      filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n0123456789012345678901234567890123456789\r\n--b--\r\n",
    b"\x02{\"text\":\"Tea\",\"count\":3,\"tags\":[1,2],\"inner\":{\"mail\":\"a@b.c\"},\"gift\":true}",
];

const REQUESTS: &[&[u8]] = &[
    b"\0\ntext=Tea+pot&count=3&password=x&day=2026-11-20&share=0.5&tags=1&gift=on&inner.mail=a%40b.c&seal=",
    b"\0p=/products/1&a=[1,%22x%22]\ntext=Tea&count=3&password=x",
    b"\x02\n{\"text\":\"Tea\",\"count\":3,\"password\":\"x\",\"day\":\"2026-11-20\",\"tags\":[1,2],\"inner\":{\"mail\":\"a@b.c\"}}",
    b"\x01\n--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nTea\r\n--b\r\nContent-Disposition: form-data; \
      name=\"count\"\r\n\r\n3\r\n--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n3\r\n--b--\r\n",
];

const FRAMES: &[&[u8]] = &[
    br#"{"reply":{"value":{"a":[1,null]},"location":"/x","stale":["a[1]"],"keys":["a[1]","b[]"]}}"#,
    br#"{"reply":{"invalid":{"name":["too short"]},"status":422,"call":"Internal","error":{"Refused":{"status":403}}}}"#,
    br#"{"query":{"key":"a[1]","value":[1],"tag":"x","stamp":[1,2,3]}}"#,
    br#"{"query":{"key":"a[1]","unchanged":true}}"#,
    br#"{"done":true}"#,
    b"a[1]\ttag\t1.2.3\t[\"a\",\x01]\t12345",
    br#"[{"k":"a[1]","t":"x","d":0}]"#,
    br#"{"flash":{"page":"/","action":"id","bound":"[]","reply":{},"typed_text":[["a","b"]]}}"#,
];

const COOKIES: &[&[u8]] = &[
    b"limosa-visitor=AAAAAAAAAAAAAAAAAAAAAA",
    b"__Host-limosa-visitor=AAAAAAAAAAAAAAAAAAAAAA; limosa-session=AAAABBBB; limosa-flash-8a5edab2=AAAA",
    b"a=b; =; ;;\"x\"=\"y\"; limosa-visitor=; limosa-visitor=\xff",
];

const SEALS: &[&[u8]] = &[
    b"",
    b"AAAA",
    b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    b"3",
];

proptest! {
    #[test]
    fn forms_of_any_kind_are_decoded_or_refused(data in mutated(FORMS)) {
        fuzzed::forms(&data);
    }

    #[test]
    fn frames_of_any_kind_are_read_or_left(data in mutated(FRAMES)) {
        fuzzed::frames(&data);
    }

    #[test]
    fn seals_of_any_kind_stay_closed(data in mutated(SEALS)) {
        fuzzed::seals(&data);
    }

    #[test]
    fn cookies_of_any_kind_are_read_or_left(data in mutated(COOKIES)) {
        fuzzed::cookies(&data);
    }

    #[test]
    fn calls_of_any_kind_are_answered(data in mutated(REQUESTS)) {
        fuzzed::requests(&data);
    }
}
