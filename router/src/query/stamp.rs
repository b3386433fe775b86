//! When a value was read, so that a late answer never replaces a newer one.

use serde::{Deserialize, Serialize};

/// The moment a read began: instance and boot of the server, and a counter that grows within the boot.
///
/// ```
/// use limosa_router::{Stamp, StampOrder};
///
/// let (first, second) = (Stamp::from("a-1-9"), Stamp::from("a-1-a"));
/// assert_eq!(second.order(&first), StampOrder::Newer);
/// assert_eq!(second.order(&Stamp::from("b-1-1")), StampOrder::OtherBoot);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stamp(String);

/// How one stamp stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampOrder {
    /// It began before the other.
    Older,
    /// It is the same read.
    Same,
    /// It began after the other.
    Newer,
    /// They are of different boots or instances and cannot be compared.
    OtherBoot,
}

impl Stamp {
    /// The stamp as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How this stamp stands to another one.
    #[must_use]
    pub fn order(&self, other: &Self) -> StampOrder {
        let (Some((boot, counter)), Some((other_boot, other_counter))) =
            (self.parts(), other.parts())
        else {
            return StampOrder::OtherBoot;
        };
        if boot != other_boot {
            StampOrder::OtherBoot
        } else if counter < other_counter {
            StampOrder::Older
        } else if counter == other_counter {
            StampOrder::Same
        } else {
            StampOrder::Newer
        }
    }

    fn parts(&self) -> Option<(&str, u64)> {
        let (boot, counter) = self.0.rsplit_once('-')?;
        Some((boot, u64::from_str_radix(counter, 16).ok()?))
    }
}

impl From<String> for Stamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Stamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
