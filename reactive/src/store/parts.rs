//! The parts of a store that somebody has a handle of, as a tree. Nothing in here runs foreign code.

use std::any::Any;
use std::rc::Rc;

use slotmap::{Key, SlotMap};

use super::access::{Access, Itself};
use super::list::Index;
use crate::graph::NodeId;
use crate::handle::Readable;
use crate::keyed::Plan;
use crate::memo::Memo;
use crate::trigger::Trigger;

slotmap::new_key_type! {
    /// Key of a part; null: a part that is gone.
    pub(super) struct PartId;
}

/// One part.
pub(super) struct Part {
    pub(super) parent: PartId,
    access: &'static dyn Access,
    /// Which field or item of the parent it is.
    pub(super) index: usize,
    /// Fields: the one made last, and the one made before this.
    first: PartId,
    next: PartId,
    /// Told of every change at, below or above the part; made when the part is first read.
    pub(super) value: Option<Trigger>,
    pub(super) more: Option<Box<More>>,
}

/// What only lists, options and enums have.
#[derive(Default)]
pub(super) struct More {
    /// Told when the part is replaced, or its list rearranged, but not of changes below it.
    pub(super) shape: Option<Trigger>,
    /// The variant, or the length.
    pub(super) form: Option<Memo<usize>>,
    /// Told when the order of the keys changes.
    pub(super) order: Option<Trigger>,
    /// Items by position.
    positions: Vec<PartId>,
    /// Rows that follow their key, in the order of the list.
    rows: Vec<PartId>,
    /// The keys of the rows.
    pub(super) index: Option<Rc<dyn Index>>,
}

/// A family of parts below a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    Positions,
    Rows,
}

impl More {
    pub(super) fn items(&mut self, items: Items) -> &mut Vec<PartId> {
        match items {
            Items::Positions => &mut self.positions,
            Items::Rows => &mut self.rows,
        }
    }
}

/// All parts of a store.
pub(super) struct Parts {
    parts: SlotMap<PartId, Part>,
    root: PartId,
}

impl Parts {
    pub(super) fn new() -> Self {
        let mut parts = SlotMap::with_key();
        let root = parts.insert(Part::new(PartId::null(), &Itself, 0));
        Self { parts, root }
    }

    pub(super) fn root(&self) -> PartId {
        self.root
    }

    pub(super) fn get(&self, id: PartId) -> Option<&Part> {
        self.parts.get(id)
    }

    pub(super) fn get_mut(&mut self, id: PartId) -> Option<&mut Part> {
        self.parts.get_mut(id)
    }

    /// The value of a part. As deep as the value is nested, which its own `Drop` is too.
    pub(super) fn open<'a>(&self, id: PartId, whole: &'a dyn Any) -> Option<&'a dyn Any> {
        let part = self.parts.get(id)?;
        if id == self.root {
            return Some(whole);
        }
        part.access.get(self.open(part.parent, whole)?, part.index)
    }

    /// The value of a part, to be changed.
    pub(super) fn open_mut<'a>(
        &self,
        id: PartId,
        whole: &'a mut dyn Any,
    ) -> Option<&'a mut dyn Any> {
        let part = self.parts.get(id)?;
        if id == self.root {
            return Some(whole);
        }
        let parent = self.open_mut(part.parent, whole)?;
        part.access.get_mut(parent, part.index)
    }

    /// A field, if somebody has had a handle of it.
    pub(super) fn find_field(&self, parent: PartId, field: usize) -> Option<PartId> {
        let mut at = self.parts.get(parent)?.first;
        while let Some(part) = self.parts.get(at) {
            if part.index == field {
                return Some(at);
            }
            at = part.next;
        }
        None
    }

    /// A field; null if the parent is gone.
    pub(super) fn field(
        &mut self,
        parent: PartId,
        field: usize,
        access: &'static dyn Access,
    ) -> PartId {
        if let Some(found) = self.find_field(parent, field) {
            return found;
        }
        let Some(next) = self.parts.get(parent).map(|parent| parent.first) else {
            return PartId::null();
        };
        let part = Part {
            next,
            ..Part::new(parent, access, field)
        };
        let id = self.parts.insert(part);
        self.parts[parent].first = id;
        id
    }

    /// An item of a list, if somebody has had a handle of it.
    pub(super) fn find_item(&self, list: PartId, items: Items, index: usize) -> Option<PartId> {
        let more = self.parts.get(list)?.more.as_ref()?;
        let items = match items {
            Items::Positions => &more.positions,
            Items::Rows => &more.rows,
        };
        items.get(index).copied().filter(|id| !id.is_null())
    }

    /// An item of a list; null if the list is gone.
    pub(super) fn item(
        &mut self,
        list: PartId,
        items: Items,
        index: usize,
        access: &'static dyn Access,
    ) -> PartId {
        if let Some(found) = self.find_item(list, items, index) {
            return found;
        }
        if !self.parts.contains_key(list) {
            return PartId::null();
        }
        let id = self.parts.insert(Part::new(list, access, index));
        let items = self.parts[list].more().items(items);
        if items.len() <= index {
            items.resize(index + 1, PartId::null());
        }
        items[index] = id;
        id
    }

    /// Rearranges the rows of a list that had `length` of them; gives what is gone.
    pub(super) fn rearrange(&mut self, list: PartId, length: usize, plan: &Plan) -> Vec<PartId> {
        let Some(part) = self.parts.get_mut(list) else {
            return Vec::new();
        };
        let rows = &mut part.more().rows;
        let mut old = std::mem::take(rows);
        old.resize(length, PartId::null());
        let tail = old.split_off(old.len() - plan.suffix);
        let mut middle = old.split_off(plan.prefix);
        *rows = old;
        rows.extend(plan.sources.iter().map(|source| match source {
            Some(source) => std::mem::take(&mut middle[*source as usize - plan.prefix]),
            None => PartId::null(),
        }));
        rows.extend(tail);
        for (index, row) in rows.clone().into_iter().enumerate().skip(plan.prefix) {
            if let Some(row) = self.parts.get_mut(row) {
                row.index = index;
            }
        }
        middle.retain(|gone| !gone.is_null());
        middle
    }

    /// Calls back with the parts directly below one.
    fn each_child(&self, part: &Part, mut call: impl FnMut(PartId, &Part)) {
        let mut at = part.first;
        while let Some(field) = self.parts.get(at) {
            call(at, field);
            at = field.next;
        }
        let items = part.more.iter();
        for item in items.flat_map(|more| more.positions.iter().chain(&more.rows)) {
            if let Some(part) = self.parts.get(*item) {
                call(*item, part);
            }
        }
    }

    /// Calls back with a part and everything below it: what is there in `whole`, or all of it if that is not known.
    pub(super) fn visit(
        &self,
        id: PartId,
        whole: Option<&dyn Any>,
        call: &mut dyn FnMut(PartId, &Part),
    ) {
        let value = whole.and_then(|whole| self.open(id, whole));
        let mut waiting = vec![(id, value)];
        while let Some((id, value)) = waiting.pop() {
            let Some(part) = self
                .parts
                .get(id)
                .filter(|_| value.is_some() == whole.is_some())
            else {
                continue;
            };
            call(id, part);
            self.each_child(part, |child, part| {
                let value = value.and_then(|value| part.access.get(value, part.index));
                waiting.push((child, value));
            });
        }
    }

    /// The items of a list by position.
    pub(super) fn positions(&self, list: PartId) -> &[PartId] {
        let more = self.parts.get(list).and_then(|list| list.more.as_ref());
        more.map_or(&[], |more| &more.positions)
    }

    /// Takes out parts and all below them; gives the nodes that they had.
    pub(super) fn remove(&mut self, gone: Vec<PartId>) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        let mut waiting = gone;
        while let Some(id) = waiting.pop() {
            if let Some(part) = self.parts.remove(id) {
                self.each_child(&part, |child, _| waiting.push(child));
                nodes.extend(part.nodes());
            }
        }
        nodes
    }
}

impl Part {
    fn new(parent: PartId, access: &'static dyn Access, index: usize) -> Self {
        Self {
            parent,
            access,
            index,
            first: PartId::null(),
            next: PartId::null(),
            value: None,
            more: None,
        }
    }

    pub(super) fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    /// The keys of its rows, if it is a list and somebody has asked for rows.
    pub(super) fn index(&self) -> Option<Rc<dyn Index>> {
        self.more.as_ref()?.index.clone()
    }

    fn nodes(&self) -> Vec<NodeId> {
        let more = self.more.as_deref();
        let signals = [
            self.value,
            more.and_then(|more| more.shape),
            more.and_then(|more| more.order),
        ];
        let form = more.and_then(|more| more.form).map(Readable::node);
        let signals = signals.into_iter().flatten().map(Trigger::id);
        signals.chain(form).collect()
    }
}
