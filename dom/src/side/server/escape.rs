//! Escaping for HTML text and for attribute values in double quotes.

/// Appends text. `>` means nothing there, and a parser would make a line feed of `\r`.
pub(crate) fn push_text(into: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_of([b'&', b'<', b'\r'], rest.as_bytes()) {
        rest = push_replaced(into, rest, at);
    }
    into.push_str(rest);
}

/// Appends the value of an attribute.
pub(crate) fn push_attribute(into: &mut String, value: &str) {
    let mut rest = value;
    while let Some(at) = first_of([b'&', b'"', b'<', b'>', b'\r'], rest.as_bytes()) {
        rest = push_replaced(into, rest, at);
    }
    into.push_str(rest);
}

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);

/// Where the first of some bytes is; eight bytes are looked at in one, which most texts are a few of.
fn first_of<const N: usize>(wanted: [u8; N], bytes: &[u8]) -> Option<usize> {
    let found_in = |eight: u64| {
        // Zero where the byte is the wanted one; the lowest high bit is that of the first zero.
        let zeros = |byte: u8| {
            let other = eight ^ (ONES * u64::from(byte));
            other.wrapping_sub(ONES) & !other
        };
        let found = wanted.into_iter().fold(0, |all, byte| all | zeros(byte)) & HIGHS;
        (found != 0).then_some((found.trailing_zeros() / 8) as usize)
    };
    let mut chunks = bytes.chunks_exact(8);
    let mut passed = 0;
    for chunk in &mut chunks {
        let eight = chunk.try_into().map_or(0, u64::from_le_bytes);
        if let Some(at) = found_in(eight) {
            return Some(passed + at);
        }
        passed += 8;
    }
    if passed == bytes.len() {
        return None;
    }
    if let Some(last) = bytes.last_chunk() {
        // Some of them again, of which none is wanted.
        let found = found_in(u64::from_le_bytes(*last));
        return found.map(|at| bytes.len() - last.len() + at);
    }
    // A short text, before zeros, which nobody looks for.
    let rest = bytes.iter().rev();
    found_in(rest.fold(0, |eight, byte| eight << 8 | u64::from(*byte)))
}

/// Appends what stands before a character that means something, and its replacement; gives what stands behind it. The
/// character is ASCII, so every cut is between characters.
fn push_replaced<'t>(into: &mut String, text: &'t str, at: usize) -> &'t str {
    into.push_str(&text[..at]);
    into.push_str(match text.as_bytes()[at] {
        b'&' => "&amp;",
        b'"' => "&quot;",
        b'<' => "&lt;",
        b'\r' => "&#13;",
        _ => "&gt;",
    });
    &text[at + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(input: &str) -> String {
        let mut output = String::new();
        push_text(&mut output, input);
        output
    }

    fn attribute(input: &str) -> String {
        let mut output = String::new();
        push_attribute(&mut output, input);
        output
    }

    #[test]
    fn what_means_something_is_replaced_and_nothing_else() {
        assert_eq!(text("</script><!--"), "&lt;/script>&lt;!--");
        assert_eq!(text("a & b &amp; ü \" '"), "a &amp; b &amp;amp; ü \" '");
        assert_eq!(
            attribute("\"><img onerror=x>"),
            "&quot;&gt;&lt;img onerror=x&gt;"
        );
        assert_eq!(attribute("ßé漢"), "ßé漢");
        assert_eq!(text("a\r\nb"), "a&#13;\nb");
        assert_eq!(attribute("\r"), "&#13;");
        assert_eq!(text(""), "");
    }

    #[test]
    fn every_place_in_a_text_of_every_length_is_looked_at() {
        for length in 1..30 {
            for place in 0..length {
                let mut input = "x".repeat(length);
                input.replace_range(place..=place, "<");
                assert_eq!(text(&input), input.replace('<', "&lt;"));
                assert_eq!(attribute(&input), input.replace('<', "&lt;"));
            }
        }
    }
}
