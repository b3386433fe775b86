//! Mapped lists: rows follow their key or their place, and go with it.

use std::rc::Rc;

use limosa_reactive::keyed::{map_indexed, map_keyed};
use limosa_reactive::{
    Effect, Memo, Owner, RenderEffect, RwSignal, StoredValue, batch, on_cleanup,
};

use crate::support::{bump, counter, panic_of};

type Item = (u32, &'static str);

/// What a row is mapped to: its key, item and index.
type Row = (u32, Memo<Item>, Memo<usize>);

/// A list with what was made and what was disposed, by key.
struct List {
    items: RwSignal<Vec<Item>>,
    rows: Memo<Vec<Row>>,
    made: StoredValue<Vec<u32>>,
    gone: StoredValue<Vec<u32>>,
}

impl List {
    fn new(items: Vec<Item>) -> Self {
        let items = RwSignal::new(items);
        let made = StoredValue::new(vec![]);
        let gone = StoredValue::new(vec![]);
        let rows = map_keyed(
            move || items.get(),
            |item| item.0,
            move |item, index| {
                let key = item.get().0;
                made.update(|made| made.push(key));
                on_cleanup(move || gone.update(|gone| gone.push(key)));
                (key, item, index)
            },
        );
        Self {
            items,
            rows,
            made,
            gone,
        }
    }

    fn shown(&self) -> Vec<(u32, &'static str, usize)> {
        let rows = self.rows.get().into_iter();
        rows.map(|(key, item, index)| (key, item.get().1, index.get()))
            .collect()
    }

    #[track_caller]
    fn becomes(&self, items: &[Item]) {
        self.items.set(items.to_vec());
        let expected = items.iter().enumerate();
        let expected: Vec<_> = expected
            .map(|(index, item)| (item.0, item.1, index))
            .collect();
        assert_eq!(self.shown(), expected);
    }
}

#[test]
fn rows_follow_their_key_through_moves_insertions_and_removals() {
    let list = List::new(vec![(1, "a"), (2, "b"), (3, "c")]);
    assert_eq!(list.made.get(), Vec::<u32>::new(), "lists are lazy");
    list.becomes(&[(3, "c"), (1, "a"), (2, "b")]);
    list.becomes(&[(3, "c"), (9, "x"), (2, "b")]);
    assert_eq!(
        (list.made.get(), list.gone.get()),
        (vec![3, 1, 2, 9], vec![1])
    );
    list.becomes(&[]);
    list.becomes(&[(1, "again")]);
    assert_eq!(list.made.get(), [3, 1, 2, 9, 1]);
    assert_eq!(list.gone.get(), [1, 3, 9, 2]);
}

#[test]
fn only_what_changed_in_a_row_runs() {
    let list = List::new(vec![(1, "a"), (2, "b")]);
    let runs = StoredValue::new(vec![]);
    for (key, item, index) in list.rows.get() {
        Effect::new(move || {
            let text = item.get().1;
            runs.update(|runs| runs.push((key, text)));
        });
        Effect::new(move || {
            let index = index.get();
            runs.update(|runs| runs.push((key, if index == 0 { "first" } else { "second" })));
        });
    }
    runs.set(vec![]);
    list.items.set(vec![(1, "a"), (2, "b")]);
    assert!(runs.get().is_empty());
    list.items.set(vec![(1, "a"), (2, "B")]);
    assert_eq!(runs.get(), [(2, "B")]);
    runs.set(vec![]);
    list.items.set(vec![(2, "B"), (1, "a")]);
    assert_eq!(runs.get(), [(1, "second"), (2, "first")]);
}

#[test]
fn a_key_that_is_there_twice_has_two_rows() {
    let list = List::new(vec![(1, "a"), (1, "b")]);
    assert_eq!(list.shown(), [(1, "a", 0), (1, "b", 1)]);
    list.becomes(&[(1, "a"), (2, "c"), (1, "b")]);
    assert_eq!(list.made.get(), [1, 1, 2]);
    list.becomes(&[(1, "b")]);
    assert_eq!(list.gone.get().len(), 2);
}

#[test]
fn a_row_that_goes_does_not_run_again() {
    let list = List::new(vec![(1, "a"), (2, "b")]);
    let (runs, count) = counter();
    let rows = list.rows;
    let items = map_keyed(
        move || rows.get(),
        |row| row.0,
        move |row, _| {
            let count = Rc::clone(&count);
            RenderEffect::new(move || {
                row.get().1.get();
                bump(&count);
            });
        },
    );
    // Subscribed after the rows, so that its turn comes after theirs.
    RenderEffect::new(move || items.track());
    assert_eq!(runs.get(), 2);
    list.items.set(vec![(2, "b")]);
    assert_eq!(runs.get(), 2);
    list.items.set(vec![(2, "c")]);
    assert_eq!(runs.get(), 3);
}

#[test]
fn reads_inside_a_batch_see_the_rows_of_the_write() {
    let list = List::new(vec![(1, "a")]);
    batch(|| {
        list.becomes(&[(2, "b"), (1, "A")]);
        list.becomes(&[(2, "b")]);
    });
    assert_eq!(list.gone.get(), [1]);
}

#[test]
fn a_row_owns_what_it_makes_and_may_write_it() {
    let items = RwSignal::new(vec![1]);
    let outside = RwSignal::new(0);
    let root = Owner::new_root();
    let (runs, count) = counter();
    let rows = root.with(|| {
        map_keyed(
            move || items.get(),
            |item| *item,
            move |item, _| {
                let own = RwSignal::new(0);
                own.set(item.get() * 2);
                outside.set(7);
                let count = Rc::clone(&count);
                Effect::new(move || {
                    own.track();
                    bump(&count);
                });
                own
            },
        )
    });
    let first = rows.get()[0];
    assert_eq!((first.get(), outside.get(), runs.get()), (2, 7, 1));
    items.set(vec![3, 1]);
    assert_eq!(rows.get()[1], first);
    root.dispose();
    assert!(first.is_disposed());
}

#[test]
fn a_row_that_panics_is_made_again_and_keeps_nothing() {
    let items = RwSignal::new(vec![1, 2]);
    let bad = RwSignal::new(true);
    let (made, count) = counter();
    let (gone, count_gone) = counter();
    let rows = map_keyed(
        move || items.get(),
        |item| *item,
        move |item, _| {
            bump(&count);
            let count_gone = Rc::clone(&count_gone);
            on_cleanup(move || bump(&count_gone));
            assert!(!(bad.get() && item.get() == 2), "the second");
            item.get()
        },
    );
    assert_eq!(panic_of(|| rows.get()), "the second");
    assert_eq!((made.get(), gone.get()), (2, 1));
    bad.set(false);
    assert_eq!(rows.get(), [1, 2]);
    assert_eq!((made.get(), gone.get()), (3, 1));
    items.set(vec![]);
    assert!(rows.get().is_empty());
    assert_eq!(gone.get(), 3);
}

#[test]
fn a_key_that_panics_leaves_the_rows_as_they_were() {
    let items = RwSignal::new(vec![1, 2]);
    let rows = map_keyed(
        move || items.get(),
        |item| {
            assert!(*item != 13, "thirteen");
            *item
        },
        |item, _| item,
    );
    let first = rows.get()[0];
    items.set(vec![2, 13]);
    assert_eq!(panic_of(|| rows.get()), "thirteen");
    items.set(vec![3, 1]);
    assert_eq!(rows.get()[1], first);
    assert_eq!(first.get(), 1);
}

#[test]
fn rows_by_place_stay_and_their_items_change() {
    let items = RwSignal::new(vec!["a", "b"]);
    let (made, count) = counter();
    let (gone, count_gone) = counter();
    let rows = map_indexed(
        move || items.get(),
        move |item, index| {
            bump(&count);
            let count_gone = Rc::clone(&count_gone);
            on_cleanup(move || bump(&count_gone));
            (index, item)
        },
    );
    let shown = move || {
        let rows = rows.get().into_iter();
        rows.map(|(index, item)| (index, item.get()))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(), [(0, "a"), (1, "b")]);
    items.set(vec!["b", "c", "d"]);
    assert_eq!(shown(), [(0, "b"), (1, "c"), (2, "d")]);
    assert_eq!((made.get(), gone.get()), (3, 0));
    items.set(vec!["d"]);
    assert_eq!(shown(), [(0, "d")]);
    assert_eq!((made.get(), gone.get()), (3, 2));
}
