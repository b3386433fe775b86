//! Strings in JSON that stands in HTML.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;
const BLANKS: u64 = LOW * 0x20;

/// Appends a string with its quotes; whether it stands there as it is.
pub(in crate::side::server) fn push_string(into: &mut String, text: &str) -> bool {
    into.reserve(text.len() + 2);
    into.push('"');
    let is_plain = !may_be_special(text.as_bytes());
    if is_plain {
        into.push_str(text);
    } else {
        push_careful(into, text);
    }
    into.push('"');
    is_plain
}

/// Appends a string that has to be looked at byte for byte.
#[cold]
fn push_careful(into: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special) {
        into.push_str(&rest[..at]);
        push_escaped(into, rest.as_bytes()[at]);
        rest = &rest[at + 1..];
    }
    into.push_str(rest);
}

/// Whether JSON escapes the byte, or it is a `<`, which could end the element.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | b'<' | 0..0x20)
}

/// Whether one of the bytes is special; sometimes also if none is.
fn may_be_special(bytes: &[u8]) -> bool {
    let found = bytes.chunks_exact(8).fold(0, |found, chunk| {
        found | specials(chunk.try_into().map_or(0, u64::from_le_bytes))
    });
    let rest = match bytes.last_chunk() {
        // Some of them again.
        Some(last) => u64::from_le_bytes(*last),
        // A short one is filled up with blanks, which are not special.
        None => bytes
            .iter()
            .fold(BLANKS, |eight, byte| eight << 8 | u64::from(*byte)),
    };
    (found | specials(rest)) & HIGH != 0
}

/// High bits where one of eight bytes is special, and sometimes others.
fn specials(eight: u64) -> u64 {
    let has_zero = |eight: u64| eight.wrapping_sub(LOW) & !eight;
    let has = |byte: u8| has_zero(eight ^ (LOW * u64::from(byte)));
    let has_control = eight.wrapping_sub(LOW * 0x20) & !eight;
    has(b'"') | has(b'\\') | has(b'<') | has_control
}

fn push_escaped(into: &mut String, byte: u8) {
    into.push_str(match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0x08 => "\\b",
        0x0c => "\\f",
        _ => {
            into.push_str("\\u00");
            let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
            into.push(digit(byte >> 4));
            into.push(digit(byte & 15));
            return;
        }
    });
}
