//! The one error of this module.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

use serde::{de, ser};

/// A text or a value that is not as it should be; where and why nobody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl Display for Malformed {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("malformed JSON")
    }
}

impl Error for Malformed {}

impl de::Error for Malformed {
    #[inline]
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl ser::Error for Malformed {
    #[inline]
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}
