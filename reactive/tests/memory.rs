//! Everything is given back: memory and the cost of a write stay flat over a million rounds.

#![allow(
    unsafe_code,
    reason = "a counting allocator cannot be written without; it only passes on"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

use limosa_reactive::{
    Effect, Memo, Owner, RenderEffect, RwSignal, Selector, Store, StoredValue, on_cleanup,
    provide_context,
};

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
}

struct Counting;

fn count(bytes: isize) {
    LIVE.set(LIVE.get() + bytes);
}

fn size(layout: Layout) -> isize {
    isize::try_from(layout.size()).expect("a size that fits")
}

// SAFETY: every call goes to the system's allocator unchanged; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(size(layout));
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-size(layout));
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A part of a page: everything that can be made, subscribed to a signal that lives longer.
fn part(lasting: RwSignal<u64>, selector: Selector<u64>, key: u64) {
    provide_context(String::from("context"));
    let own = RwSignal::new(vec![1, 2, 3]);
    let memo = Memo::new(move || lasting.get() + own.with(Vec::len) as u64);
    let boxed = StoredValue::new(Box::new(0_u64));
    RenderEffect::new(move || {
        let value = memo.get();
        boxed.update(|boxed| **boxed = value);
        on_cleanup(move || boxed.with(|_| ()));
    });
    Effect::new(move || {
        selector.selected(&key);
        lasting.track();
    });
}

fn subscribers_run(lasting: RwSignal<u64>) -> u32 {
    let runs = std::rc::Rc::new(Cell::new(0));
    let counted = std::rc::Rc::clone(&runs);
    let watcher = RenderEffect::new(move || {
        lasting.track();
        counted.set(counted.get() + 1);
    });
    lasting.update(|value| *value += 1);
    watcher.dispose();
    runs.get()
}

/// The shortest of some writes that nobody reads; a few of them are free of what else the machine does.
fn time_of_a_write(lasting: RwSignal<u64>) -> Duration {
    let write = |_| {
        let start = Instant::now();
        lasting.notify();
        start.elapsed()
    };
    (0..1_000).map(write).min().expect("there are some")
}

#[test]
fn a_million_parts_come_and_go() {
    let lasting = RwSignal::new(0_u64);
    let selector = Selector::new(move || lasting.get());
    let round = |key: u64| {
        let owner = Owner::new_root();
        owner.with(|| part(lasting, selector, key));
        if key.is_multiple_of(1024) {
            assert_eq!(subscribers_run(lasting), 2);
        }
        owner.dispose();
    };
    (0..10_000).for_each(round);
    let time = time_of_a_write(lasting);
    let before = LIVE.get();
    (10_000..1_010_000).for_each(round);
    assert_eq!(LIVE.get(), before);
    // One edge that stayed behind each thousand rounds would make it ten times as much.
    let now = time_of_a_write(lasting);
    assert!(
        now <= time * 4 + Duration::from_micros(1),
        "{time:?}, then {now:?}"
    );
}

#[test]
fn a_tree_is_given_back_whole() {
    let build = || {
        let root = Owner::new_root();
        root.with(|| {
            let source = RwSignal::new(0_u64);
            let selector = Selector::new(move || source.get());
            for key in 0..100 {
                Owner::new().with(|| part(source, selector, key));
            }
            source.set(7);
        });
        root
    };
    build().dispose();
    let before = LIVE.get();
    for _ in 0..10 {
        build().dispose();
    }
    assert_eq!(LIVE.get(), before);
}

#[test]
fn a_row_that_runs_again_keeps_its_size() {
    let source = RwSignal::new(0_u64);
    RenderEffect::new(move || {
        let value = source.get();
        let text = RwSignal::new(value.to_string());
        let shown = Memo::new(move || text.with(String::len));
        Effect::new(move || assert!(shown.get() > 0));
    });
    (0..100).for_each(|_| source.notify());
    let before = LIVE.get();
    (0..10_000).for_each(|_| source.notify());
    assert_eq!(LIVE.get(), before);
}

#[test]
fn the_room_of_many_is_given_back_and_their_keys_stay_dead() {
    let first = RwSignal::new(1_u64);
    let before = LIVE.get();
    let mut dead = Vec::new();
    for _ in 0..3 {
        let root = Owner::new_root();
        dead.push(root.with(|| {
            let signals: Vec<RwSignal<u64>> = (0..20_000).map(RwSignal::new).collect();
            RenderEffect::new({
                let signals = signals.clone();
                move || assert!(signals.iter().map(|signal| signal.get()).sum::<u64>() > 0)
            });
            signals[19_999]
        }));
        root.dispose();
    }
    // The room of a thousand nodes and edges is kept, also when there are new ones.
    let owner = Owner::new_root();
    let left = LIVE.get() - before;
    assert!(left < 96 << 10, "{left}");
    owner.dispose();
    let root = Owner::new_root();
    root.with(|| (0..20_000_u64).for_each(|value| RwSignal::new(value).track()));
    assert!(dead.iter().all(|signal| signal.try_get().is_none()));
    root.dispose();
    assert_eq!(first.get(), 1);
}

#[test]
fn a_part_of_a_store_costs_nothing_until_it_is_read() {
    let list = Store::new((0..10_000_u64).collect::<Vec<_>>());
    let before = LIVE.get();
    list.with(|list| assert_eq!(list.len(), 10_000));
    list.update(|list| list.iter_mut().for_each(|value| *value += 1));
    assert_eq!(list.get_untracked()[7], 8);
    assert_eq!(LIVE.get(), before);
}

#[test]
fn rows_of_a_store_that_come_and_go_are_given_back() {
    let list = Store::new(vec![vec![0_u64]]);
    let round = |value: u64| {
        let owner = Owner::new_root();
        list.update(|list| list.push(vec![value; 3]));
        owner.with(|| {
            let last = list.at(1);
            RenderEffect::new(move || assert!(last.at(2).try_get() != Some(u64::MAX)));
            Effect::new(move || assert!(last.try_with(Vec::len) != Some(0)));
        });
        list.update(|list| list.truncate(1));
        owner.dispose();
    };
    (0..100).for_each(round);
    let before = LIVE.get();
    (100..20_000).for_each(round);
    assert_eq!(LIVE.get(), before);
    list.dispose();
}
