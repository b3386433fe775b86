//! Keyed lists on the page.

use std::cell::{Cell, RefCell};
use std::hash::Hash;
use std::ops::Range;
use std::rc::Rc;

use limosa_reactive::keyed::{Plan, plan};
use limosa_reactive::{Owner, RenderEffect, untrack};

use super::builder::{Builder, Place};
use super::extent::{Extent, Nodes};
use super::ops::{self, Id};
use super::region::{Region, Room};
use crate::view::View;

/// One row: what it owns and shows.
struct Row {
    owner: Owner,
    extent: Extent,
    #[expect(dead_code, reason = "gives back what it holds when the row is dropped")]
    held: Region,
}

#[derive(Default)]
struct List {
    rows: RefCell<Vec<Row>>,
    marker: Cell<Id>,
}

impl Nodes for List {
    fn each(&self, call: &mut dyn FnMut(Id)) {
        self.rows
            .borrow()
            .iter()
            .for_each(|row| row.extent.each(call));
        call(self.marker.get());
    }
}

/// Builds the rows and keeps them in step with the items.
pub(crate) fn keyed<T: 'static, K: Hash + Eq + 'static>(
    builder: &mut Builder<'_>,
    each: Box<dyn Fn() -> Vec<T>>,
    key: Box<dyn Fn(&T) -> K>,
    view: Box<dyn Fn(T) -> View>,
) {
    builder.separate();
    let marker = if builder.is_hydrating() {
        None
    } else {
        Some(builder.marker())
    };
    let list = Rc::new(List::default());
    list.marker.set(marker.unwrap_or_default());
    let owned = Rc::clone(&list);
    let parent = Owner::current();
    let mut keys: Vec<K> = Vec::new();
    let mut hydrating = marker.is_none();
    RenderEffect::new(move || {
        let items = each();
        untrack(|| {
            let new: Vec<K> = items.iter().map(&key).collect();
            let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
            let mut make = |index: usize| items[index].take().map(&view).unwrap_or_default();
            if std::mem::take(&mut hydrating) {
                let rows = (0..new.len())
                    .map(|index| build(parent, &mut || make(index), Place::Hydrate))
                    .collect();
                owned.rows.replace(rows);
            } else {
                let plan = plan(&keys, &new);
                carry_out(&owned, plan, parent, &mut make);
            }
            keys = new;
        });
    });
    if marker.is_none() {
        list.marker.set(builder.marker());
    }
    builder.record(Extent::Dynamic(list));
}

/// Makes and builds a row; all that its closure makes belongs to the row, not to the run of the list's effect.
fn build(parent: Option<Owner>, make: &mut dyn FnMut() -> View, place: Place) -> Row {
    let owner = parent.map_or_else(Owner::new, |parent| parent.with(Owner::new));
    let mut extent = Extent::Empty;
    let held = Region::collect(|| {
        owner.with(|| make().build(&mut Builder::new(place, Some(&mut extent))));
    });
    Row {
        owner,
        extent,
        held,
    }
}

/// Changes the page as planned.
fn carry_out(list: &List, plan: Plan, parent: Option<Owner>, make: &mut dyn FnMut(usize) -> View) {
    let mut old = list.rows.take();
    let tail = old.split_off(old.len() - plan.suffix);
    let middle = old.split_off(plan.prefix);
    let after = first_node(&tail).unwrap_or_else(|| list.marker.get());
    let mut rows = old;
    if plan.kept == 0 {
        let everything = rows.is_empty() && tail.is_empty();
        remove_all(
            middle,
            if everything {
                Some(list.marker.get())
            } else {
                None
            },
        );
        let new = plan.prefix..plan.prefix + plan.sources.len();
        // Before the rows are made, which then use its memory.
        drop(plan);
        rows.reserve(new.len() + tail.len());
        let place = Place::Before(after);
        build_all(new, &mut |index| {
            rows.push(build(parent, &mut || make(index), place));
        });
    } else {
        rows.extend(rearrange(middle, &plan, after, parent, make));
    }
    rows.extend(tail);
    list.rows.replace(rows);
}

/// From how many rows on it is worth while to look what they take, after how many of them.
const MANY: usize = 128;
const FEW: usize = 32;

/// Builds rows; when the first are there, with room for the others.
fn build_all(indices: Range<usize>, build: &mut dyn FnMut(usize)) {
    let count = indices.len();
    let room = Room::now();
    for (made, index) in indices.enumerate() {
        if made == FEW && count >= MANY {
            room.reserve(made, count - made);
        }
        build(index);
    }
}

fn first_node(rows: &[Row]) -> Option<Id> {
    rows.iter().find_map(|row| row.extent.first())
}

/// Removes rows, by one write if there is nothing else before `marker`.
fn remove_all(rows: Vec<Row>, marker: Option<Id>) {
    match (marker, first_node(&rows)) {
        (Some(marker), Some(first)) => ops::clear(first, marker),
        _ => rows.iter().for_each(|row| row.extent.remove()),
    }
    rows.into_iter().for_each(|row| row.owner.dispose());
}

/// The new middle, built and moved from its end on, so that it is known what each row stands before.
fn rearrange(
    middle: Vec<Row>,
    plan: &Plan,
    after: Id,
    parent: Option<Owner>,
    make: &mut dyn FnMut(usize) -> View,
) -> Vec<Row> {
    let mut old: Vec<Option<Row>> = middle.into_iter().map(Some).collect();
    let mut before = after;
    let mut rows: Vec<Row> = Vec::with_capacity(plan.sources.len());
    for (index, source) in plan.sources.iter().enumerate().rev() {
        let kept = source.and_then(|source| old[source as usize - plan.prefix].take());
        let row = match kept {
            Some(row) => {
                if !plan.stays[index] {
                    row.extent.insert_before(before);
                }
                row
            }
            None => {
                let index = plan.prefix + index;
                build(parent, &mut || make(index), Place::Before(before))
            }
        };
        before = row.extent.first().unwrap_or(before);
        rows.push(row);
    }
    remove_all(old.into_iter().flatten().collect(), None);
    rows.reverse();
    rows
}
