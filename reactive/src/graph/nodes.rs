//! The nodes of a thread: slots that are used again, and keys that never are.
//!
//! Inside the graph a node is an index, and the lists of the graph only hold indices of living nodes; a handle is an
//! index with a generation, checked when it is opened. A slot whose generations are used up is not used again, so that
//! a key of something gone stays that for ever.

use slotmap::{KeyData, SlotMap};

use super::node::{Kind, Node};
use crate::cell::NodeCell;

/// Index of a node inside the graph.
pub(crate) type Index = u32;

/// A generation no key has: those of slot maps are odd.
const UNUSED: u32 = 0;

/// The last generation before a slot map would begin anew.
const LAST_GENERATION: u32 = u32::MAX;

/// No node.
pub(crate) const NOBODY: Index = Index::MAX;

slotmap::new_key_type! {
    /// Key of a node: slot and generation.
    pub(crate) struct NodeId;
}

impl NodeId {
    /// The key of no node.
    pub(crate) const NULL: Self = Self::of(NOBODY, 1);

    const fn of(index: Index, generation: u32) -> Self {
        Self(KeyData::from_ffi((generation as u64) << 32 | index as u64))
    }

    #[inline]
    pub(crate) fn is_null(self) -> bool {
        self.index() == NOBODY
    }

    /// The index; only of use where the node is known to live.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
    pub(crate) fn index(self) -> Index {
        self.number() as Index
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the upper half is meant")]
    fn generation(self) -> u32 {
        (self.number() >> 32) as u32
    }

    /// A number that no other node of the thread has.
    #[inline]
    pub(crate) fn number(self) -> u64 {
        self.0.as_ffi()
    }
}

/// All slots. A slot map issues the keys; what the graph works on lies beside it under the same indices.
pub(crate) struct Nodes {
    keys: SlotMap<NodeId, ()>,
    slots: Vec<Node>,
    /// The number of living nodes below which room is given back.
    sparse: usize,
}

/// Nodes whose room is kept whatever happens.
const KEPT: usize = 256;

impl Nodes {
    pub(crate) fn new() -> Self {
        Self {
            keys: SlotMap::with_key(),
            slots: Vec::new(),
            sparse: 0,
        }
    }

    /// How many nodes live.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// How many places there are, used and free.
    pub(crate) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The node of a key, if it still lives.
    #[inline]
    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        let node = self.slots.get(id.index() as usize)?;
        (node.generation == id.generation()).then_some(node)
    }

    /// The node of a key, if it still lives.
    #[inline]
    pub(crate) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        let node = self.slots.get_mut(id.index() as usize)?;
        (node.generation == id.generation()).then_some(node)
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
        NodeId::of(index, self.at(index).generation)
    }

    /// The keys and nodes that live, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        let slots = (0..).zip(&self.slots);
        let living = slots.filter(|(_, node)| node.cell.is_some());
        living.map(|(index, node)| (NodeId::of(index, node.generation), node))
    }

    /// Adds a node that is in no list yet.
    pub(crate) fn insert(&mut self, kind: Kind, flags: u8, cell: NodeCell) -> NodeId {
        let id = self.keys.insert(());
        let node = |generation, cell| Node::new(kind, flags, generation, cell);
        let index = id.index() as usize;
        if index < self.slots.len() {
            self.slots[index] = node(id.generation(), Some(cell));
        } else {
            // The slot map leaves its first slot out, so that place is there but never a node's.
            while self.slots.len() < index {
                self.slots.push(node(UNUSED, None));
            }
            self.slots.push(node(id.generation(), Some(cell)));
            self.sparse = self.slots.len() / 4;
        }
        id
    }

    /// Takes out a node that is in no list any more.
    pub(crate) fn remove(&mut self, index: Index) -> Option<NodeCell> {
        let id = self.id(index);
        let slot = self.at_mut(index);
        let cell = slot.cell.take();
        slot.generation = UNUSED;
        // A slot whose generations are used up stays taken.
        if id.generation() != LAST_GENERATION {
            self.keys.remove(id);
        }
        cell
    }

    /// Whether most places are free, so that it pays to give some back.
    #[inline]
    pub(crate) fn is_sparse(&self) -> bool {
        self.slots.len() > KEPT && self.keys.len() < self.sparse
    }

    /// Gives back the places behind the last node that lives; their keys stay with the slot map.
    pub(crate) fn trim(&mut self) {
        let used = self.slots.iter().rposition(|node| node.cell.is_some());
        self.slots.truncate(used.map_or(0, |last| last + 1));
        self.slots.shrink_to(KEPT);
        self.sparse = self.keys.len().min(self.slots.len()) / 4;
    }
}
