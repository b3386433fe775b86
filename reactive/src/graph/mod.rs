//! The graph of one thread: nodes, edges and the owner tree. Nothing in here runs foreign code.

mod links;
mod mark;
mod node;
mod nodes;
mod tree;

pub(crate) use links::{LinkId, Links, NONE};
pub(crate) use node::{CONTEXTS, DIRTY, FAILED, INERT, Kind, Node, PENDING, QUEUED, RUNNING};
pub(crate) use nodes::{Index, NOBODY, NodeId, Nodes};
pub(crate) use tree::Removed;

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use crate::place::{Place, Places};

type Contexts = Vec<(TypeId, Rc<dyn Any>)>;

/// An effect that may have to run.
pub(crate) struct Queued {
    pub(crate) effect: NodeId,
    pub(crate) is_users: bool,
    /// Whether it is known already that it must run.
    pub(crate) is_dirty: bool,
    /// Whether something it belongs to may have to run before it.
    pub(crate) has_stale_owner: bool,
}

/// All nodes and edges of a thread.
pub(crate) struct Graph {
    pub(crate) nodes: Nodes,
    pub(crate) links: Links,
    /// Effects to run: render effects, user effects.
    pub(crate) queues: [VecDeque<NodeId>; 2],
    contexts: BTreeMap<Index, Contexts>,
    places: Places,
    /// Owner of what is made below an owner that is already gone.
    limbo: NodeId,
    /// Edges where a wave of marks still has to go on.
    marks: Vec<LinkId>,
    /// Where walks up the sources came from.
    pub(crate) path: Vec<(LinkId, Index)>,
}

impl Graph {
    pub(crate) fn new() -> Self {
        Self {
            nodes: Nodes::new(),
            links: Links::new(),
            queues: [VecDeque::new(), VecDeque::new()],
            contexts: BTreeMap::new(),
            places: Places::default(),
            limbo: NodeId::default(),
            marks: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Whether any effect waits, or anything was made below an owner that was gone.
    #[inline]
    pub(crate) fn has_work(&self) -> bool {
        !(self.queues[0].is_empty() && self.queues[1].is_empty() && self.limbo.is_null())
    }

    /// Gives back memory when most of what was there is gone.
    pub(crate) fn trim_if_sparse(&mut self) {
        if self.nodes.is_sparse() {
            self.nodes.trim();
            self.links.trim();
            self.places.trim(self.nodes.slots());
            self.marks.shrink_to(0);
            self.path.shrink_to(0);
            self.queues.iter_mut().for_each(|queue| queue.shrink_to(0));
        }
    }

    /// Takes the next effect that may have to run, render effects first.
    pub(crate) fn pop_queued(&mut self) -> Option<Queued> {
        loop {
            let [render, user] = &mut self.queues;
            let id = render.pop_front().or_else(|| user.pop_front())?;
            let Some(node) = self.nodes.get_mut(id) else {
                continue;
            };
            node.flags &= !QUEUED;
            if node.flags & (DIRTY | PENDING) != 0 {
                return Some(Queued {
                    effect: id,
                    is_users: node.kind == Kind::UserEffect,
                    is_dirty: node.flags & DIRTY != 0,
                    has_stale_owner: self.outermost_stale_owner(id).is_some(),
                });
            }
        }
    }

    /// The outermost memo or effect above a node that may have to run.
    pub(crate) fn outermost_stale_owner(&self, id: NodeId) -> Option<NodeId> {
        let mut found = None;
        let mut at = self.nodes.get(id)?.parent;
        while let Some(node) = self.nodes.find(at) {
            if node.flags & (DIRTY | PENDING) != 0 {
                found = Some(self.nodes.id(at));
            }
            at = node.parent;
        }
        found
    }

    /// Remembers where a node was made.
    pub(crate) fn set_place(&mut self, id: NodeId, place: Place) {
        self.places.set(id, place);
    }

    /// Where a node was made: also for one that is gone, as long as its slot was not used again.
    pub(crate) fn place(&self, id: NodeId) -> Option<Place> {
        self.places.get(id)
    }

    /// Adds or replaces a context of an owner; gives back what it replaced, to be dropped by the caller.
    pub(crate) fn set_context(
        &mut self,
        owner: NodeId,
        class: TypeId,
        value: Rc<dyn Any>,
    ) -> Option<Rc<dyn Any>> {
        self.nodes.at_mut(owner.index()).flags |= CONTEXTS;
        let contexts = self.contexts.entry(owner.index()).or_default();
        match contexts.iter_mut().find(|(found, _)| *found == class) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                contexts.push((class, value));
                None
            }
        }
    }

    /// The context of a type that is nearest to `from` on the way to its root.
    pub(crate) fn find_context(&self, from: NodeId, class: TypeId) -> Option<Rc<dyn Any>> {
        let mut next = self.nodes.get(from).map(|node| (from.index(), node));
        while let Some((at, node)) = next {
            if node.flags & CONTEXTS != 0
                && let Some(contexts) = self.contexts.get(&at)
                && let Some((_, value)) = contexts.iter().find(|(found, _)| *found == class)
            {
                return Some(Rc::clone(value));
            }
            next = self
                .nodes
                .find(node.parent)
                .map(|above| (node.parent, above));
        }
        None
    }

    /// A running memo, if `id` was not made below one.
    pub(crate) fn memo_outside(&self, id: NodeId) -> Option<NodeId> {
        let computes = |node: &Node| node.kind == Kind::Memo && node.flags & RUNNING != 0;
        let mut above = self.nodes.get(id);
        while let Some(node) = above {
            if computes(node) {
                return None;
            }
            above = self.nodes.find(node.parent);
        }
        let found = self.nodes.iter().find(|(_, node)| computes(node));
        found.map(|(id, _)| id)
    }
}
