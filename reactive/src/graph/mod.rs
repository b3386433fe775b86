//! The graph of one thread: nodes, edges and the owner tree. Nothing in here runs foreign code.

mod cursor;
mod links;
mod mark;
mod node;
mod nodes;
mod queue;
mod tree;
mod wave;

pub(crate) use cursor::Interrupted;
pub(crate) use links::{LinkId, Links, NONE};
pub(crate) use node::{
    CONTEXTS, DIRTY, FAILED, Flags, INERT, Kind, LEFT, MEMO, NESTED, Node, OWNS, PENDING, RUNNING,
    STALE, USERS,
};
pub(crate) use nodes::{Index, NOBODY, NodeId, Nodes};
pub(crate) use tree::Removed;

use std::any::{Any, TypeId};
use std::rc::Rc;

use crate::place::{Place, Places};
use queue::Queues;
use wave::Wave;

/// The contexts of one owner; boxed, as most have none.
type Contexts = Box<Vec<(TypeId, Rc<dyn Any>)>>;

/// All nodes and edges of a thread.
pub(crate) struct Graph {
    pub(crate) nodes: Nodes,
    pub(crate) links: Links,
    queues: Queues,
    /// By owner, in ascending order: few have any, and a tree would be a tenth of a small app.
    contexts: Vec<(Index, Contexts)>,
    places: Places,
    /// Owner of what is made below an owner that is already gone.
    limbo: NodeId,
    wave: Wave,
    /// Memos that perhaps nobody reads any more.
    left: Vec<Index>,
    /// Where walks up the sources came from.
    pub(crate) path: Vec<(LinkId, Index)>,
}

impl Graph {
    pub(crate) fn new() -> Self {
        Self {
            nodes: Nodes::new(),
            links: Links::new(),
            queues: Queues::new(),
            contexts: Vec::new(),
            places: Places::default(),
            limbo: NodeId::NULL,
            wave: Wave::new(),
            left: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Subscribes the run under way to something that lives, if it tracks what it reads.
    #[inline(always)]
    pub(crate) fn track(&mut self, source: NodeId) {
        self.links.track(&mut self.nodes, source);
    }

    /// Whether any effect waits, a memo may have lost its readers, or anything was made below an owner that was gone.
    #[inline]
    pub(crate) fn has_work(&self) -> bool {
        !(self.queues.is_empty() && self.limbo.is_null() && self.left.is_empty())
    }

    /// Whether there is something to be given back.
    #[inline]
    pub(crate) fn is_untidy(&self) -> bool {
        !self.left.is_empty() || !self.limbo.is_null() || self.nodes.is_sparse()
    }

    /// Asks for a flush although no effect waits.
    pub(crate) fn need_flush(&mut self) {
        self.queues.push(USERS, NodeId::NULL);
    }

    /// Gives back memory when most of what was there is gone.
    pub(crate) fn trim_if_sparse(&mut self) {
        if self.nodes.is_sparse() {
            self.nodes.trim();
            self.links.trim();
            self.places.trim(self.nodes.slots());
            self.wave = Wave::new();
            self.left.shrink_to(0);
            self.path.shrink_to(0);
            self.queues.trim();
        }
    }

    /// Takes the next effect that may have to run, render effects first; with its flags.
    #[inline(always)]
    pub(crate) fn pop_queued(&mut self) -> Option<(NodeId, Flags)> {
        loop {
            let id = self.queues.pop()?;
            let flags = self.nodes.get(id).map_or(0, |node| node.flags);
            if flags & (DIRTY | PENDING) != 0 {
                return Some((id, flags));
            }
        }
    }

    /// The outermost memo or effect above a node that may have to run.
    #[inline(never)]
    pub(crate) fn outermost_stale_owner(&self, id: NodeId) -> Option<NodeId> {
        let is_stale = |at: &Index| self.nodes.at(*at).flags & (DIRTY | PENDING) != 0;
        let stale = self.upwards(id).skip(1).filter(is_stale);
        stale.last().map(|at| self.nodes.id(at))
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
        let place = self.contexts_of(owner.index()).unwrap_or_else(|place| {
            self.contexts
                .insert(place, (owner.index(), Contexts::default()));
            place
        });
        let contexts = &mut self.contexts[place].1;
        match contexts.iter_mut().find(|(found, _)| *found == class) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                contexts.push((class, value));
                None
            }
        }
    }

    /// Where the contexts of an owner are, or would be.
    fn contexts_of(&self, owner: Index) -> Result<usize, usize> {
        self.contexts
            .binary_search_by_key(&owner, |(owner, _)| *owner)
    }

    /// Takes out the contexts of an owner.
    fn take_contexts(&mut self, owner: Index) -> Option<Contexts> {
        let place = self.contexts_of(owner).ok()?;
        Some(self.contexts.remove(place).1)
    }

    /// The context of a type that is nearest to `from` on the way to its root.
    pub(crate) fn find_context(&self, from: NodeId, class: TypeId) -> Option<Rc<dyn Any>> {
        self.upwards(from).find_map(|at| {
            let contexts = match self.nodes.at(at).flags & CONTEXTS {
                0 => return None,
                _ => &self.contexts[self.contexts_of(at).ok()?].1,
            };
            let found = contexts.iter().find(|(found, _)| *found == class);
            found.map(|(_, value)| Rc::clone(value))
        })
    }

    /// A running memo, if `id` was not made below one.
    pub(crate) fn memo_outside(&self, id: NodeId) -> Option<NodeId> {
        let computes = |node: &Node| node.kind == Kind::Memo && node.flags & RUNNING != 0;
        if self.upwards(id).any(|at| computes(self.nodes.at(at))) {
            return None;
        }
        let found = self.nodes.iter().find(|(_, node)| computes(node));
        found.map(|(id, _)| id)
    }

    /// A node, if it lives, and everything above it.
    fn upwards(&self, from: NodeId) -> impl Iterator<Item = Index> {
        let first = self.nodes.contains(from).then_some(from.index());
        std::iter::successors(first, |at| {
            let parent = self.nodes.kin(*at).parent;
            (parent != NOBODY).then_some(parent)
        })
    }
}
