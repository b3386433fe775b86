//! The nodes of a thread: slots that are used again, and keys that never are.
//!
//! Inside the graph a node is an index, and the lists of the graph only hold indices of living nodes; a handle is an
//! index with a generation, checked when it is opened. A slot whose generations are used up is not used again, so that
//! a key of something gone stays that for ever.

use std::num::NonZeroU64;

use slotmap::{DefaultKey, Key, KeyData, SlotMap};

use super::node::{Flags, Kin, Kind, Node};
use crate::cell::{Arena, NodeCell, Slots};
use crate::side::GIVES_BACK;

/// Index of a node in its arena.
pub(crate) type Index = u32;

/// From one index to the next.
const STEP: Index = Arena::<Node>::STEP;

/// The index of a node's place in the owner tree.
#[inline(always)]
fn kin_index(index: Index) -> u32 {
    const { assert!(STEP.is_multiple_of(Arena::<Kin>::STEP), "only divided") };
    index / (STEP / Arena::<Kin>::STEP)
}

/// A generation no key has: those of slot maps are odd.
const UNUSED: u32 = 0;

/// The last generation that is issued; far enough from where a slot map would begin anew.
const LAST_GENERATION: u32 = u32::MAX / 2;

/// Up to here keys are issued anew where that gives back room, as all slots then go on from the highest generation.
const RENEWED: u32 = LAST_GENERATION / 2;

/// No node.
pub(crate) const NOBODY: Index = Index::MAX;

/// Key of a node: slot and generation, as the slot map has issued them. One word, so that it is moved as one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct NodeId(NonZeroU64);

impl Default for NodeId {
    fn default() -> Self {
        Self::NULL
    }
}

impl NodeId {
    /// The key of no node.
    pub(crate) const NULL: Self = Self::of(NOBODY, 1);

    #[inline(always)]
    pub(super) const fn of(index: Index, generation: u32) -> Self {
        // Generations of keys are odd: the bit is there already.
        match NonZeroU64::new((generation as u64 | 1) << 32 | index as u64) {
            Some(number) => Self(number),
            None => unreachable!(),
        }
    }

    /// What a slot map has issued, whose generations begin above `past`.
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation, reason = "taken apart")]
    fn issued(key: DefaultKey, past: u32) -> Self {
        let number = key.data().as_ffi();
        Self::of(number as Index * STEP, (number >> 32) as u32 + past)
    }

    /// As the slot map knows it: what it has taken over has the first of its generations.
    #[inline(always)]
    fn key(self, past: u32) -> DefaultKey {
        let generation = u64::from(self.generation().saturating_sub(past) | 1);
        KeyData::from_ffi(generation << 32 | self.slot() as u64).into()
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

    /// The number of the slot.
    #[inline]
    pub(crate) fn slot(self) -> usize {
        (self.index() / STEP) as usize
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the upper half is meant")]
    pub(super) fn generation(self) -> u32 {
        (self.number() >> 32) as u32
    }

    /// A number that no other node of the thread has.
    #[inline]
    pub(crate) fn number(self) -> u64 {
        self.0.get()
    }
}

/// All slots. A slot map issues the keys; what the graph works on lies beside it under the same indices.
pub(crate) struct Nodes {
    keys: SlotMap<DefaultKey, ()>,
    /// A slot map gives no room back, so that a new one takes its place. Its generations count from here, above all that
    /// were ever issued; even.
    past: u32,
    /// The highest generation of what is gone.
    highest: u32,
    slots: Arena<Node>,
    /// The owner tree, apart from what every propagation touches.
    kin: Arena<Kin>,
    /// The number of living nodes below which room is given back.
    sparse: usize,
}

/// The number of the slot of a key.
#[inline(always)]
#[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn slot_of(key: DefaultKey) -> usize {
    key.data().as_ffi() as u32 as usize
}

/// Nodes whose room is kept whatever happens: a page or a request that is made after another is gone finds it there.
const KEPT: usize = 1 << 10;

/// A slot without a node.
fn vacant() -> Node {
    Node::new(Kind::Owner, 0, UNUSED, None)
}

impl Nodes {
    pub(crate) fn new() -> Self {
        Self {
            keys: SlotMap::new(),
            past: 0,
            highest: 0,
            slots: Arena::new(vacant),
            kin: Arena::new(|| Kin::ALONE),
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
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline)]
    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        let node = self.slots.get(id.index())?;
        (node.generation == id.generation()).then_some(node)
    }

    /// The node of a key, if it still lives.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline)]
    pub(crate) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        let node = self.slots.get_mut(id.index())?;
        (node.generation == id.generation()).then_some(node)
    }

    /// Whether the node of a key still lives.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline)]
    pub(crate) fn contains(&self, id: NodeId) -> bool {
        self.get(id).is_some()
    }

    /// A node that is known to live.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline(always))]
    pub(crate) fn at(&self, index: Index) -> &Node {
        self.slots.at(index)
    }

    /// A node that is known to live.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline(always))]
    pub(crate) fn at_mut(&mut self, index: Index) -> &mut Node {
        self.slots.at_mut(index)
    }

    /// The nodes, for a loop that makes and disposes none.
    #[inline(always)]
    pub(crate) fn open(&mut self) -> Slots<'_, Node> {
        self.slots.open()
    }

    /// The place of a living node in the owner tree.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline(always))]
    pub(crate) fn kin(&self, index: Index) -> &Kin {
        self.kin.at(kin_index(index))
    }

    /// The place of a living node in the owner tree.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline(always))]
    pub(super) fn kin_mut(&mut self, index: Index) -> &mut Kin {
        self.kin.at_mut(kin_index(index))
    }

    /// The key of a node that is known to live.
    #[inline(always)]
    pub(crate) fn id(&self, index: Index) -> NodeId {
        NodeId::of(index, self.at(index).generation)
    }

    /// The keys and nodes that live, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        let slots = (0..).step_by(STEP as usize).zip(self.slots.slots());
        let living = slots.filter(|(_, node)| node.generation != UNUSED);
        living.map(|(index, node)| (NodeId::of(index, node.generation), node))
    }

    /// Adds a node that is in no list yet.
    #[inline]
    pub(crate) fn insert(&mut self, kind: Kind, flags: Flags, cell: Option<NodeCell>) -> NodeId {
        let key = self.keys.insert(());
        if slot_of(key) >= self.slots.len() {
            self.grow(2 * slot_of(key));
        }
        let id = NodeId::issued(key, self.past);
        let index = id.index();
        let node = Node::new(kind, flags, id.generation(), cell);
        // Nothing is dropped: a free slot has no cell.
        std::mem::forget(std::mem::replace(self.slots.at_mut(index), node));
        *self.kin.at_mut(kin_index(index)) = Kin::ALONE;
        id
    }

    #[cold]
    fn grow(&mut self, count: usize) {
        self.slots.grow(count, vacant);
        self.kin.grow(count, || Kin::ALONE);
        self.sparse = self.slots.len() / 4;
    }

    /// Makes room for more nodes.
    pub(crate) fn reserve(&mut self, more: usize) {
        // The slot map has one that is never used.
        let count = self.keys.len() + 1 + more;
        if count > self.slots.len() {
            self.keys.reserve(more);
            self.grow(count);
        }
    }

    /// Takes out a node that is in no list any more.
    #[inline]
    pub(crate) fn remove(&mut self, index: Index) -> Option<NodeCell> {
        let id = self.id(index);
        let slot = self.at_mut(index);
        let cell = slot.cell.take();
        slot.generation = UNUSED;
        self.highest = self.highest.max(id.generation());
        // A slot whose generations are used up stays taken.
        if id.generation() < LAST_GENERATION {
            self.keys.remove(id.key(self.past));
        }
        cell
    }

    /// Whether most places are free, so that it pays to give some back.
    #[inline]
    pub(crate) fn is_sparse(&self) -> bool {
        GIVES_BACK && self.slots.len() > KEPT && self.keys.len() < self.sparse
    }

    /// Gives back the places behind the last node that lives, and their keys.
    pub(crate) fn trim(&mut self) {
        let used = self.slots.used(|node| node.generation != UNUSED);
        if self.highest < RENEWED {
            self.renew_keys(used);
        }
        let kept = used.max(KEPT);
        self.slots.shrink(kept);
        self.kin.shrink(kept);
        self.sparse = self.keys.len().min(self.slots.len()) / 4;
    }

    /// Puts a new slot map in the place of the one that has grown too large. Nodes that live keep their keys.
    fn renew_keys(&mut self, used: usize) {
        let generations = self.slots.slots().map(|node| node.generation);
        let highest = generations.fold(self.highest, u32::max);
        self.past = highest.next_multiple_of(2);
        self.keys = SlotMap::with_capacity(used);
        for _ in 1..used {
            self.keys.insert(());
        }
        // From the end, so that the first is used first.
        for slot in (1..used).rev() {
            let index = Arena::<Node>::index(slot);
            if self.at(index).generation == UNUSED {
                let id = NodeId::of(index, self.past + 1);
                self.keys.remove(id.key(self.past));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(nodes: &mut Nodes) -> NodeId {
        nodes.insert(Kind::Owner, 0, Some(NodeCell::new((), ())))
    }

    #[test]
    fn no_key_of_before_matches_whatever_is_given_back() {
        let mut nodes = Nodes::new();
        let mut dead: Vec<NodeId> = Vec::new();
        for round in 1..20 {
            let living: Vec<NodeId> = (0..100 * round).map(|_| add(&mut nodes)).collect();
            assert!(dead.iter().all(|id| !nodes.contains(*id)));
            assert!(living.iter().all(|id| nodes.contains(*id)));
            // Some stay over the first trim, in the middle and at the end.
            let stays = |id: &&NodeId| id.slot() % 97 == 5;
            let (stay, go): (Vec<&NodeId>, Vec<&NodeId>) = living.iter().partition(stays);
            go.iter().for_each(|id| drop(nodes.remove(id.index())));
            nodes.trim();
            assert!(stay.iter().all(|id| nodes.contains(**id)));
            stay.iter().for_each(|id| drop(nodes.remove(id.index())));
            nodes.trim();
            dead.extend(living);
        }
        assert_eq!((nodes.len(), nodes.slots()), (0, KEPT));
        assert!(nodes.keys.capacity() < KEPT);
    }

    #[test]
    fn what_lives_keeps_its_key_when_the_room_of_the_others_is_given_back() {
        let mut nodes = Nodes::new();
        let mut stay: Vec<NodeId> = Vec::new();
        let mut dead: Vec<NodeId> = Vec::new();
        for round in 0..20 {
            let go: Vec<NodeId> = (0..10_000).map(|_| add(&mut nodes)).collect();
            // One slot is used again and again, so that its generation is far above those of the others.
            let mut last = go[9_999];
            for _ in 0..round {
                drop(nodes.remove(last.index()));
                dead.push(last);
                last = add(&mut nodes);
            }
            for id in go[..9_999].iter().chain([&last]).rev() {
                drop(nodes.remove(id.index()));
                dead.push(*id);
            }
            nodes.trim();
            stay.push(add(&mut nodes));
            assert_eq!((nodes.len(), nodes.slots()), (stay.len(), KEPT));
            assert!(nodes.keys.capacity() < KEPT);
            assert!(stay.iter().all(|id| nodes.contains(*id)));
            assert!(dead.iter().all(|id| !nodes.contains(*id)));
        }
        assert!(stay.iter().all(|id| nodes.remove(id.index()).is_some()));
        let fresh: Vec<NodeId> = (0..100).map(|_| add(&mut nodes)).collect();
        assert_eq!(nodes.len(), fresh.len());
        assert!(stay.iter().chain(&dead).all(|id| !nodes.contains(*id)));
    }

    #[test]
    fn a_slot_whose_generations_are_used_up_is_left_alone() {
        let mut nodes = Nodes::new();
        let first = add(&mut nodes).index();
        nodes.at_mut(first).generation = LAST_GENERATION;
        let last = nodes.id(first);
        drop(nodes.remove(first));
        nodes.trim();
        let next = add(&mut nodes);
        assert_ne!(next.index(), first);
        assert!(!nodes.contains(last) && nodes.contains(next));
    }
}
