//! Where a node was made, for messages: kept in debug builds, of no size and cost in release builds.

use std::panic::Location;

/// A place in the source of the app.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    #[cfg(debug_assertions)]
    location: &'static Location<'static>,
}

impl Place {
    /// The caller's place.
    #[track_caller]
    #[cfg_attr(
        not(debug_assertions),
        allow(clippy::missing_const_for_fn, reason = "const in one profile only")
    )]
    pub(crate) fn here() -> Self {
        Self {
            #[cfg(debug_assertions)]
            location: Location::caller(),
        }
    }

    /// The place, where it is known.
    pub(crate) fn location(self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return Some(self.location);
        #[cfg(not(debug_assertions))]
        None
    }
}
