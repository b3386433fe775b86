//! Signals, memos, effects and batches.

use std::cell::RefCell;
use std::rc::Rc;

use limosa_reactive::{
    Effect, Memo, Owner, RenderEffect, RwSignal, StoredValue, batch, on_cleanup, signal, untrack,
};

use crate::support::{bump, counter};

#[test]
fn a_diamond_runs_its_end_once_per_write() {
    let (source, set_source) = signal(1);
    let left = Memo::new(move || source.get() + 1);
    let right = Memo::new(move || source.get() * 2);
    let (runs, count) = counter();
    let seen = Rc::new(RefCell::new(vec![]));
    let log = Rc::clone(&seen);
    Effect::new(move || {
        bump(&count);
        log.borrow_mut().push(left.get() + right.get());
    });
    set_source.set(2);
    assert_eq!(*seen.borrow(), [4, 7]);
    assert_eq!(runs.get(), 2);
}

#[test]
fn an_effect_runs_for_the_second_of_its_sources_if_the_first_was_equal() {
    let (number, set_number) = signal(2);
    let double = Memo::new(move || number.get() * 2);
    let is_even = Memo::new(move || double.get() % 2 == 0);
    let copy = Memo::new(move || is_even.get());
    let seen = StoredValue::new(vec![]);
    Effect::new(move || {
        let found = (copy.get(), double.get());
        seen.update(|seen| seen.push(found));
    });
    set_number.set(3);
    assert_eq!(seen.get(), [(true, 4), (true, 6)]);
}

#[test]
fn an_equal_memo_stops_the_wave() {
    let (source, set_source) = signal(1);
    let parity = Memo::new(move || source.get() % 2);
    let (above, count_above) = counter();
    let next = Memo::new(move || {
        bump(&count_above);
        parity.get() + 1
    });
    let (runs, count) = counter();
    Effect::new(move || {
        bump(&count);
        next.get();
    });
    set_source.set(3);
    assert_eq!((above.get(), runs.get()), (1, 1));
    set_source.set(4);
    assert_eq!((above.get(), runs.get()), (2, 2));
}

#[test]
fn sources_follow_the_branch_taken() {
    let (first, set_first) = signal(true);
    let (left, set_left) = signal(1);
    let (right, set_right) = signal(2);
    let (runs, count) = counter();
    Effect::new(move || {
        bump(&count);
        if first.get() {
            left.get()
        } else {
            right.get()
        };
    });
    set_right.set(3);
    assert_eq!(runs.get(), 1);
    set_first.set(false);
    set_left.set(4);
    assert_eq!(runs.get(), 2);
    set_right.set(5);
    assert_eq!(runs.get(), 3);
}

#[test]
fn a_memo_nobody_reads_does_not_compute() {
    let (source, set_source) = signal(1);
    let (runs, count) = counter();
    let memo = Memo::new(move || {
        bump(&count);
        source.get()
    });
    set_source.set(2);
    assert_eq!(runs.get(), 0);
    assert_eq!(memo.get(), 2);
    assert_eq!(memo.get(), 2);
    assert_eq!(runs.get(), 1);
    set_source.set(3);
    set_source.set(4);
    assert_eq!(runs.get(), 1);
    assert_eq!(memo.get(), 4);
    assert_eq!(runs.get(), 2);
}

#[test]
fn render_effects_run_before_user_effects() {
    let (source, set_source) = signal(0);
    let log = StoredValue::new(vec![]);
    Effect::new(move || {
        source.track();
        log.update(|log| log.push("user"));
    });
    RenderEffect::new(move || {
        source.track();
        log.update(|log| log.push("render"));
    });
    log.set(vec![]);
    set_source.set(1);
    assert_eq!(log.get(), ["render", "user"]);
}

#[test]
fn a_parent_runs_before_its_child_whatever_they_subscribed_first() {
    let (source, set_source) = signal(0);
    let log = StoredValue::new(vec![]);
    RenderEffect::new(move || {
        RenderEffect::new(move || {
            source.track();
            log.update(|log| log.push("child"));
        });
        source.track();
        log.update(|log| log.push("parent"));
    });
    assert_eq!(log.get(), ["child", "parent"]);
    set_source.set(1);
    assert_eq!(log.get(), ["child", "parent", "child", "parent"]);
}

#[test]
fn an_effect_that_writes_what_it_read_runs_again() {
    let count = RwSignal::new(0);
    let (runs, bumps) = counter();
    Effect::new(move || {
        bump(&bumps);
        if count.get() < 5 {
            count.update(|count| *count += 1);
        }
    });
    assert_eq!(count.get(), 5);
    assert_eq!(runs.get(), 6);
}

#[test]
fn a_batch_is_one_wave_and_reads_inside_see_writes() {
    let (first, set_first) = signal(1);
    let (second, set_second) = signal(2);
    let sum = Memo::new(move || first.get() + second.get());
    let (runs, count) = counter();
    Effect::new(move || {
        bump(&count);
        sum.get();
    });
    batch(|| {
        set_first.set(2);
        assert_eq!(sum.get(), 4);
        batch(|| set_second.set(3));
        assert_eq!(runs.get(), 1);
    });
    assert_eq!(runs.get(), 2);
}

#[test]
fn untracked_reads_subscribe_to_nothing() {
    let (first, set_first) = signal(1);
    let (second, set_second) = signal(2);
    let (runs, count) = counter();
    Effect::new(move || {
        bump(&count);
        first.get();
        untrack(|| second.get());
        let _ = second.get_untracked();
    });
    set_second.set(3);
    assert_eq!(runs.get(), 1);
    set_first.set(3);
    assert_eq!(runs.get(), 2);
}

#[test]
fn cleanups_run_in_reverse_before_the_next_run_and_on_disposal() {
    let (source, set_source) = signal(0);
    let log = StoredValue::new(vec![]);
    let owner = Owner::new();
    owner.with(|| {
        Effect::new(move || {
            let value = source.get();
            on_cleanup(move || log.update(|log| log.push((value, 'a'))));
            on_cleanup(move || log.update(|log| log.push((value, 'b'))));
        });
    });
    set_source.set(1);
    assert_eq!(log.get(), [(0, 'b'), (0, 'a')]);
    log.set(vec![]);
    owner.dispose();
    assert_eq!(log.get(), [(1, 'b'), (1, 'a')]);
    set_source.set(2);
    assert_eq!(log.get().len(), 2);
}

#[test]
fn user_effects_do_not_run_below_an_inert_root() {
    let root = Owner::new_inert_root();
    let (runs, count) = counter();
    let (draws, drawn) = counter();
    root.with(|| {
        Owner::new().with(|| {
            Effect::new(move || bump(&count));
            RenderEffect::new(move || bump(&drawn));
        });
    });
    assert_eq!((runs.get(), draws.get()), (0, 1));
    root.dispose();
}
