//! Lists mapped row by row: what a row made stays as long as its key, or its place.

use std::cell::{Cell, RefCell};
use std::hash::Hash;
use std::rc::Rc;

use super::plan::plan;
use crate::handle::untrack;
use crate::memo::Memo;
use crate::owner::Owner;
use crate::runtime::{Surroundings, runtime};

/// Maps a list row by row. The result is lazy, as every memo: rows come and go when it is read.
///
/// A row is mapped once, when its key first appears. It has an owner of its own, which is disposed when the key is gone. The
/// memos it is given follow the row: the item when the list brings another one with the same key, the index
/// when the row moves. A key that is there twice has a row for each, in the order of the list.
///
/// The cost of a change is one pass over the keys, and one closure call for each row that is new.
///
/// ```
/// use limosa_reactive::{StoredValue, keyed::map_keyed, signal};
/// let (birds, set_birds) = signal(vec![(1, "ruff"), (2, "knot")]);
/// let made = StoredValue::new(0);
/// let lines = map_keyed(
///     move || birds.get(),
///     |bird| bird.0,
///     move |bird, index| {
///         made.update(|made| *made += 1);
///         move || format!("{} {}", index.get(), bird.get().1)
///     },
/// );
/// let show = move || lines.get().iter().map(|line| line()).collect::<Vec<_>>();
/// assert_eq!(show(), ["0 ruff", "1 knot"]);
/// set_birds.set(vec![(2, "red knot"), (1, "ruff")]);
/// assert_eq!(show(), ["0 red knot", "1 ruff"]);
/// assert_eq!(made.get(), 2);
/// ```
#[track_caller]
#[must_use]
pub fn map_keyed<T, K, U>(
    list: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> K + 'static,
    row: impl Fn(Memo<T>, Memo<usize>) -> U + 'static,
) -> Memo<Vec<U>>
where
    T: Clone + PartialEq + 'static,
    K: Hash + Eq + 'static,
    U: Clone + 'static,
{
    let keys = move |items: &[T]| items.iter().map(&key).collect();
    map(list, keys, move |items, slot| {
        let moving = Rc::clone(slot);
        let index = Memo::with_previous(move |last| {
            items.track();
            match moving.position.get() {
                GONE => last.copied().unwrap_or(GONE),
                position => position,
            }
        });
        row(item(items, slot), index)
    })
}

/// Maps a list place by place: the first row stays the first whatever the list brings, and only its item changes.
///
/// A row is mapped once, when the list first gets that long, and its owner is disposed when the list gets
/// shorter. Lazy; the cost of a change is one pass over the list.
///
/// ```
/// use limosa_reactive::{keyed::map_indexed, signal};
/// let (names, set_names) = signal(vec!["ruff"]);
/// let lines = map_indexed(move || names.get(), |name, index| move || format!("{index} {}", name.get()));
/// set_names.set(vec!["reeve", "knot"]);
/// assert_eq!(lines.with(|lines| lines[1]()), "1 knot");
/// ```
#[track_caller]
#[must_use]
pub fn map_indexed<T, U>(
    list: impl Fn() -> Vec<T> + 'static,
    row: impl Fn(Memo<T>, usize) -> U + 'static,
) -> Memo<Vec<U>>
where
    T: Clone + PartialEq + 'static,
    U: Clone + 'static,
{
    let keys = |items: &[T]| (0..items.len()).collect::<Vec<usize>>();
    map(list, keys, move |items, slot| {
        row(item(items, slot), slot.position.get())
    })
}

/// The position of a row that the list has no more, until it is disposed.
const GONE: usize = usize::MAX;

/// One row.
struct Slot<U> {
    position: Cell<usize>,
    /// What it owns and what it was mapped to; nothing until the result is read.
    made: RefCell<Option<(Owner, U)>>,
}

/// The rows of one list.
struct Rows<K, U> {
    keys: Vec<K>,
    slots: Vec<Rc<Slot<U>>>,
    /// To be disposed when the result is read.
    gone: Vec<Rc<Slot<U>>>,
    /// Counts the changes of order.
    arrangement: u64,
}

impl<K: Hash + Eq, U> Rows<K, U> {
    fn new() -> Self {
        Self {
            keys: Vec::new(),
            slots: Vec::new(),
            gone: Vec::new(),
            arrangement: 0,
        }
    }

    /// Says which row is where, so that no memo of a row ever sees the item of another. Gives the old keys back, to be dropped
    /// by the caller.
    fn arrange(&mut self, keys: Vec<K>) -> Vec<K> {
        let plan = plan(&self.keys, &keys);
        if plan.prefix < self.slots.len().max(keys.len()) {
            self.arrangement += 1;
            let tail = self.slots.split_off(self.slots.len() - plan.suffix);
            let middle = self.slots.split_off(plan.prefix);
            let mut middle: Vec<_> = middle.into_iter().map(Some).collect();
            for source in plan.sources {
                let kept = source.and_then(|source| middle[source as usize - plan.prefix].take());
                self.slots.push(kept.unwrap_or_else(Slot::empty));
            }
            self.slots.extend(tail);
            self.gone.extend(middle.into_iter().flatten());
            self.gone.iter().for_each(|slot| slot.position.set(GONE));
            for (position, slot) in self.slots.iter().enumerate().skip(plan.prefix) {
                slot.position.set(position);
            }
        }
        std::mem::replace(&mut self.keys, keys)
    }
}

impl<U> Slot<U> {
    fn empty() -> Rc<Self> {
        Rc::new(Self {
            position: Cell::new(GONE),
            made: RefCell::new(None),
        })
    }
}

/// What the list has where a row is now; a row that is gone keeps its last item.
fn item<T, U>(items: Memo<Vec<T>>, slot: &Rc<Slot<U>>) -> Memo<T>
where
    T: Clone + PartialEq + 'static,
    U: 'static,
{
    let slot = Rc::clone(slot);
    Memo::with_previous(move |last: Option<&T>| {
        items.with(|items| {
            let item = items.get(slot.position.get()).or(last);
            item.cloned()
                .expect("a row is made while it is in the list")
        })
    })
}

fn map<T, K, U>(
    list: impl Fn() -> Vec<T> + 'static,
    keys: impl Fn(&[T]) -> Vec<K> + 'static,
    row: impl Fn(Memo<Vec<T>>, &Rc<Slot<U>>) -> U + 'static,
) -> Memo<Vec<U>>
where
    T: 'static,
    K: Hash + Eq + 'static,
    U: Clone + 'static,
{
    let owner = Owner::new();
    let rows = Rc::new(RefCell::new(Rows::new()));
    let arranged = Rc::clone(&rows);
    let items = Memo::with_comparison(
        move |_| {
            let items = list();
            let keys = untrack(|| keys(&items));
            let old = arranged.borrow_mut().arrange(keys);
            drop(old);
            items
        },
        |_, _| true,
    );
    let counted = Rc::clone(&rows);
    let arrangement = Memo::new(move || {
        items.track();
        counted.borrow().arrangement
    });
    let results = move |_: Option<&Vec<U>>| {
        arrangement.track();
        dispose_gone(&rows);
        let slots = rows.borrow().slots.clone();
        slots
            .iter()
            .map(|slot| result(slot, owner, &|| row(items, slot)))
            .collect()
    };
    Memo::with_comparison(results, |_, _| true)
}

fn dispose_gone<K, U>(rows: &RefCell<Rows<K, U>>) {
    let gone = std::mem::take(&mut rows.borrow_mut().gone);
    let owners = gone.iter().filter_map(|slot| slot.made.take());
    runtime().dispose_all(owners.map(|(owner, _)| owner.id()));
}

/// What a row is mapped to; a row without a result gets one.
fn result<U: Clone>(slot: &Slot<U>, owner: Owner, make: &dyn Fn() -> U) -> U {
    if let Some((_, result)) = &*slot.made.borrow() {
        return result.clone();
    }
    // A row is no part of the memo that happens to make it: it may write, and it outlives the run.
    let _outside = Surroundings::none();
    let owner = owner.with(Owner::new);
    let unmade = Unmade(owner);
    let result = owner.with(make);
    std::mem::forget(unmade);
    slot.made.replace(Some((owner, result.clone())));
    result
}

/// The owner of a row that is being made, disposed if that panics.
struct Unmade(Owner);

impl Drop for Unmade {
    fn drop(&mut self) {
        runtime().dispose_quietly(self.0.id());
    }
}
