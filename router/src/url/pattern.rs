//! URL patterns: `/products/:id`, `/docs/:page?`, `/files/*path`.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

/// A pattern that can be matched. Borrowed: its text is read where it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern<'t>(&'t str);

/// One part of a pattern.
pub(super) enum Part<'t> {
    /// This text.
    Fixed(&'t str),
    /// `:name`: one part.
    Parameter(&'t str),
    /// `:name?`: one part or none.
    Optional(&'t str),
    /// `*name`: all the rest, which may be nothing.
    Splat(&'t str),
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternError {
    /// Something follows a splat.
    AfterSplat,
    /// A name occurs twice, perhaps in a page and in its parent.
    RepeatedName,
    /// It has more optional parameters than the eight that are allowed.
    TooManyOptional,
}

impl Display for PatternError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
}

impl PatternError {
    /// The message.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::AfterSplat => "nothing can follow a splat",
            Self::RepeatedName => "a parameter occurs twice, perhaps in a page and its parent",
            Self::TooManyOptional => "more than eight optional parameters",
        }
    }
}

impl Error for PatternError {}

impl<'t> Pattern<'t> {
    /// Reads a pattern.
    ///
    /// # Errors
    /// If something follows a splat or a name occurs twice.
    pub fn parse(text: &'t str) -> Result<Self, PatternError> {
        let mut parts = Self(text).parts();
        if parts.any(|part| matches!(part, Part::Splat(_))) && parts.next().is_some() {
            return Err(PatternError::AfterSplat);
        }
        let names: Vec<&str> = Self(text).parts().filter_map(Part::name).collect();
        let mut places = names.iter().enumerate();
        if places.any(|(place, name)| names[..place].contains(name)) {
            return Err(PatternError::RepeatedName);
        }
        let optional = Self(text)
            .parts()
            .filter(|part| matches!(part, Part::Optional(_)));
        if optional.count() > 8 {
            return Err(PatternError::TooManyOptional);
        }
        Ok(Self(text))
    }

    /// A pattern that has been read before, on the server or in a debug build.
    pub(crate) const fn known(text: &'t str) -> Self {
        Self(text)
    }

    /// Its first part, and what follows.
    pub(super) fn split_first(self) -> Option<(Part<'t>, Self)> {
        let text = self.0.trim_start_matches('/');
        let (part, rest) = text.split_once('/').unwrap_or((text, ""));
        let kind = part.bytes().next()?;
        let name = part.strip_prefix(['*', ':']).unwrap_or(part);
        let part = match (kind, name.strip_suffix('?')) {
            (b'*', _) => Part::Splat(name),
            (b':', Some(name)) => Part::Optional(name),
            (b':', None) => Part::Parameter(name),
            _ => Part::Fixed(name),
        };
        Some((part, Self(rest)))
    }

    fn parts(self) -> impl Iterator<Item = Part<'t>> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let (part, after) = rest.split_first()?;
            rest = after;
            Some(part)
        })
    }
}

impl<'t> Part<'t> {
    fn name(self) -> Option<&'t str> {
        match self {
            Self::Fixed(_) => None,
            Self::Parameter(name) | Self::Optional(name) | Self::Splat(name) => Some(name),
        }
    }
}
