//! The owner tree: adding nodes below an owner and taking them out again.

use std::any::{Any, TypeId};
use std::rc::Rc;

use slotmap::Key;

use super::{CONTEXTS, Graph, INERT, Kind, Node, NodeId};
use crate::cell::NodeCell;

/// What is left of a node that was taken out, to be dropped or run outside the graph.
pub(crate) struct Removed {
    pub(crate) id: NodeId,
    pub(crate) kind: Kind,
    pub(crate) cell: NodeCell,
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
        let parent = self.living_owner(parent);
        let mut node = Node::new(kind, flags, cell);
        let Some(owner) = self.nodes.get(parent) else {
            return self.nodes.insert(node);
        };
        node.parent = parent;
        node.flags |= owner.flags & INERT;
        node.older = owner.youngest;
        let older = owner.youngest;
        let id = self.nodes.insert(node);
        self.nodes[parent].youngest = id;
        if let Some(older) = self.nodes.get_mut(older) {
            older.younger = id;
        }
        id
    }

    fn living_owner(&mut self, parent: NodeId) -> NodeId {
        if parent.is_null() || self.nodes.contains_key(parent) {
            return parent;
        }
        if !self.nodes.contains_key(self.limbo) {
            let cell = NodeCell::new((), ());
            self.limbo = self.nodes.insert(Node::new(Kind::Owner, INERT, cell));
        }
        self.limbo
    }

    /// The owner of what was made below owners that were gone, if there is any.
    pub(crate) fn take_limbo(&mut self) -> Option<NodeId> {
        let limbo = std::mem::take(&mut self.limbo);
        self.nodes.contains_key(limbo).then_some(limbo)
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
        if !self.nodes.contains_key(*at) {
            *at = root;
        }
        let mut id = *at;
        let mut node = self.nodes.get(id)?;
        while !node.youngest.is_null() {
            id = node.youngest;
            node = &self.nodes[id];
        }
        if id == root && !whole {
            return None;
        }
        *at = node.parent;
        if id == root {
            *at = NodeId::null();
        }
        Some(self.take(id))
    }

    /// Takes out a node without children.
    fn take(&mut self, id: NodeId) -> Removed {
        self.links.isolate(&mut self.nodes, id);
        let node = self.nodes.remove(id).expect("the caller found it");
        if let Some(younger) = self.nodes.get_mut(node.younger) {
            younger.older = node.older;
        } else if let Some(parent) = self.nodes.get_mut(node.parent) {
            parent.youngest = node.older;
        }
        if let Some(older) = self.nodes.get_mut(node.older) {
            older.younger = node.younger;
        }
        let contexts = (node.flags & CONTEXTS != 0)
            .then(|| self.contexts.remove(&id))
            .flatten();
        Removed {
            id,
            kind: node.kind,
            cell: node.cell,
            contexts,
        }
    }
}
