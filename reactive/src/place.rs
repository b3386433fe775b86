//! Where a node was made, for messages: kept in debug builds, of no size and cost in release builds.

use std::panic::Location;

use crate::graph::NodeId;

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

/// The places of nodes, also of those that are gone until their slot is used again. Empty in release builds.
#[derive(Default)]
pub(crate) struct Places(Vec<Option<(NodeId, Place)>>);

impl Places {
    /// Remembers where a node was made.
    #[inline]
    pub(crate) fn set(&mut self, id: NodeId, place: Place) {
        if cfg!(debug_assertions) {
            let slot = id.slot();
            if self.0.len() <= slot {
                self.0.resize(slot + 1, None);
            }
            self.0[slot] = Some((id, place));
        }
    }

    /// Forgets the places of slots that were given back.
    pub(crate) fn trim(&mut self, slots: usize) {
        self.0.truncate(slots);
        self.0.shrink_to_fit();
    }

    /// Where a node was made.
    pub(crate) fn get(&self, id: NodeId) -> Option<Place> {
        let (found, place) = (*self.0.get(id.slot())?)?;
        (found == id).then_some(place)
    }
}
