//! The owner tree: adding nodes below an owner and taking them out again.

use std::any::{Any, TypeId};
use std::rc::Rc;

use super::{CONTEXTS, Graph, INERT, Index, Kind, NOBODY, NodeId};
use crate::cell::NodeCell;

/// What is left of a node that was taken out, to be dropped or run outside the graph.
pub(crate) struct Removed {
    pub(crate) id: NodeId,
    pub(crate) kind: Kind,
    pub(crate) cell: Option<NodeCell>,
    #[expect(dead_code, reason = "dropped with the rest, outside the graph")]
    contexts: Option<Vec<(TypeId, Rc<dyn Any>)>>,
}

impl Graph {
    /// Adds a node below `parent`; a null parent makes a root, a parent that is gone sends it to the limbo.
    pub(crate) fn insert(
        &mut self,
        kind: Kind,
        flags: u8,
        parent: NodeId,
        cell: NodeCell,
    ) -> NodeId {
        let id = self.nodes.insert(kind, flags, cell);
        if !parent.is_null() {
            let parent = self.living_owner(parent);
            self.adopt(parent, id.index());
        }
        id
    }

    fn adopt(&mut self, parent: Index, child: Index) {
        let owner = self.nodes.at_mut(parent);
        let older = std::mem::replace(&mut owner.youngest, child);
        let inherited = owner.flags & INERT;
        let node = self.nodes.at_mut(child);
        node.parent = parent;
        node.flags |= inherited;
        node.older = older;
        if let Some(older) = self.nodes.find_mut(older) {
            older.younger = child;
        }
    }

    fn living_owner(&mut self, parent: NodeId) -> Index {
        if self.nodes.contains(parent) {
            return parent.index();
        }
        if !self.nodes.contains(self.limbo) {
            let cell = NodeCell::new((), ());
            self.limbo = self.nodes.insert(Kind::Owner, INERT, cell);
        }
        self.limbo.index()
    }

    /// The owner of what was made below owners that were gone, if there is any.
    pub(crate) fn take_limbo(&mut self) -> Option<NodeId> {
        let limbo = std::mem::take(&mut self.limbo);
        self.nodes.contains(limbo).then_some(limbo)
    }

    /// Takes out the node that has to go next when everything below `root` is disposed: the youngest first, children
    /// before parents. `None` when nothing is left; `root` itself stays unless `whole`. `at` is where the last call
    /// stopped, so that a whole tree costs one step per node however deep it is.
    pub(crate) fn take_next_below(
        &mut self,
        root: NodeId,
        whole: bool,
        at: &mut NodeId,
    ) -> Option<Removed> {
        if !self.nodes.contains(*at) {
            *at = root;
        }
        let mut node = self.nodes.get(*at)?;
        let mut id = at.index();
        while node.youngest != NOBODY {
            id = node.youngest;
            node = self.nodes.at(id);
        }
        let is_root = id == root.index();
        if is_root && !whole {
            return None;
        }
        *at = if is_root {
            NodeId::NULL
        } else {
            self.nodes.id(node.parent)
        };
        Some(self.take(id))
    }

    /// Takes out a node without children.
    fn take(&mut self, index: Index) -> Removed {
        self.links.isolate(&mut self.nodes, index);
        let id = self.nodes.id(index);
        let node = self.nodes.at(index);
        let (parent, older, younger) = (node.parent, node.older, node.younger);
        let (kind, flags) = (node.kind, node.flags);
        if let Some(younger) = self.nodes.find_mut(younger) {
            younger.older = older;
        } else if let Some(parent) = self.nodes.find_mut(parent) {
            parent.youngest = older;
        }
        if let Some(older) = self.nodes.find_mut(older) {
            older.younger = younger;
        }
        let contexts = (flags & CONTEXTS != 0)
            .then(|| self.contexts.remove(&index))
            .flatten();
        let cell = self.nodes.remove(index);
        Removed {
            id,
            kind,
            cell,
            contexts,
        }
    }
}
