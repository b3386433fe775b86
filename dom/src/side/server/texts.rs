//! The texts of HTML, as a walk over the text nodes of its document meets them.

use memchr::{memchr_iter, memmem};

/// The text nodes that a browser makes of the inside of `<body>`, in order, as they are written; none at all where there is
/// an element inside which text is something else.
///
/// What a browser moves elsewhere, such as text directly inside of a table, may be in another place.
#[must_use]
pub fn texts(html: &str) -> Vec<&str> {
    let mut walk = Walk {
        html,
        texts: Vec::with_capacity(html.len() / 24),
        text: 0,
        markup: None,
    };
    if each_bracket(html.as_bytes(), |at| walk.bracket(at)).is_none() || walk.markup.is_some() {
        return Vec::new();
    }
    walk.text_to(html.len());
    walk.texts
}

/// A walk from bracket to bracket.
struct Walk<'h> {
    html: &'h str,
    texts: Vec<&'h str>,
    /// Where the text begins that is walked over, or will be once the markup has ended.
    text: usize,
    /// Where the tag or comment began that is walked over.
    markup: Option<usize>,
}

impl<'h> Walk<'h> {
    /// Goes on to a `<` or `>`; `None` where nobody knows how.
    fn bracket(&mut self, at: usize) -> Option<()> {
        let opens = self.html.as_bytes()[at] == b'<';
        match self.markup {
            // Inside of what has been walked over already.
            _ if at < self.text => {}
            Some(start) if opens => return self.html[start..].starts_with("<!--").then_some(()),
            Some(start) => return self.end_of_markup(start, at + 1),
            None if opens => {
                self.text_to(at);
                self.markup = Some(at);
            }
            None => {}
        }
        Some(())
    }

    fn text_to(&mut self, end: usize) {
        if let Some(text) = self
            .html
            .get(self.text..end)
            .filter(|text| !text.is_empty())
        {
            self.texts.push(text);
        }
    }

    /// A `>` inside of markup, which ends it unless it is in quotes or in a comment.
    fn end_of_markup(&mut self, start: usize, end: usize) -> Option<()> {
        let markup = &self.html[start..end];
        let ends = if let Some(comment) = markup.strip_prefix("<!--") {
            comment.ends_with("-->")
        } else {
            memchr_iter(b'"', markup.as_bytes())
                .count()
                .is_multiple_of(2)
        };
        if !ends {
            return Some(());
        }
        self.markup = None;
        self.text = end;
        match markup.as_bytes()[1] {
            // Letters with which the names begin of elements that hold something else.
            b's' | b't' | b'p' | b'l' | b'n' | b'i' | b'x' => self.begin(name(markup)),
            _ => Some(()),
        }
    }

    /// Goes into an element.
    fn begin(&mut self, name: &str) -> Option<()> {
        match name {
            "script" => self.raw("</script>"),
            "style" => self.raw("</style>"),
            "textarea" => {
                self.skip_newline();
                self.raw("</textarea>")
            }
            "pre" | "listing" => {
                self.skip_newline();
                Some(())
            }
            "title" | "template" | "noscript" | "iframe" | "xmp" | "noembed" | "noframes"
            | "plaintext" => None,
            _ => Some(()),
        }
    }

    /// The parser drops one newline at the start of some elements.
    fn skip_newline(&mut self) {
        if self.html.as_bytes().get(self.text) == Some(&b'\n') {
            self.text += 1;
        }
    }

    /// Walks over an element that holds nothing but text.
    fn raw(&mut self, end: &str) -> Option<()> {
        let length = memmem::find(&self.html.as_bytes()[self.text..], end.as_bytes())?;
        let behind = self.text + length + end.len();
        self.text_to(self.text + length);
        self.text = behind;
        Some(())
    }
}

/// The name of a start tag.
fn name(tag: &str) -> &str {
    let end = tag.find([' ', '>', '/']).unwrap_or(tag.len());
    tag.get(1..end).unwrap_or_default()
}

/// Calls a closure for each `<` and `>` until it gives `None`. The two differ in one bit, so eight bytes are looked at in one.
fn each_bracket(bytes: &[u8], mut found: impl FnMut(usize) -> Option<()>) -> Option<()> {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    const BIT: u64 = u64::from_le_bytes([b'<' ^ b'>'; 8]);
    const BRACKETS: u64 = u64::from_le_bytes([b'<' | b'>'; 8]);
    let mut chunks = bytes.chunks_exact(8);
    let mut passed = 0;
    for chunk in &mut chunks {
        let eight = chunk.try_into().map_or(0, u64::from_le_bytes);
        // Zero where there is a bracket; then the high bit of exactly those bytes.
        let others = (eight | BIT) ^ BRACKETS;
        let mut brackets = !(((others & LOW) + LOW) | others | LOW);
        while brackets != 0 {
            found(passed + (brackets.trailing_zeros() / 8) as usize)?;
            brackets &= brackets - 1;
        }
        passed += 8;
    }
    for (at, byte) in chunks.remainder().iter().enumerate() {
        if matches!(byte, b'<' | b'>') {
            found(passed + at)?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn texts_are_what_a_walk_meets() {
        let html = "a<p title=\"x > y\">b<!>c > d</p><!--d > <e-->f<br><script>g<h</script>\
                    <textarea>\ni</textarea><pre>\n</pre><style></style><table><td>é</td></table>";
        assert_eq!(texts(html), ["a", "b", "c > d", "f", "g<h", "i", "é"]);
        assert_eq!(texts("<svg><title>a</title></svg>b"), [""; 0]);
        assert_eq!(texts("<p>a</p><!--b"), [""; 0]);
        assert_eq!(texts("<p>a</p><script>b"), [""; 0]);
        assert_eq!(texts("1 < 2"), [""; 0]);
        assert_eq!(texts("no brackets"), ["no brackets"]);
        assert_eq!(texts(""), [""; 0]);
    }

    #[test]
    fn brackets_are_found_wherever_they_stand() {
        for length in 0..20 {
            let before = "=".repeat(length);
            let html = format!("{before}<b>;{before}?</b>{before}");
            let all = [before.clone(), format!(";{before}?"), before];
            let shown: Vec<&str> = all.iter().map(String::as_str).collect();
            let shown: Vec<&str> = shown.into_iter().filter(|text| !text.is_empty()).collect();
            assert_eq!(texts(&html), shown);
        }
    }
}
