//! The owner tree: adding nodes below an owner and taking them out again.

use super::node::{EFFECT, Kin, MEMO, NESTED};
use super::{CONTEXTS, Contexts, Flags, Graph, INERT, Index, Kind, NOBODY, NodeId, OWNS};
use crate::cell::NodeCell;

/// What is left of a node that was taken out, to be dropped or run outside the graph.
pub(crate) struct Removed {
    pub(crate) kind: Kind,
    pub(crate) cell: Option<NodeCell>,
    #[expect(dead_code, reason = "dropped with the rest, outside the graph")]
    contexts: Option<Contexts>,
}

impl Graph {
    /// Adds a node below `parent`; a null parent makes a root, a parent that is gone sends it to the limbo.
    pub(crate) fn insert(
        &mut self,
        kind: Kind,
        flags: Flags,
        parent: NodeId,
        cell: Option<NodeCell>,
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
        let mut inherited = owner.flags & (INERT | NESTED);
        if owner.flags & (MEMO | EFFECT) != 0 {
            inherited |= NESTED;
        }
        owner.flags |= OWNS;
        self.nodes.at_mut(child).flags |= inherited;
        let kin = self.nodes.kin_mut(parent);
        let older = std::mem::replace(&mut kin.youngest, child);
        let kin = self.nodes.kin_mut(child);
        kin.parent = parent;
        kin.older = older;
        if older != NOBODY {
            self.nodes.kin_mut(older).younger = child;
        }
    }

    /// Makes a node that owns nothing belong to another owner.
    pub(crate) fn move_below(&mut self, parent: NodeId, id: NodeId) {
        if self.nodes.contains(id) {
            let parent = self.living_owner(parent);
            self.leave_family(id.index());
            *self.nodes.kin_mut(id.index()) = Kin::ALONE;
            self.nodes.at_mut(id.index()).flags &= !(INERT | NESTED);
            self.adopt(parent, id.index());
        }
    }

    fn living_owner(&mut self, parent: NodeId) -> Index {
        if self.nodes.contains(parent) {
            return parent.index();
        }
        if !self.nodes.contains(self.limbo) {
            self.limbo = self.nodes.insert(Kind::Owner, INERT, None);
        }
        self.limbo.index()
    }

    /// The owner of what was made below owners that were gone, if there is any.
    pub(crate) fn take_limbo(&mut self) -> Option<NodeId> {
        let limbo = std::mem::replace(&mut self.limbo, NodeId::NULL);
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
        self.nodes.get(*at)?;
        let mut id = at.index();
        let mut kin = self.nodes.kin(id);
        while kin.youngest != NOBODY {
            id = kin.youngest;
            kin = self.nodes.kin(id);
        }
        let is_root = id == root.index();
        if is_root && !whole {
            return None;
        }
        *at = if is_root {
            NodeId::NULL
        } else {
            self.nodes.id(kin.parent)
        };
        Some(self.take(id))
    }

    /// Takes out a node without children.
    fn take(&mut self, index: Index) -> Removed {
        self.links.isolate(&mut self.nodes, index);
        self.leave_family(index);
        let node = self.nodes.at(index);
        let (kind, flags) = (node.kind, node.flags);
        let contexts = (flags & CONTEXTS != 0)
            .then(|| self.take_contexts(index))
            .flatten();
        let cell = self.nodes.remove(index);
        Removed {
            kind,
            cell,
            contexts,
        }
    }

    fn leave_family(&mut self, index: Index) {
        let kin = *self.nodes.kin(index);
        if kin.younger != NOBODY {
            self.nodes.kin_mut(kin.younger).older = kin.older;
        } else if kin.parent != NOBODY {
            self.nodes.kin_mut(kin.parent).youngest = kin.older;
            if kin.older == NOBODY {
                self.nodes.at_mut(kin.parent).flags &= !OWNS;
            }
        }
        if kin.older != NOBODY {
            self.nodes.kin_mut(kin.older).younger = kin.younger;
        }
    }
}
