//! URL patterns: `/products/:id`, `/docs/:page?`, `/files/*path`.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

/// A pattern, taken apart. Owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    segments: Vec<Segment>,
}

/// One part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// This text.
    Fixed(String),
    /// `:name`: one part.
    Parameter(String),
    /// `:name?`: one part or none.
    Optional(String),
    /// `*name`: all the rest, which may be nothing.
    Splat(String),
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

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// If something follows a splat or a name occurs twice.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let segments: Vec<Segment> = text
            .split('/')
            .filter(|part| !part.is_empty())
            .map(Segment::parse)
            .collect();
        let splat = segments
            .iter()
            .position(|segment| matches!(segment, Segment::Splat(_)));
        if splat.is_some_and(|place| place + 1 < segments.len()) {
            return Err(PatternError::AfterSplat);
        }
        let names: Vec<&str> = segments.iter().filter_map(Segment::name).collect();
        if names
            .iter()
            .enumerate()
            .any(|(place, name)| names[..place].contains(name))
        {
            return Err(PatternError::RepeatedName);
        }
        if segments
            .iter()
            .filter(|segment| matches!(segment, Segment::Optional(_)))
            .count()
            > 8
        {
            return Err(PatternError::TooManyOptional);
        }
        Ok(Self { segments })
    }

    /// The pattern once with and once without each optional part; none is left in them.
    pub(crate) fn variants(&self) -> Vec<Vec<Segment>> {
        let mut variants = vec![Vec::new()];
        for segment in &self.segments {
            if let Segment::Optional(name) = segment {
                let without = variants.clone();
                variants
                    .iter_mut()
                    .for_each(|variant| variant.push(Segment::Parameter(name.clone())));
                variants.extend(without);
            } else {
                variants
                    .iter_mut()
                    .for_each(|variant| variant.push(segment.clone()));
            }
        }
        variants
    }
}

impl Segment {
    fn parse(part: &str) -> Self {
        if let Some(name) = part.strip_prefix('*') {
            Self::Splat(name.to_owned())
        } else if let Some(name) = part.strip_prefix(':') {
            match name.strip_suffix('?') {
                Some(name) => Self::Optional(name.to_owned()),
                None => Self::Parameter(name.to_owned()),
            }
        } else {
            Self::Fixed(part.to_owned())
        }
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Fixed(_) => None,
            Self::Parameter(name) | Self::Optional(name) | Self::Splat(name) => Some(name),
        }
    }
}
