//! Why a parameter of a URL has no value.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

use serde::{de, ser};

/// Why a parameter of a URL has no value of its type. `Copy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueError {
    /// It is not there.
    Missing,
    /// It is there and is no value of the type.
    Invalid,
}

impl Display for ValueError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "the parameter is missing",
            Self::Invalid => "the parameter has another form",
        })
    }
}

impl Error for ValueError {}

impl de::Error for ValueError {
    fn custom<T: Display>(_: T) -> Self {
        Self::Invalid
    }
}

impl ser::Error for ValueError {
    fn custom<T: Display>(_: T) -> Self {
        Self::Invalid
    }
}
