//! A twin of the cells in safe Rust: whatever is done to a pair, both answer alike.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use proptest::prelude::*;

use super::{ArenaOf, Job, NodeCell, Own, Reading, Writing};

/// Counts what was dropped, so that a value freed twice or never is seen.
struct Counted(u64, Rc<Cell<u32>>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.set(self.1.get() + 1);
    }
}

/// Adds to its value.
struct Adds(u64, Rc<Cell<u32>>);

impl Job<Counted> for Adds {
    fn run(&mut self, mut value: Own<'_, Counted>) -> bool {
        self.0 += 1;
        let next = Counted(value.get().0 + self.0, Rc::clone(&self.1));
        value.replace(next).is_ok()
    }
}

/// The same rules with counters and an `Rc`.
struct Twin {
    value: Rc<RefCell<Box<dyn Any>>>,
    readers: Rc<Cell<u32>>,
    writing: Rc<Cell<bool>>,
    added: Cell<u64>,
}

impl Twin {
    fn new(value: u64) -> Self {
        Self {
            value: Rc::new(RefCell::new(Box::new(value))),
            readers: Rc::default(),
            writing: Rc::default(),
            added: Cell::new(0),
        }
    }

    fn get(&self) -> u64 {
        *self.value.borrow().downcast_ref().expect("a number")
    }

    fn set(&self, value: u64) {
        *self.value.borrow_mut() = Box::new(value);
    }
}

enum Guard {
    Reading(Reading<Counted>),
    Writing(Writing<Counted>),
}

#[derive(Clone, Debug)]
enum Op {
    Read,
    Write(u64),
    Run,
    Release(usize),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        3 => Just(Op::Read),
        2 => (0..9_u64).prop_map(Op::Write),
        3 => Just(Op::Run),
        4 => (0..8_usize).prop_map(Op::Release),
    ];
    prop::collection::vec(op, 0..40)
}

struct Pair {
    cell: NodeCell,
    twin: Twin,
    guards: Vec<Guard>,
    drops: Rc<Cell<u32>>,
    made: u32,
}

impl Pair {
    fn new() -> Self {
        let drops = Rc::new(Cell::new(0));
        let value = Counted(0, Rc::clone(&drops));
        Self {
            cell: NodeCell::new(value, Adds(0, Rc::clone(&drops))),
            twin: Twin::new(0),
            guards: vec![],
            drops,
            made: 1,
        }
    }

    fn apply(&mut self, op: &Op) {
        match op {
            Op::Read => self.read(),
            Op::Write(value) => self.write(*value),
            Op::Run => self.run(),
            Op::Release(index) if !self.guards.is_empty() => {
                let guard = self.guards.swap_remove(index % self.guards.len());
                self.release(guard);
            }
            Op::Release(_) => {}
        }
    }

    fn read(&mut self) {
        let opened = self.cell.read::<Counted>();
        assert_eq!(opened.is_some(), !self.twin.writing.get());
        if let Some(guard) = opened {
            assert_eq!(guard.0, self.twin.get());
            self.twin.readers.set(self.twin.readers.get() + 1);
            self.guards.push(Guard::Reading(guard));
        }
    }

    fn write(&mut self, value: u64) {
        let twin = &self.twin;
        let free = twin.readers.get() == 0 && !twin.writing.get();
        let opened = self.cell.write::<Counted>();
        assert_eq!(opened.is_some(), free);
        if let Some(mut guard) = opened {
            guard.0 = value;
            twin.set(value);
            twin.writing.set(true);
            self.guards.push(Guard::Writing(guard));
        }
    }

    fn run(&mut self) {
        let twin = &self.twin;
        let is_free = twin.readers.get() == 0 && !twin.writing.get();
        if !twin.writing.get() {
            twin.added.set(twin.added.get() + 1);
            self.made += 1;
        }
        assert_eq!(self.cell.run(), is_free);
        if is_free {
            twin.set(twin.get() + twin.added.get());
        }
    }

    fn release(&mut self, guard: Guard) {
        match guard {
            Guard::Reading(guard) => {
                assert_eq!(guard.0, self.twin.get());
                self.twin.readers.set(self.twin.readers.get() - 1);
            }
            Guard::Writing(guard) => {
                drop(guard);
                self.twin.writing.set(false);
            }
        }
    }

    /// The cell goes first and its guards stay: they keep what they hold.
    fn finish(self) {
        let Self {
            cell,
            twin,
            guards,
            drops,
            made,
        } = self;
        drop(cell);
        for guard in guards {
            if let Guard::Reading(guard) = &guard {
                assert_eq!(guard.0, twin.get());
            }
        }
        assert_eq!(drops.get(), made);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn behaves_like_its_twin(ops in ops()) {
        let mut pair = Pair::new();
        ops.iter().for_each(|op| pair.apply(op));
        pair.finish();
    }
}

#[derive(Clone, Debug)]
enum Change {
    Grow(usize),
    Shrink(usize),
    Set(usize, u64),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        2 => (0..40_usize).prop_map(Change::Grow),
        1 => (0..40_usize).prop_map(Change::Shrink),
        5 => (0..64_usize, 1..9_u64).prop_map(|(slot, value)| Change::Set(slot, value)),
    ];
    prop::collection::vec(change, 0..40)
}

/// The same in a list.
fn change<const POWERS: bool>(
    arena: &mut ArenaOf<Box<u64>, POWERS>,
    list: &mut Vec<u64>,
    change: &Change,
) {
    match *change {
        Change::Grow(count) if list.len() < 64 => {
            arena.grow(count, Box::default);
            assert!(arena.len() >= count && arena.len() > list.len());
            assert!(arena.len().is_power_of_two() || !POWERS);
            list.resize(arena.len(), 0);
        }
        Change::Grow(_) => {}
        Change::Shrink(used) => {
            arena.shrink(used);
            assert!(arena.len() >= used.min(list.len()));
            list.truncate(arena.len());
        }
        Change::Set(slot, value) => {
            let index = ArenaOf::<Box<u64>, POWERS>::index(slot);
            if let Some(place) = list.get_mut(slot) {
                *place = value;
                **arena.at_mut(index) = value;
            }
            assert_eq!(arena.get_mut(index).is_some(), slot < list.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_arena_behaves_like_a_list(changes in changes()) {
        compare::<true>(&changes);
        compare::<false>(&changes);
    }
}

/// An arena, of any number of slots or of powers of two, beside a list.
fn compare<const POWERS: bool>(changes: &[Change]) {
    let mut arena = ArenaOf::<Box<u64>, POWERS>::new(Box::default);
    let mut list = vec![0];
    for one in changes {
        change(&mut arena, &mut list, one);
        assert_eq!(arena.len(), list.len());
        for (slot, value) in list.iter_mut().enumerate() {
            let index = ArenaOf::<Box<u64>, POWERS>::index(slot);
            assert_eq!(**arena.at(index), *value);
            // As a loop over them does it.
            let mut slots = arena.open();
            assert_eq!(**slots.at(index), *value);
            *value += 1;
            **slots.at_mut(index) += 1;
        }
        assert_eq!(arena.used(|value| **value != 0), list.len());
        let last = ArenaOf::<Box<u64>, POWERS>::index(list.len() - 1);
        for wrong in [7, last + 1, 1 << 20, u32::MAX] {
            let offset = ArenaOf::<Box<u64>, POWERS>::cut(wrong, last);
            assert_eq!(offset % size_of::<Box<u64>>(), 0);
            assert!(offset / size_of::<Box<u64>>() < list.len());
        }
    }
}

#[test]
#[should_panic(expected = "another type")]
fn another_type_is_refused() {
    drop(NodeCell::new(1_u32, ()).read::<i32>());
}
