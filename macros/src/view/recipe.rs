//! The static part of one root element: its HTML for the server with the places of the holes, its HTML for the browser with the
//! walk that finds them.
//!
//! The two texts differ only between texts: the server puts a `<!>` wherever two texts would merge, the browser's template one
//! in place of every child hole. The walk is a string of steps, in document order:
//! `d` first child, `n` next sibling, `u` parent, `m` mark an element, `c` mark a child hole, `s` a separator of the server.

use proc_macro2::TokenStream;
use quote::quote;

use super::known::Namespace;

/// What the emitter collects while it goes through one root element.
pub(crate) struct Recipe {
    /// What the server writes before each value and behind the last, and how many texts that has.
    server: Vec<(String, u32)>,
    browser: String,
    /// Whether an element holds text that is none for the browser.
    hides_texts: bool,
    walk: String,
    /// How many nodes have been marked; the root is number 0 and needs no mark.
    marks: u32,
    namespace: Namespace,
}

impl Recipe {
    pub(crate) fn new(namespace: Namespace) -> Self {
        Self {
            server: vec![(String::new(), 0)],
            browser: String::new(),
            hides_texts: false,
            walk: String::new(),
            marks: 0,
            namespace,
        }
    }

    /// Static HTML of both sides.
    pub(crate) fn push(&mut self, html: &str) {
        self.push_server(html);
        self.browser.push_str(html);
    }

    /// A text of its own: HTML of both sides.
    pub(crate) fn push_text(&mut self, html: &str) {
        self.push(html);
        if let Some((_, texts)) = self.server.last_mut().filter(|_| !html.is_empty()) {
            *texts += 1;
        }
    }

    /// From here on nobody knows what is a text.
    pub(crate) fn hide_texts(&mut self) {
        self.hides_texts = true;
    }

    /// Static HTML of the server only.
    pub(crate) fn push_server(&mut self, html: &str) {
        if let Some((piece, _)) = self.server.last_mut() {
            piece.push_str(html);
        }
    }

    /// Static HTML of the browser only.
    pub(crate) fn push_browser(&mut self, html: &str) {
        self.browser.push_str(html);
    }

    /// A place where the server writes a value.
    pub(crate) fn hole(&mut self) {
        self.server.push((String::new(), 0));
    }

    pub(crate) fn step(&mut self, step: char) {
        self.walk.push(step);
    }

    /// Length of the walk so far, for [`Self::truncate`].
    pub(crate) fn position(&self) -> usize {
        self.walk.len()
    }

    /// Forgets the steps after `position`.
    pub(crate) fn truncate(&mut self, position: usize) {
        self.walk.truncate(position);
    }

    /// How many nodes have been marked.
    pub(crate) fn marks(&self) -> u32 {
        self.marks
    }

    /// Marks the node the walk stands at and gives its number.
    pub(crate) fn mark(&mut self, step: char) -> u32 {
        self.walk.push(step);
        self.marks += 1;
        self.marks
    }

    /// A separator, needed wherever two texts meet that the parser of the server's HTML would join.
    pub(crate) fn separate(&mut self) {
        self.push_server("<!>");
        self.walk.push('s');
    }

    /// A separator between a hole and the text after it, to which the walk has just stepped.
    pub(crate) fn separate_before_step(&mut self) {
        let step = self.walk.pop();
        self.separate();
        self.walk.extend(step);
    }

    /// The expression of a `&'static Template`.
    pub(crate) fn finish(&self) -> TokenStream {
        let Self {
            server,
            browser,
            marks,
            hides_texts,
            ..
        } = self;
        let walk = self.walk.trim_end_matches(['u', 'n', 's']);
        let namespace = self.namespace as u32;
        let pieces = server.iter().map(|(piece, _)| piece);
        let texts = server.iter().map(|(_, texts)| texts);
        quote!(
            ::limosa::__private::dom::__private::template!([#(#pieces #texts),*], #hides_texts, #browser, #walk, #marks, #namespace)
        )
    }
}

/// Escapes text.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\r', "&#13;")
}

/// Escapes the value of an attribute in double quotes.
pub(crate) fn escape_attribute(text: &str) -> String {
    escape(text).replace('"', "&quot;")
}
