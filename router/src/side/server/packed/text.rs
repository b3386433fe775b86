//! Strings in JSON that stands in HTML.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Appends a string with its quotes; whether it stands there as it is.
pub(super) fn push_string(into: &mut String, text: &str) -> bool {
    into.push('"');
    let mut rest = text;
    let mut is_plain = true;
    while let Some(at) = first_special(rest.as_bytes()) {
        is_plain = false;
        into.push_str(&rest[..at]);
        push_escaped(into, rest.as_bytes()[at]);
        rest = &rest[at + 1..];
    }
    into.push_str(rest);
    into.push('"');
    is_plain
}

/// Where the first byte is that JSON escapes, or a `<`, which could end the element.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let mut chunks = bytes.chunks_exact(8);
    let mut passed = 0;
    for chunk in &mut chunks {
        let eight = chunk.try_into().map_or(0, u64::from_le_bytes);
        if may_be_special(eight) {
            break;
        }
        passed += 8;
    }
    let found = bytes[passed..].iter().position(|byte| is_special(*byte))?;
    Some(passed + found)
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | b'<' | 0..0x20)
}

/// Whether one of eight bytes is special; sometimes also if none is.
fn may_be_special(eight: u64) -> bool {
    let has_zero = |eight: u64| eight.wrapping_sub(LOW) & !eight;
    let has = |byte: u8| has_zero(eight ^ (LOW * u64::from(byte)));
    let has_control = eight.wrapping_sub(LOW * 0x20) & !eight;
    (has(b'"') | has(b'\\') | has(b'<') | has_control) & HIGH != 0
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
