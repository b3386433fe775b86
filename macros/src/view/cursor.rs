//! A cursor over the tokens of a view, with the few questions its parser asks.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// Reads tokens one by one.
pub(crate) struct Cursor {
    tokens: Vec<TokenTree>,
    position: usize,
    /// Where the input ends, for errors there.
    end: Span,
}

impl Cursor {
    pub(crate) fn new(stream: TokenStream, end: Span) -> Self {
        Self {
            tokens: stream.into_iter().collect(),
            position: 0,
            end,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.position >= self.tokens.len()
    }

    pub(crate) fn peek(&self) -> Option<&TokenTree> {
        self.peek_at(0)
    }

    pub(crate) fn peek_at(&self, offset: usize) -> Option<&TokenTree> {
        self.tokens.get(self.position + offset)
    }

    pub(crate) fn next(&mut self) -> Option<TokenTree> {
        let token = self.tokens.get(self.position).cloned();
        self.position += 1;
        token
    }

    /// The place of the next token, or the end.
    pub(crate) fn span(&self) -> Span {
        self.peek().map_or(self.end, TokenTree::span)
    }

    pub(crate) fn is_punct(&self, offset: usize, wanted: char) -> bool {
        matches!(self.peek_at(offset), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
    }

    /// Takes a punctuation character if it is next.
    pub(crate) fn eat(&mut self, wanted: char) -> bool {
        let found = self.is_punct(0, wanted);
        if found {
            self.position += 1;
        }
        found
    }

    pub(crate) fn peek_ident(&self) -> Option<&Ident> {
        match self.peek() {
            Some(TokenTree::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    pub(crate) fn peek_braces(&self) -> Option<&Group> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group),
            _ => None,
        }
    }

    /// Whether `::` is next.
    pub(crate) fn is_path_separator(&self) -> bool {
        self.is_punct(0, ':') && self.is_punct(1, ':')
    }
}
