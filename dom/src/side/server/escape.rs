//! Escaping for HTML text and for attribute values in double quotes.

/// Appends text. `>` means nothing there, and a parser would make a line feed of `\r`.
pub(crate) fn push_text(into: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'<', b'\r', rest.as_bytes()) {
        rest = push_replaced(into, rest, at);
    }
    into.push_str(rest);
}

/// Appends the value of an attribute.
pub(crate) fn push_attribute(into: &mut String, value: &str) {
    let special = |byte| matches!(byte, b'&' | b'"' | b'<' | b'>' | b'\r');
    let mut rest = value;
    while let Some(at) = rest.bytes().position(special) {
        rest = push_replaced(into, rest, at);
    }
    into.push_str(rest);
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
}
