//! Random writes to a store of keyed rows, against a model that says who hears of what: values, order and runs are compared after
//! each step.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use limosa_reactive::store::{self, Field, Keyed, Patch, Storable};
use limosa_reactive::{Effect, Owner, Store, batch};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    id: u8,
    left: i8,
    right: i8,
}

impl Keyed for Row {
    type Key = u8;

    fn key(&self) -> &u8 {
        &self.id
    }
}

impl Storable for Row {
    fn patch(&mut self, new: Self, at: Patch<'_>) {
        for (number, old, new) in [
            (0, &mut self.left, new.left),
            (1, &mut self.right, new.right),
        ] {
            if *old != new {
                *old = new;
                at.field(number).replaced();
            }
        }
    }

    fn patch_list(list: &mut Vec<Self>, new: Vec<Self>, at: Patch<'_>) {
        store::patch_rows(list, new, at);
    }
}

fn left(row: Store<Row>) -> Store<i8> {
    row.field(
        0,
        const { &Field::new(|row: &Row| Some(&row.left), |row| Some(&mut row.left)) },
    )
}

fn right(row: Store<Row>) -> Store<i8> {
    row.field(
        1,
        const { &Field::new(|row: &Row| Some(&row.right), |row| Some(&mut row.right)) },
    )
}

#[derive(Clone, Debug)]
enum Op {
    Left(u8, i8),
    Whole(u8, i8),
    Set(Vec<Row>),
    Patch(Vec<Row>),
    Push(Row),
    Remove(usize),
    Swap(usize, usize),
    Batch(Vec<Op>),
}

/// An effect: of the list, or of one row, which is told from a later one with the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reader {
    List,
    Keys,
    Length,
    Left(u32),
    Right(u32),
    Row(u32),
}

type Runs = BTreeMap<Reader, u32>;

struct World {
    list: Store<Vec<Row>>,
    runs: Rc<RefCell<Runs>>,
    root: Owner,
}

impl World {
    fn new() -> Self {
        let root = Owner::new_root();
        let list = root.with(|| Store::new(vec![]));
        let runs = Rc::default();
        let world = Self { list, runs, root };
        world.on(Reader::List, move || list.with(|_| ()));
        world.on(Reader::Keys, move || list.keys());
        world.on(Reader::Length, move || list.len());
        world
    }

    fn on<R>(&self, reader: Reader, read: impl Fn() -> R + 'static) {
        let runs = Rc::clone(&self.runs);
        self.root.with(|| {
            Effect::new(move || {
                *runs.borrow_mut().entry(reader).or_default() += 1;
                let _read = read();
            });
        });
    }

    fn watch(&self, key: u8, number: u32) {
        let row = self.list.row(&key).expect("the model has it");
        self.on(Reader::Left(number), move || left(row).try_get());
        self.on(Reader::Right(number), move || right(row).try_get());
        self.on(Reader::Row(number), move || row.try_get());
    }

    fn apply(&self, op: &Op) {
        let list = self.list;
        match op.clone() {
            Op::Left(key, value) => {
                if let Some(row) = list.row(&key) {
                    left(row).set(value);
                }
            }
            Op::Whole(key, value) => {
                if let Some(row) = list.row(&key) {
                    row.update(|row| (row.left, row.right) = (value, value));
                }
            }
            Op::Set(rows) => list.set(rows),
            Op::Patch(rows) => list.patch(rows),
            Op::Push(row) => list.arrange(|rows| {
                if rows.iter().all(|other| other.id != row.id) {
                    rows.push(row);
                }
            }),
            Op::Remove(at) => list.arrange(|rows| {
                if at < rows.len() {
                    rows.remove(at);
                }
            }),
            Op::Swap(first, second) => list.arrange(|rows| {
                if first.max(second) < rows.len() {
                    rows.swap(first, second);
                }
            }),
            Op::Batch(ops) => batch(|| ops.iter().for_each(|op| self.apply(op))),
        }
    }
}

#[derive(Default)]
struct Model {
    rows: Vec<Row>,
    /// The number under which the row of a key is watched.
    numbers: BTreeMap<u8, u32>,
    next: u32,
    told: BTreeSet<Reader>,
    length: usize,
    runs: Runs,
}

impl Model {
    fn tell_row(&mut self, key: u8, left: bool, right: bool) {
        if let Some(number) = self.numbers.get(&key).copied() {
            self.told.extend(left.then_some(Reader::Left(number)));
            self.told.extend(right.then_some(Reader::Right(number)));
            self.told
                .extend((left || right).then_some(Reader::Row(number)));
        }
    }

    /// Changes one row; all of it, or its left half.
    fn write(&mut self, key: u8, value: i8, whole: bool) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == key) {
            row.left = value;
            row.right = if whole { value } else { row.right };
            self.told.insert(Reader::List);
            self.tell_row(key, true, whole);
        }
    }

    /// Takes over a new list; `tell` says of a row that stays which halves are told.
    fn replace(&mut self, rows: Vec<Row>, tell: impl Fn(Row, Row) -> (bool, bool)) -> bool {
        let old = std::mem::replace(&mut self.rows, rows);
        let keys = |rows: &[Row]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        let order = keys(&old) != keys(&self.rows);
        self.told.extend(order.then_some(Reader::Keys));
        let mut any = order;
        for row in self.rows.clone() {
            if let Some(before) = old.iter().find(|before| before.id == row.id) {
                let (left, right) = tell(*before, row);
                any |= left || right;
                self.tell_row(row.id, left, right);
            }
        }
        let here = keys(&self.rows);
        self.numbers.retain(|key, _| here.contains(key));
        any
    }

    fn apply(&mut self, op: &Op) {
        let mut rows = self.rows.clone();
        match op.clone() {
            Op::Left(key, value) => self.write(key, value, false),
            Op::Whole(key, value) => self.write(key, value, true),
            Op::Set(rows) => {
                self.replace(rows, |_, _| (true, true));
                self.told.insert(Reader::List);
            }
            Op::Patch(rows) => {
                let differs = |old: Row, new: Row| (old.left != new.left, old.right != new.right);
                let any = self.replace(rows, differs);
                self.told.extend(any.then_some(Reader::List));
            }
            Op::Push(row) => {
                rows.extend(rows.iter().all(|other| other.id != row.id).then_some(row));
                self.rearrange(rows);
            }
            Op::Remove(at) => {
                if at < rows.len() {
                    rows.remove(at);
                }
                self.rearrange(rows);
            }
            Op::Swap(first, second) => {
                if first.max(second) < rows.len() {
                    rows.swap(first, second);
                }
                self.rearrange(rows);
            }
            Op::Batch(ops) => ops.iter().for_each(|op| self.apply(op)),
        }
    }

    fn rearrange(&mut self, rows: Vec<Row>) {
        self.replace(rows, |_, _| (false, false));
        self.told.insert(Reader::List);
    }

    /// Every reader that was told runs once; that of the length only if it is another one.
    fn flush(&mut self) {
        if self.length != self.rows.len() {
            self.length = self.rows.len();
            self.told.insert(Reader::Length);
        }
        for reader in std::mem::take(&mut self.told) {
            *self.runs.entry(reader).or_default() += 1;
        }
    }

    /// Numbers the rows that are new.
    fn watch(&mut self, watch: impl Fn(u8, u32)) {
        for row in self.rows.clone() {
            if !self.numbers.contains_key(&row.id) {
                self.numbers.insert(row.id, self.next);
                watch(row.id, self.next);
                for reader in [Reader::Left, Reader::Right, Reader::Row] {
                    self.runs.insert(reader(self.next), 1);
                }
                self.next += 1;
            }
        }
    }
}

fn check(ops: &[Op]) -> Result<(), TestCaseError> {
    let world = World::new();
    let mut model = Model {
        runs: [Reader::List, Reader::Keys, Reader::Length]
            .map(|reader| (reader, 1))
            .into(),
        ..Model::default()
    };
    for op in ops {
        world.apply(op);
        model.apply(op);
        model.flush();
        prop_assert_eq!(&*world.runs.borrow(), &model.runs, "runs after {:?}", op);
        prop_assert_eq!(
            world.list.get(),
            model.rows.clone(),
            "values after {:?}",
            op
        );
        model.watch(|key, number| world.watch(key, number));
        for row in &model.rows {
            let handle = world.list.row(&row.id);
            prop_assert_eq!(handle.map(Store::get), Some(*row), "a row after {:?}", op);
        }
    }
    world.root.dispose();
    prop_assert_eq!(Rc::strong_count(&world.runs), 1);
    Ok(())
}

fn row() -> impl Strategy<Value = Row> {
    (0..6_u8, 0..3_i8, 0..3_i8).prop_map(|(id, left, right)| Row { id, left, right })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..6).prop_map(|mut rows| {
        let mut seen = BTreeSet::new();
        rows.retain(|row| seen.insert(row.id));
        rows
    })
}

fn writes() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => (0..6_u8, 0..3_i8).prop_map(|(key, value)| Op::Left(key, value)),
        1 => (0..6_u8, 0..3_i8).prop_map(|(key, value)| Op::Whole(key, value)),
        1 => rows().prop_map(Op::Set),
        3 => rows().prop_map(Op::Patch),
        2 => row().prop_map(Op::Push),
        1 => (0..6_usize).prop_map(Op::Remove),
        2 => (0..6_usize, 0..6_usize).prop_map(|(first, second)| Op::Swap(first, second)),
    ]
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        6 => writes(),
        1 => prop::collection::vec(writes(), 0..4).prop_map(Op::Batch),
    ];
    prop::collection::vec(op, 0..16)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_of_a_store_behave_like_their_model(ops in ops()) {
        check(&ops)?;
    }
}
