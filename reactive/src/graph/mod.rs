//! The graph of one thread: nodes, edges and the owner tree. Nothing in here runs foreign code.

mod links;
mod mark;
mod node;
mod tree;

pub(crate) use links::{LinkId, Links, NONE};
pub(crate) use node::{
    CONTEXTS, DIRTY, FAILED, INERT, Kind, Node, NodeId, PENDING, QUEUED, RUNNING,
};
pub(crate) use tree::Removed;

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use slotmap::{SecondaryMap, SlotMap};

use crate::place::Place;

type Contexts = Vec<(TypeId, Rc<dyn Any>)>;

/// All nodes and edges of a thread.
pub(crate) struct Graph {
    pub(crate) nodes: SlotMap<NodeId, Node>,
    pub(crate) links: Links,
    /// Effects to run: render effects, user effects.
    pub(crate) queues: [VecDeque<NodeId>; 2],
    contexts: BTreeMap<NodeId, Contexts>,
    /// Debug builds only; entries outlive their node until its slot is used again.
    places: SecondaryMap<NodeId, Place>,
    /// Owner of what is made below an owner that is already gone.
    limbo: NodeId,
    marks: Vec<LinkId>,
}

impl Graph {
    pub(crate) fn new() -> Self {
        Self {
            nodes: SlotMap::with_key(),
            links: Links::new(),
            queues: [VecDeque::new(), VecDeque::new()],
            contexts: BTreeMap::new(),
            places: SecondaryMap::new(),
            limbo: NodeId::default(),
            marks: Vec::new(),
        }
    }

    /// Whether any effect waits.
    pub(crate) fn has_queued(&self) -> bool {
        !(self.queues[0].is_empty() && self.queues[1].is_empty())
    }

    /// Takes the next effect: render effects first.
    pub(crate) fn pop_queued(&mut self) -> Option<NodeId> {
        let [render, user] = &mut self.queues;
        let id = render.pop_front().or_else(|| user.pop_front())?;
        if let Some(node) = self.nodes.get_mut(id) {
            node.flags &= !QUEUED;
        }
        Some(id)
    }

    /// Remembers where a node was made.
    pub(crate) fn set_place(&mut self, id: NodeId, place: Place) {
        if place.location().is_some() {
            self.places.insert(id, place);
        }
    }

    /// Where a node was made: also for one that is gone, as long as its slot was not used again.
    pub(crate) fn place(&self, id: NodeId) -> Option<Place> {
        self.places.get(id).copied()
    }

    /// Adds or replaces a context of an owner; gives back what it replaced, to be dropped by the caller.
    pub(crate) fn set_context(
        &mut self,
        owner: NodeId,
        class: TypeId,
        value: Rc<dyn Any>,
    ) -> Option<Rc<dyn Any>> {
        self.nodes[owner].flags |= CONTEXTS;
        let contexts = self.contexts.entry(owner).or_default();
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
        let mut at = from;
        while let Some(node) = self.nodes.get(at) {
            if node.flags & CONTEXTS != 0
                && let Some(contexts) = self.contexts.get(&at)
                && let Some((_, value)) = contexts.iter().find(|(found, _)| *found == class)
            {
                return Some(Rc::clone(value));
            }
            at = node.parent;
        }
        None
    }

    /// Whether `id` is `ancestor` or was made below it.
    pub(crate) fn is_below(&self, id: NodeId, ancestor: NodeId) -> bool {
        let mut at = id;
        while let Some(node) = self.nodes.get(at) {
            if at == ancestor {
                return true;
            }
            at = node.parent;
        }
        false
    }
}
