//! Lines and URLs survive the way across.

use limosa_actions::wire::{
    Line, ReplyFrame, action_url, header_text, parse_action_url, parse_header_text,
};
use limosa_router::{QueryFrame, Stale};
use proptest::prelude::*;
use serde_json::value::RawValue;

#[test]
fn a_null_value_is_a_value() {
    let value = RawValue::from_string("null".to_owned()).ok();
    let line = Line::Reply(ReplyFrame {
        value,
        ..ReplyFrame::default()
    });
    assert_eq!(line.to_text(), "{\"reply\":{\"value\":null}}\n");
    let Line::Reply(read) = serde_json::from_str(&line.to_text()).unwrap() else {
        panic!("a reply")
    };
    assert_eq!(read.value_as::<()>(), Some(()));
    assert_eq!(read.stale, Stale::Mounted);
}

#[test]
fn lines_say_what_they_are() {
    assert_eq!(Line::Done(true).to_text(), "{\"done\":true}\n");
    let line = Line::Query(QueryFrame::later("abc[3]"));
    assert_eq!(
        line.to_text(),
        "{\"query\":{\"key\":\"abc[3]\",\"later\":true}}\n"
    );
    let read = serde_json::from_str(&line.to_text());
    assert!(matches!(read, Ok(Line::Query(frame)) if frame.later));
    let nothing = Line::Reply(ReplyFrame {
        stale: Stale::Keys(vec![]),
        ..ReplyFrame::default()
    });
    assert_eq!(nothing.to_text(), "{\"reply\":{\"stale\":[]}}\n");
}

proptest! {
    #[test]
    fn action_urls_read_back(page in "/\\PC*", bound in "\\[\\PC*\\]") {
        let url = action_url("id", &page, Some(&bound));
        prop_assert!(url.is_ascii());
        let bound = if bound == "[]" { String::new() } else { bound };
        prop_assert_eq!(parse_action_url(&url), Some(("id".to_owned(), page, bound)));
    }

    #[test]
    fn headers_read_back(text in ".*") {
        let header = header_text(&text);
        prop_assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
        prop_assert_eq!(parse_header_text(&header), Some(text));
    }

    #[test]
    fn no_line_panics(text in ".*") {
        let _ = serde_json::from_str::<Line>(&text);
        let _ = parse_action_url(&text);
    }
}
