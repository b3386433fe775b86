//! What is packed reads back as the JSON that it stands for.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Packed, PageTexts};
use crate::packed::{Texts, sent_sum, unpack};

/// Every way in which serde describes data.
#[derive(Debug, Clone, Serialize)]
struct Row {
    id: u32,
    #[serde(rename = "called \"<so>\"")]
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    kind: Kind,
    parts: Vec<Part>,
    #[serde(skip)]
    #[allow(dead_code, reason = "what is skipped is not written")]
    hidden: u8,
}

#[derive(Debug, Clone, Serialize)]
struct Part {
    price: f64,
    pair: (i64, bool),
    unit: (),
    big: u128,
}

#[derive(Debug, Clone, Serialize)]
enum Kind {
    Unit,
    New(Box<Kind>),
    Tuple(i8, char),
    Struct { of: Vec<Tagged> },
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type")]
enum Tagged {
    Near { metres: u16 },
    Far { kilometres: u16, by: String },
    Nowhere,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Untagged {
    Row(Row),
    Flat(Flat),
    Text(String),
    Nothing(Option<()>),
}

#[derive(Debug, Clone, Serialize)]
struct Flat {
    first: u8,
    #[serde(flatten)]
    rest: BTreeMap<i16, String>,
    bytes: Bytes,
}

#[derive(Debug, Clone)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

#[derive(Debug, Clone, Serialize)]
struct Empty {}

#[derive(Debug, Clone, Serialize)]
struct Wrapped(Row);

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,12}",
        "\\PC{0,12}",
        "[<>&\"\\\\\n\t\u{0}\u{1f}\u{7f}é]{0,12}"
    ]
}

fn part() -> impl Strategy<Value = Part> {
    let values = (any::<f64>(), any::<(i64, bool)>(), any::<u128>());
    values.prop_map(|(price, pair, big)| Part {
        price,
        pair,
        unit: (),
        big,
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    let tagged = prop_oneof![
        any::<u16>().prop_map(|metres| Tagged::Near { metres }),
        (any::<u16>(), text()).prop_map(|(kilometres, by)| Tagged::Far { kilometres, by }),
        Just(Tagged::Nowhere),
    ];
    prop_oneof![
        Just(Kind::Unit),
        any::<(i8, char)>().prop_map(|(number, letter)| Kind::Tuple(number, letter)),
        prop::collection::vec(tagged, 0..4).prop_map(|of| Kind::Struct { of }),
        Just(Kind::New(Box::new(Kind::Unit))),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let note = prop::option::weighted(0.8, text());
    let parts = prop::collection::vec(part(), 0..4);
    (any::<u32>(), text(), note, kind(), parts).prop_map(|(id, name, note, kind, parts)| Row {
        id,
        name,
        note,
        kind,
        parts,
        hidden: 1,
    })
}

fn untagged() -> impl Strategy<Value = Untagged> {
    let rest = prop::collection::btree_map(any::<i16>(), text(), 0..3);
    let bytes = prop::collection::vec(any::<u8>(), 0..3);
    let flat = (any::<u8>(), rest, bytes).prop_map(|(first, rest, bytes)| Flat {
        first,
        rest,
        bytes: Bytes(bytes),
    });
    prop_oneof![
        6 => row().prop_map(Untagged::Row),
        1 => flat.prop_map(Untagged::Flat),
        1 => text().prop_map(Untagged::Text),
        1 => Just(Untagged::Nothing(None)),
    ]
}

/// Packs a value for a page with these texts, and reads it on one with those.
fn crossed<T: Serialize>(value: &T, shown: &[String], there: &[String]) -> Option<String> {
    let packed = Packed::of(value).expect("this can be packed");
    let mut text = String::new();
    let shown = (1..).zip(shown.iter().map(String::as_str)).collect();
    let sum = packed.push(&mut text, &mut PageTexts::of(shown));
    unpack(&text, &mut Texts::new(there), sent_sum(sum))
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value)
        .expect("this is JSON")
        .replace('<', "\\u003c")
}

proptest! {
    #[test]
    fn what_is_packed_reads_back(rows in prop::collection::vec(untagged(), 0..6)) {
        let shown: Vec<String> = rows.iter().flat_map(shown_of).collect();
        let mut text = "before".to_owned();
        prop_assert!(Packed::push_json(&mut text, &rows));
        prop_assert_eq!(&text, &["before", &json(&rows)].concat());
        prop_assert_eq!(crossed(&rows, &[], &[]), Some(json(&rows)));
        prop_assert_eq!(crossed(&rows, &shown, &shown), Some(json(&rows)));
    }

    #[test]
    fn no_text_makes_the_reader_panic(packed in "[\\[\\]{}|*=@,:\"a0-9\\\\]{0,24}") {
        let texts = ["a".to_owned(), "b".to_owned()];
        let _ = unpack(&packed, &mut Texts::new(&texts), 0);
    }
}

/// The texts of a page that shows some of it, as its HTML has them.
fn shown_of(row: &Untagged) -> Vec<String> {
    let texts = match row {
        Untagged::Row(row) => vec![row.name.clone(), "between".to_owned()],
        Untagged::Text(text) => vec![text.clone()],
        _ => Vec::new(),
    };
    let is_plain = |text: &String| !text.contains(['<', '>', '&']) && !text.is_empty();
    texts.into_iter().filter(is_plain).collect()
}

#[derive(Serialize)]
struct Review {
    id: u32,
    text: &'static str,
}

#[test]
fn keys_are_said_once_and_texts_of_the_page_not_at_all() {
    let reviews = [(1, "works well"), (2, "broke"), (3, "works well")];
    let reviews: Vec<Review> = reviews.map(|(id, text)| Review { id, text }).into();
    let packed = Packed::of(&reviews).expect("reviews can be packed");
    assert_eq!(
        packed.text(),
        "[*\"id\",\"text\"|1,\"works well\"|2,\"broke\"|3,\"works well\"]"
    );
    let mut text = String::new();
    let shown = vec![(1, "Reviews"), (2, "works well"), (4, "broke")];
    let sum = packed.push(&mut text, &mut PageTexts::of(shown));
    assert_eq!(text, "[*\"id\",\"text\"|1,@2|2,@2|3,\"works well\"]");
    assert_ne!(sum, 0);
}

#[test]
fn structs_without_fields_and_in_wrappers_are_told_apart() {
    assert_eq!(
        crossed(&[Empty {}, Empty {}].as_slice(), &[], &[]),
        Some("[{},{}]".into())
    );
    let row = Row {
        id: 1,
        name: "a".into(),
        note: None,
        kind: Kind::Unit,
        parts: Vec::new(),
        hidden: 0,
    };
    let rows = vec![Some(Wrapped(row.clone())), None, Some(Wrapped(row))];
    assert_eq!(crossed(&rows, &[], &[]), Some(json(&rows)));
}

#[test]
fn a_page_that_has_changed_is_noticed() {
    let (shown, value) = (["some text".to_owned()], vec!["some text"]);
    assert_eq!(
        crossed(&value, &shown, &shown),
        Some("[\"some text\"]".into())
    );
    for changed in [
        vec![],
        vec!["other text".to_owned()],
        vec!["a\"b".to_owned()],
    ] {
        assert_eq!(crossed(&value, &shown, &changed), None);
    }
}

#[test]
fn what_only_serde_json_can_write_is_left_to_it() {
    let raw = RawValue::from_string("{ \"a\": 1 }".into()).expect("this is JSON");
    assert_eq!(Packed::of(&raw), None);
    assert_eq!(Packed::of(&vec![Some(raw)]), None);
    let odd = BTreeMap::from([((1, 2), 3)]);
    assert_eq!(Packed::of(&odd), None);
    let mut text = "before".to_owned();
    assert!(!Packed::push_json(&mut text, &(1, odd)));
    assert_eq!(text, "before");
}

/// What the browser's reader is tried on too: the texts of a page, the line of a data block, the JSON it stands for.
#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
struct Sample {
    texts: Vec<String>,
    line: String,
    json: String,
}

fn sample<T: Serialize>(value: &T, texts: &[&str]) -> Sample {
    let packed = Packed::of(value).expect("this can be packed");
    let mut line = "id[\"<\\\"]\ttag\tboot.7\t".to_owned();
    let shown = (1..).zip(texts.iter().copied()).collect();
    let sum = sent_sum(packed.push(&mut line, &mut PageTexts::of(shown)));
    Sample {
        texts: texts.iter().map(ToString::to_string).collect(),
        line: format!("{line}\t{sum}"),
        json: json(value),
    }
}

#[test]
fn the_browser_reads_what_is_packed_here() {
    let texts = [
        "four",
        "eight by",
        "sixteen bytes é.",
        "between",
        "seven ✓",
        "[*\u{7f}",
    ];
    let reviews: Vec<Review> = (0..)
        .zip(texts)
        .map(|(id, text)| Review { id, text })
        .collect();
    let odd = "a \"quoted\" \\ | ] } , : @1 \n \u{1} é ✓ 😀";
    let row = |note: Option<&str>, kind| Row {
        id: 1,
        name: odd.into(),
        note: note.map(Into::into),
        kind,
        parts: vec![
            Part {
                price: -1.5e-7,
                pair: (i64::MIN, true),
                unit: (),
                big: u128::MAX
            };
            2
        ],
        hidden: 0,
    };
    let rows = [
        row(None, Kind::Unit),
        row(Some("four"), Kind::New(Box::new(Kind::Unit))),
        row(None, Kind::Unit),
    ];
    let samples = [
        sample(&reviews, &texts),
        sample(&reviews, &[]),
        sample(&(&reviews, [&reviews[..1], &[]]), &texts),
        sample(&rows, &["four"]),
        sample(&[Empty {}, Empty {}].as_slice(), &[]),
        sample(&(odd, (), false, 0.5, Some([[0u8; 0]; 2])), &[]),
        sample(&"seven ✓", &texts),
    ];
    let held: Vec<Sample> = serde_json::from_str(include_str!("../../../../tests/packed.json"))
        .expect("the samples are JSON");
    let now = serde_json::to_string_pretty(&samples).expect("the samples are JSON");
    assert_eq!(held, samples, "`tests/packed.json` has to be\n{now}");
}
