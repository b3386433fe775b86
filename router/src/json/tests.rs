//! Against `serde_json`: the same texts are read and written.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{read, write};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Choice {
    Unit,
    New(Box<Choice>),
    Tuple(u8, String),
    Struct { part: Option<i64>, rest: Vec<f32> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct All {
    flag: bool,
    letter: char,
    text: String,
    small: i8,
    large: u64,
    huge: i128,
    real: f64,
    nothing: (),
    pair: (u16, Option<String>),
    choices: Vec<Choice>,
    by_number: BTreeMap<i32, bool>,
    by_text: BTreeMap<String, f64>,
    by_flag: BTreeMap<bool, ()>,
}

/// Neither reads what the other refuses, and what they read is written alike.
fn same<T: DeserializeOwned + Serialize>(text: &str) {
    let written = |value: &T| serde_json::to_string(value).unwrap();
    let wanted = serde_json::from_str(text).ok();
    let found = read(text).ok();
    assert_eq!(
        found.as_ref().map(written),
        wanted.as_ref().map(written),
        "{text}"
    );
}

/// As [`same`], and both find the same texts to be JSON. (The fractions that `serde_json` reads may be off by a bit, and it
/// takes halves of surrogate pairs where it skips.)
fn same_for_all(text: &str) {
    same::<All>(text);
    fn are_same<T: DeserializeOwned>(text: &str) {
        let (found, wanted) = (read::<T>(text), serde_json::from_str::<T>(text));
        assert_eq!(found.is_ok(), wanted.is_ok(), "{text}");
    }
    are_same::<serde_json::Value>(text);
    if !text.contains("\\u") {
        are_same::<Box<RawValue>>(text);
        are_same::<IgnoredAny>(text);
    }
}

fn choice() -> impl Strategy<Value = Choice> {
    let leaf = prop_oneof![
        Just(Choice::Unit),
        any::<(u8, String)>().prop_map(|(number, text)| Choice::Tuple(number, text)),
        (
            any::<Option<i64>>(),
            prop::collection::vec(any::<i16>().prop_map(f32::from), 0..3)
        )
            .prop_map(|(part, rest)| Choice::Struct { part, rest }),
    ];
    leaf.prop_recursive(3, 4, 1, |inner| {
        inner.prop_map(|choice| Choice::New(Box::new(choice)))
    })
}

prop_compose! {
    fn all()(
        (flag, letter, text, small, large, huge) in any::<(bool, char, String, i8, u64, i128)>(),
        real in any::<i32>().prop_map(|number| f64::from(number) / 8.0),
        pair in any::<(u16, Option<String>)>(),
        choices in prop::collection::vec(choice(), 0..4),
        by_number in any::<BTreeMap<i32, bool>>(),
        by_text in prop::collection::btree_map(".*", any::<i32>().prop_map(f64::from), 0..4),
        by_flag in any::<BTreeMap<bool, ()>>(),
    ) -> All {
        All { flag, letter, text, small, large, huge, real, nothing: (), pair, choices, by_number, by_text, by_flag }
    }
}

proptest! {
    #[test]
    fn values_are_written_and_read_as_by_serde_json(value in all()) {
        let text = write(&value).unwrap();
        prop_assert_eq!(&text, &serde_json::to_string(&value).unwrap());
        prop_assert_eq!(read::<All>(&text), Ok(value.clone()));
        prop_assert_eq!(read::<All>(&serde_json::to_string_pretty(&value).unwrap()), Ok(value));
    }

    #[test]
    fn a_text_with_a_byte_changed_is_read_or_refused_as_by_serde_json(
        value in all(), at in any::<prop::sample::Index>(), byte in "[\\x00-\\x7f]",
    ) {
        let mut text: Vec<char> = write(&value).unwrap().chars().collect();
        let at = at.index(text.len());
        text.splice(at..=at, byte.chars());
        let text: String = text.into_iter().collect();
        same_for_all(&text);
    }

    #[test]
    fn texts_are_read_or_refused_as_by_serde_json(text in r#"[\[\]{}",:\\0-9.eEtrufalsn+ -]{0,12}"#) {
        same_for_all(&text);
    }
}

#[test]
fn edges_of_numbers_texts_and_depth() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
    let texts = [
        "-0",
        "-0.0",
        "0",
        "00",
        "1.",
        ".5",
        "1e5",
        "1E+5",
        "1e",
        "1e999",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "+1",
        "NaN",
        r#""\u00e9\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\ud83dx""#,
        r#""\ude00""#,
        r#""\u00g0""#,
        "\"\u{1}\"",
        "\"",
        "",
        " ",
        "[1,]",
        "[,1]",
        r#"{"a":1,}"#,
        r#"{"a"}"#,
        r#"{1:2}"#,
        "[1}",
        "nul",
        "null ",
        "truefalse",
        "\u{feff}1",
        &nested(127),
        &nested(128),
    ];
    for text in texts {
        same_for_all(text);
        same::<BTreeMap<i32, bool>>(&format!("{{\"{text}\":true}}"));
        same::<(u8, i64, Option<u64>)>(&format!("[1,-1,{text}]"));
    }
}

#[test]
fn raw_json_stays_as_it_stands() {
    let text = r#"{"a" : [ 1,2 ]}"#;
    let raw = read::<Box<RawValue>>(&format!(" {text} ")).unwrap();
    assert_eq!(raw.get(), text);
    assert_eq!(write(&Some(raw)).unwrap(), text);
}

#[test]
fn what_is_no_key_is_refused() {
    assert!(write(&BTreeMap::from([(vec![1], 2)])).is_err());
    assert!(write(&BTreeMap::from([(None::<u8>, 2)])).is_err());
}
