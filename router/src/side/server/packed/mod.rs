//! Packing: a value as packed JSON, see [`crate::packed`], in one pass over its `Serialize`.

mod compound;
mod serializer;
#[cfg(test)]
mod tests;
mod text;

use std::fmt::{self, Display, Formatter};
use std::ops::Range;

use serde::{Serialize, ser};

use crate::packed::add_to_sum;
use serializer::Packer;
pub(super) use text::push_string;

/// Shorter texts of a page are not worth a reference.
const SHORTEST: usize = 4;

/// How far ahead a text is looked for.
const FURTHEST: usize = 64;

/// A value as packed JSON, without references yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packed {
    text: String,
    /// Strings without anything that JSON escapes, without their quotes.
    strings: Vec<Range<usize>>,
    /// Whether it is JSON as everybody writes it: every row says its keys.
    is_json: bool,
}

impl Packed {
    /// Packs a value; `None` for what only `serde_json` can write, such as raw JSON, and for what nobody can.
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Option<Self> {
        let mut packed = Self {
            text: String::with_capacity(1024),
            strings: Vec::with_capacity(32),
            is_json: false,
        };
        value.serialize(Packer::new(&mut packed)).ok()?;
        Some(packed)
    }

    /// Appends a value as JSON; false, and nothing, for what only `serde_json` can write.
    pub(super) fn push_json<T: Serialize + ?Sized>(into: &mut String, value: &T) -> bool {
        let start = into.len();
        let mut packed = Self {
            text: std::mem::take(into),
            strings: Vec::new(),
            is_json: true,
        };
        let is_written = value.serialize(Packer::new(&mut packed)).is_ok();
        *into = packed.text;
        if !is_written {
            into.truncate(start);
        }
        is_written
    }

    /// The same for equal values.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Appends the text, with references instead of strings that the page shows; gives their check sum.
    pub(super) fn push(&self, into: &mut String, page: &mut PageTexts<'_>) -> u64 {
        let (mut sum, mut written) = (0, 0);
        for string in &self.strings {
            let text = &self.text[string.clone()];
            let Some(ahead) = page.find(text) else {
                continue;
            };
            sum = add_to_sum(sum, text);
            into.push_str(&self.text[written..string.start - 1]);
            into.push('@');
            limosa_dom::__private::push_integer(into, false, ahead);
            written = string.end + 1;
        }
        into.push_str(&self.text[written..]);
        sum
    }
}

/// The texts of a page, in the order of the document, as its HTML has them.
#[derive(Debug, Clone)]
pub struct PageTexts<'h> {
    texts: Vec<(u32, &'h str)>,
    /// How many of them have been passed.
    passed: usize,
    /// The number of the last that was referred to.
    last: u32,
}

impl<'h> PageTexts<'h> {
    /// None: nothing is referred to.
    #[must_use]
    pub fn none() -> Self {
        Self::of(Vec::new())
    }

    /// These, written as HTML, each with its number among all of the page; in order.
    #[must_use]
    pub fn of(texts: Vec<(u32, &'h str)>) -> Self {
        Self {
            texts,
            passed: 0,
            last: 0,
        }
    }

    /// Goes to the next text that is this one, if it is near; tells how far it is. A text with a character that HTML
    /// escapes equals none, nor does one with a character that JSON escapes.
    fn find(&mut self, text: &str) -> Option<u64> {
        let ahead = self.texts.get(self.passed..)?;
        let near = &ahead[..ahead.len().min(FURTHEST)];
        let place = near.iter().position(|(_, shown)| *shown == text)?;
        let (number, _) = near[place];
        self.passed += place + 1;
        let before = std::mem::replace(&mut self.last, number);
        Some(u64::from(number - before))
    }
}

/// Why a value is not packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unpackable {
    /// A row has other keys than the first; it is written out.
    OtherKeys,
    /// The value is left to `serde_json`.
    Whole,
}

impl Display for Unpackable {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the value is not packed")
    }
}

impl std::error::Error for Unpackable {}

impl ser::Error for Unpackable {
    fn custom<T: Display>(_: T) -> Self {
        Self::Whole
    }
}
