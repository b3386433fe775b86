//! Packed JSON, the form in which values travel in a page, and how tests read it without a browser.
//!
//! In the browser `side/packed.js` reads it; both are tried on the samples of `tests/packed.json`.
//!
//! It is JSON text with two additions. `[*"a","b"|1,2|3,4]` is `[{"a":1,"b":2},{"a":3,"b":4}]`: equal keys are said once;
//! after `|` a `=` says that what follows is no such row. `@3` is the text of the page that is the third after the one
//! before: what the HTML shows is not said again.

use crate::query::{QueryFrame, Stamp};
use crate::wire::raw_json;

/// The texts of a page in the order of the document, read one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'t> {
    all: &'t [String],
    /// How many of them have been passed.
    passed: usize,
}

impl<'t> Texts<'t> {
    /// The texts of a page, from the first on.
    #[must_use]
    pub fn new(all: &'t [String]) -> Self {
        Self { all, passed: 0 }
    }
}

/// Adds a text to a check sum: should anything have changed the page meanwhile, what refers to it is not taken.
#[must_use]
pub(crate) fn add_to_sum(sum: u64, text: &str) -> u64 {
    let add = |sum: u64, eight: u64| {
        let mixed = sum.rotate_left(5) ^ eight;
        mixed.wrapping_mul(0x517c_c1b7_2722_0a95)
    };
    let mut chunks = text.as_bytes().chunks_exact(8);
    let sum = (&mut chunks).fold(sum, |sum, chunk| {
        add(sum, chunk.try_into().map_or(0, u64::from_le_bytes))
    });
    // What is left of the text is the low end of eight bytes.
    let rest = chunks.remainder().iter().rev();
    match rest.fold(0, |eight, byte| eight << 8 | u64::from(*byte)) {
        0 if text.len().is_multiple_of(8) => sum,
        eight => add(sum, eight),
    }
}

/// The part of a check sum that is sent.
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    reason = "the upper half of 64 bits has 32"
)]
pub(crate) fn sent_sum(sum: u64) -> u32 {
    (sum >> 32) as u32
}

/// Reads a line of a data block as the server packs it: key, tag, stamp, value and check sum between tabs. `None` if it is
/// none, or refers to texts that the page does not have.
#[must_use]
pub fn read_packed(line: &str, texts: &mut Texts<'_>) -> Option<QueryFrame> {
    let mut parts = line.split('\t');
    let (key, tag, stamp) = (parts.next()?, parts.next()?, parts.next()?);
    let (value, sum) = (parts.next()?, parts.next()?);
    let json = unpack(value, texts, sum.parse().ok()?)?;
    Some(QueryFrame {
        value: Some(raw_json(&json)?),
        tag: Some(tag.to_owned()),
        stamp: Some(Stamp::from(stamp)),
        ..QueryFrame::new(key)
    })
}

/// The JSON text that was packed, if the check sum is that of the texts it refers to.
pub(crate) fn unpack(packed: &str, texts: &mut Texts<'_>, sum: u32) -> Option<String> {
    let mut unpacker = Unpacker {
        rest: packed,
        texts,
        sum: 0,
        json: String::with_capacity(packed.len() * 2),
    };
    unpacker.value()?;
    let is_whole = unpacker.rest.is_empty() && sent_sum(unpacker.sum) == sum;
    is_whole.then_some(unpacker.json)
}

struct Unpacker<'p, 'a, 't> {
    rest: &'p str,
    texts: &'a mut Texts<'t>,
    sum: u64,
    json: String,
}

impl<'p> Unpacker<'p, '_, '_> {
    fn value(&mut self) -> Option<()> {
        match self.next()? {
            b'@' => self.text(),
            b'"' => {
                let string = self.string()?;
                self.json.push_str(string);
                Some(())
            }
            b'[' if self.rest.as_bytes().get(1) == Some(&b'*') => self.rows(),
            b'[' | b'{' => self.parts(),
            _ => {
                let end = self.rest.find([',', ']', '}', '|']);
                self.copy(end.unwrap_or(self.rest.len()))
            }
        }
    }

    fn next(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    fn take(&mut self, length: usize) -> Option<&'p str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// Copies what is JSON as it stands.
    fn copy(&mut self, length: usize) -> Option<()> {
        let taken = self.take(length)?;
        self.json.push_str(taken);
        (length > 0).then_some(())
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'p str> {
        let mut escaped = false;
        let end = self.rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })?;
        self.take(end + 2)
    }

    /// A text of the page. Those that are referred to have nothing that JSON escapes; with another the sum is wrong.
    fn text(&mut self) -> Option<()> {
        let digits = self.rest.bytes().skip(1);
        let length = digits.take_while(u8::is_ascii_digit).count() + 1;
        let ahead: usize = self.take(length)?.get(1..)?.parse().ok()?;
        self.texts.passed = self.texts.passed.checked_add(ahead)?;
        let text = self.texts.all.get(self.texts.passed.checked_sub(1)?)?;
        self.sum = add_to_sum(self.sum, text);
        self.json.push('"');
        self.json.push_str(text);
        self.json.push('"');
        Some(())
    }

    /// An array or an object that is written out.
    fn parts(&mut self) -> Option<()> {
        self.copy(1)?;
        loop {
            match self.next()? {
                b']' | b'}' => return self.copy(1),
                b',' | b':' => self.copy(1)?,
                _ => self.value()?,
            }
        }
    }

    /// An array whose first part says the keys.
    fn rows(&mut self) -> Option<()> {
        let mut keys = Vec::new();
        self.take(1)?;
        while matches!(self.next()?, b'*' | b',') {
            self.take(1)?;
            keys.push(self.string()?);
        }
        let mut open = '[';
        while self.next()? == b'|' {
            self.take(1)?;
            self.json.push(open);
            open = ',';
            self.row(&keys)?;
        }
        self.copy(1)
    }

    fn row(&mut self, keys: &[&str]) -> Option<()> {
        if self.next()? == b'=' {
            self.take(1)?;
            return self.value();
        }
        let mut open = '{';
        for key in keys {
            if open == ',' {
                self.take(1)?;
            }
            self.json.push(open);
            open = ',';
            self.json.push_str(key);
            self.json.push(':');
            self.value()?;
        }
        self.json.push('}');
        Some(())
    }
}
