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

/// Texts of a page that shorter ones are not worth a reference.
const SHORTEST: usize = 4;

/// How far ahead a text is looked for.
const FURTHEST: usize = 64;

/// A value as packed JSON, without references yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packed {
    text: String,
    /// Strings without anything that JSON escapes, without their quotes.
    strings: Vec<Range<usize>>,
}

impl Packed {
    /// Packs a value; `None` for what only `serde_json` can write, such as raw JSON, and for what nobody can.
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Option<Self> {
        let mut packed = Self {
            text: String::with_capacity(1024),
            strings: Vec::with_capacity(32),
        };
        value.serialize(Packer::new(&mut packed)).ok()?;
        Some(packed)
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
    texts: Vec<&'h str>,
    /// How many have been passed.
    passed: usize,
}

impl<'h> PageTexts<'h> {
    /// None: nothing is referred to.
    #[must_use]
    pub fn none() -> Self {
        Self::of(Vec::new())
    }

    /// These, written as HTML.
    #[must_use]
    pub fn of(texts: Vec<&'h str>) -> Self {
        Self { texts, passed: 0 }
    }

    /// Goes to the next text that is this one, if it is near; tells how far it is. A text with a character that HTML
    /// escapes equals none, nor does one with a character that JSON escapes.
    fn find(&mut self, text: &str) -> Option<u64> {
        let ahead = self.texts.get(self.passed..)?;
        let near = &ahead[..ahead.len().min(FURTHEST)];
        let place = near.iter().position(|shown| *shown == text)? + 1;
        self.passed += place;
        u64::try_from(place).ok()
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
