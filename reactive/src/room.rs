//! Room for what is about to be made many times over.

use crate::runtime::runtime;

/// How many nodes and edges there are, so that it is known what the first of many take.
///
/// What lies in lists that grow by themselves is copied again and again, and leaves holes, which a browser never takes back.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    nodes: usize,
    edges: u32,
}

impl Room {
    /// What there is now.
    #[must_use]
    pub fn now() -> Self {
        let graph = runtime().graph.open();
        Self {
            nodes: graph.nodes.len(),
            edges: graph.links.added(),
        }
    }

    /// Makes room for `more` of what `made` were made of since. Costs a copy of what there is, if there is no room yet.
    ///
    /// ```
    /// use limosa_reactive::{Room, RwSignal};
    /// let room = Room::now();
    /// let mut rows: Vec<RwSignal<i32>> = (0..10).map(RwSignal::new).collect();
    /// room.reserve(10, 9_990);
    /// rows.extend((10..10_000).map(RwSignal::new));
    /// ```
    pub fn reserve(self, made: usize, more: usize) {
        let mut graph = runtime().graph.open();
        let nodes = graph.nodes.len().saturating_sub(self.nodes);
        let edges = graph.links.added().wrapping_sub(self.edges) as usize;
        let made = made.max(1);
        graph.nodes.reserve(nodes.saturating_mul(more) / made);
        graph.links.reserve(edges.saturating_mul(more) / made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Owner, RenderEffect, RwSignal};

    fn rows(count: usize) {
        for _ in 0..count {
            let signal = RwSignal::new(1);
            RenderEffect::new(move || signal.track());
        }
    }

    fn slots() -> (usize, usize) {
        let graph = runtime().graph.open();
        (graph.nodes.slots(), graph.links.slots())
    }

    #[test]
    fn what_room_was_made_for_finds_it() {
        let owner = Owner::new_root();
        owner.with(|| {
            let before = slots();
            for _ in 0..3 {
                let room = Room::now();
                rows(10);
                room.reserve(10, 10_000);
                let reserved = slots();
                rows(10_000);
                assert_eq!(slots(), reserved);
                assert!(reserved.0 > before.0 + 20_000 && reserved.1 > before.1 + 10_000);
            }
        });
        owner.dispose();
    }
}
