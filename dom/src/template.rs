//! What `view!` knows before anything runs: the HTML of a root element, where its holes are, and names.

use std::sync::atomic::{AtomicU32, Ordering};

/// The static part of one root element. Made by `view!`, one per place in the source.
#[derive(Debug)]
#[allow(dead_code, reason = "each side reads its half")]
pub struct Template {
    /// Browser: what is parsed once and cloned.
    pub(crate) html: &'static str,
    /// Server: what is written before each value and behind the last, and how many text nodes that has.
    pub(crate) pieces: &'static [(&'static str, u32)],
    /// Server: whether an element holds text that is none for the browser.
    pub(crate) hides_texts: bool,
    /// Browser: the steps from the root to all marked nodes.
    pub(crate) walk: &'static str,
    /// Marked nodes besides the root.
    pub(crate) marks: u32,
    /// 0 HTML, 1 SVG, 2 MathML.
    pub(crate) namespace: u32,
    number: Number,
}

impl Template {
    /// As the server needs it.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_server(pieces: &'static [(&'static str, u32)], hides_texts: bool) -> Self {
        Self {
            html: "",
            pieces,
            hides_texts,
            walk: "",
            marks: 0,
            namespace: 0,
            number: Number::new(),
        }
    }

    /// As the browser needs it.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_browser(
        html: &'static str,
        walk: &'static str,
        marks: u32,
        namespace: u32,
    ) -> Self {
        Self {
            html,
            pieces: &[],
            hides_texts: false,
            walk,
            marks,
            namespace,
            number: Number::new(),
        }
    }

    #[allow(dead_code, reason = "only the browser numbers")]
    pub(crate) fn number(&self) -> &Number {
        &self.number
    }
}

/// The name of an attribute, class, property or event, which the browser hears of once.
#[derive(Debug)]
#[allow(dead_code, reason = "only the browser numbers names")]
pub struct Name {
    pub(crate) text: &'static str,
    number: Number,
}

impl Name {
    /// A name; `view!` puts it in a static.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            number: Number::new(),
        }
    }

    #[allow(dead_code, reason = "only the browser numbers")]
    pub(crate) fn number(&self) -> &Number {
        &self.number
    }
}

/// Under which number the browser's side knows something static; 0 until it does.
#[derive(Debug)]
#[allow(dead_code, reason = "only the browser numbers")]
pub(crate) struct Number(AtomicU32);

#[allow(dead_code, reason = "only the browser numbers")]
impl Number {
    const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    pub(crate) fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, number: u32) {
        self.0.store(number, Ordering::Relaxed);
    }
}
