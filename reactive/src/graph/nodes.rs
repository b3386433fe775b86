//! The nodes of a thread: slots that are used again, and keys that never are.
//!
//! Inside the graph a node is an index, and the lists of the graph only hold indices of living nodes; a handle is an
//! index with a generation, checked when it is opened. A slot whose generations are used up is not used again, so that
//! a key of something gone stays that for ever.

use super::node::{Kind, Node};
use crate::cell::NodeCell;

/// Index of a node inside the graph.
pub(crate) type Index = u32;

/// No node.
pub(crate) const NOBODY: Index = Index::MAX;

/// Key of a node: slot and generation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct NodeId {
    index: Index,
    generation: u32,
}

impl NodeId {
    /// The key of no node.
    pub(crate) const NULL: Self = Self {
        index: NOBODY,
        generation: 0,
    };

    #[inline]
    pub(crate) fn is_null(self) -> bool {
        self.index == NOBODY
    }

    /// The index; only of use where the node is known to live.
    #[inline]
    pub(crate) fn index(self) -> Index {
        self.index
    }

    /// A number that no other node of the thread has.
    pub(crate) fn number(self) -> u64 {
        u64::from(self.generation) << 32 | u64::from(self.index)
    }
}

impl Default for NodeId {
    fn default() -> Self {
        Self::NULL
    }
}

/// All slots. Free ones hang together by `parent`.
pub(crate) struct Nodes {
    slots: Vec<Node>,
    free: Index,
    living: usize,
}

impl Nodes {
    pub(crate) fn new() -> Self {
        Self {
            slots: Vec::new(),
            free: NOBODY,
            living: 0,
        }
    }

    /// How many nodes live.
    pub(crate) fn len(&self) -> usize {
        self.living
    }

    /// The node of a key, if it still lives.
    #[inline]
    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        let node = self.slots.get(id.index as usize)?;
        (node.generation == id.generation).then_some(node)
    }

    /// The node of a key, if it still lives.
    #[inline]
    pub(crate) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        let node = self.slots.get_mut(id.index as usize)?;
        (node.generation == id.generation).then_some(node)
    }

    /// Whether the node of a key still lives.
    pub(crate) fn contains(&self, id: NodeId) -> bool {
        self.get(id).is_some()
    }

    /// A node that is known to live.
    #[inline]
    pub(crate) fn at(&self, index: Index) -> &Node {
        &self.slots[index as usize]
    }

    /// A node that is known to live.
    #[inline]
    pub(crate) fn at_mut(&mut self, index: Index) -> &mut Node {
        &mut self.slots[index as usize]
    }

    /// A node, unless the index is that of nobody.
    #[inline]
    pub(crate) fn find(&self, index: Index) -> Option<&Node> {
        self.slots.get(index as usize)
    }

    /// A node, unless the index is that of nobody.
    #[inline]
    pub(crate) fn find_mut(&mut self, index: Index) -> Option<&mut Node> {
        self.slots.get_mut(index as usize)
    }

    /// The key of a node that is known to live.
    #[inline]
    pub(crate) fn id(&self, index: Index) -> NodeId {
        let generation = self.at(index).generation;
        NodeId { index, generation }
    }

    /// The keys and nodes that live, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        let slots = (0..).zip(&self.slots);
        let living = slots.filter(|(_, node)| node.cell.is_some());
        living.map(|(index, node)| {
            let generation = node.generation;
            (NodeId { index, generation }, node)
        })
    }

    /// Adds a node that is in no list yet.
    pub(crate) fn insert(&mut self, kind: Kind, flags: u8, cell: NodeCell) -> NodeId {
        self.living += 1;
        let index = self.free;
        if index == NOBODY {
            let index = Index::try_from(self.slots.len()).expect("fewer than 2^32 nodes");
            let generation = 0;
            self.slots.push(Node::new(kind, flags, generation, cell));
            return NodeId { index, generation };
        }
        let slot = self.at_mut(index);
        let next_free = slot.parent;
        let generation = slot.generation;
        *slot = Node::new(kind, flags, generation, cell);
        self.free = next_free;
        NodeId { index, generation }
    }

    /// Takes out a node that is in no list any more.
    pub(crate) fn remove(&mut self, index: Index) -> Option<NodeCell> {
        let free = self.free;
        let slot = self.at_mut(index);
        let cell = slot.cell.take();
        slot.generation = slot.generation.wrapping_add(1);
        if slot.generation != u32::MAX {
            slot.parent = free;
            self.free = index;
        }
        self.living -= 1;
        cell
    }
}
