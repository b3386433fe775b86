//! The texts of HTML, as a walk over the text nodes of its document meets them: noted while it is written, or found again.

use std::ops::Range;

use memchr::{memchr_iter, memmem};

/// Shorter texts are not noted: nothing refers to them.
const SHORTEST: usize = 4;

/// The texts of some HTML, noted while it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    /// How many there are.
    count: u32,
    notes: Vec<Note>,
    /// Whether something was written of which nobody knows the texts.
    lost: bool,
}

/// A text that stands in the HTML as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Note {
    /// How many there are before it.
    before: u32,
    start: u32,
    end: u32,
}

/// Where notes ended. `Copy`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NotesEnd {
    count: u32,
    notes: u32,
}

impl Texts {
    /// Makes room for the texts of so much HTML.
    pub(crate) fn reserve(&mut self, length: usize) {
        self.notes.reserve(length / 64);
    }

    /// Notes a text that has been written.
    pub(crate) fn add(&mut self, place: Range<usize>, text: &str) {
        if place.is_empty() {
            return;
        }
        // Where it is longer something is escaped.
        if text.len() >= SHORTEST && text.len() == place.len() {
            self.notes.push(Note {
                before: self.count,
                start: short(place.start),
                end: short(place.end),
            });
        }
        self.count += 1;
    }

    /// Passes static HTML with this many.
    pub(crate) fn pass(&mut self, count: u32) {
        self.count += count;
    }

    /// From here on nobody knows the texts.
    pub(crate) fn lose(&mut self) {
        self.lost = true;
    }

    pub(crate) fn end(&self) -> NotesEnd {
        NotesEnd {
            count: self.count,
            notes: short(self.notes.len()),
        }
    }

    /// Adds those of other HTML that stands at `offset` now.
    pub(crate) fn append(&mut self, other: &Self, offset: usize) {
        self.lost |= other.lost;
        self.append_part(other, NotesEnd::default(), other.end(), 0, offset);
    }

    /// Adds a part of those of other HTML: what stood at `from` stands at `to`.
    pub(crate) fn append_part(
        &mut self,
        other: &Self,
        start: NotesEnd,
        end: NotesEnd,
        from: usize,
        to: usize,
    ) {
        let notes = &other.notes[start.notes as usize..end.notes as usize];
        let moved = self.moved(start, from, to);
        self.notes.extend(notes.iter().map(moved));
        self.count += end.count - start.count;
    }

    /// As [`append_part`](Self::append_part), of this HTML itself.
    pub(crate) fn repeat_part(&mut self, start: NotesEnd, end: NotesEnd, from: usize, to: usize) {
        let moved = self.moved(start, from, to);
        for at in start.notes..end.notes {
            let note = moved(&self.notes[at as usize]);
            self.notes.push(note);
        }
        self.count += end.count - start.count;
    }

    /// Static HTML with this many texts was put before those that were noted since `start`.
    pub(crate) fn make_way(&mut self, start: NotesEnd, length: usize, count: u32) {
        let length = short(length);
        for note in &mut self.notes[start.notes as usize..] {
            note.before += count;
            note.start += length;
            note.end += length;
        }
        self.count += count;
    }

    fn moved(&self, start: NotesEnd, from: usize, to: usize) -> impl Fn(&Note) -> Note + use<> {
        let (count, from, to) = (self.count, short(from), short(to));
        move |note| Note {
            before: note.before - start.count + count,
            start: note.start - from + to,
            end: note.end - from + to,
        }
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.count = 0;
        self.notes.clear();
        self.lost = false;
    }

    /// Those of this HTML, each with its number.
    pub(crate) fn of<'h>(&self, html: &'h str) -> Vec<(u32, &'h str)> {
        if self.lost {
            return (1..).zip(texts(html)).collect();
        }
        let text = |note: &Note| {
            let text = html.get(note.start as usize..note.end as usize);
            (note.before + 1, text.unwrap_or_default())
        };
        self.notes.iter().map(text).collect()
    }
}

/// HTML is never of four gigabytes; if it were, its texts would not be found and its data written out.
fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The text nodes that a browser makes of the inside of `<body>`, in order, as they are written; none at all where there is
/// an element inside which text is something else.
///
/// What a browser moves elsewhere, such as text directly inside of a table, may be in another place.
fn texts(html: &str) -> Vec<&str> {
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
