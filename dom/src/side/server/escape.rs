//! Escaping for HTML text and for attribute values in double quotes.

/// Appends text. `>` need not be escaped, but is where a comment or script could end.
pub(crate) fn push_text(into: &mut String, text: &str) {
    push(into, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends the value of an attribute.
pub(crate) fn push_attribute(into: &mut String, value: &str) {
    push(into, value, |byte| match byte {
        b'&' => Some("&amp;"),
        b'"' => Some("&quot;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Copies the stretches between what has to be replaced; all of that is ASCII, so every cut is at a character.
#[inline]
fn push(into: &mut String, text: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut start = 0;
    for (index, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            into.push_str(&text[start..index]);
            into.push_str(replacement);
            start = index + 1;
        }
    }
    into.push_str(&text[start..]);
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
        assert_eq!(text("</script><!--"), "&lt;/script&gt;&lt;!--");
        assert_eq!(text("a & b &amp; ü \" '"), "a &amp; b &amp;amp; ü \" '");
        assert_eq!(
            attribute("\"><img onerror=x>"),
            "&quot;&gt;&lt;img onerror=x&gt;"
        );
        assert_eq!(attribute("ßé漢"), "ßé漢");
        assert_eq!(text(""), "");
    }
}
