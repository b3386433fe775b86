//! Panics in closures leave everything usable; misuse panics and names what is wrong.

use std::cell::Cell;
use std::rc::Rc;

use limosa_reactive::{
    Effect, Memo, Owner, RenderEffect, RwSignal, StoredValue, batch, on_cleanup, signal, untrack,
};

use crate::support::{bump, counter, panic_of};

#[test]
fn a_memo_that_panics_computes_again_and_its_readers_hear_of_it() {
    let (source, set_source) = signal(1);
    let half = Memo::new(move || {
        let value = source.get();
        assert!(value % 2 == 0, "odd");
        value / 2
    });
    let next = Memo::new(move || half.get() + 1);
    let seen = StoredValue::new(vec![]);
    let made = panic_of(move || Effect::new(move || seen.update(|seen| seen.push(next.get()))));
    assert_eq!(made, "odd");
    set_source.set(4);
    assert_eq!(seen.get(), [3]);
    assert_eq!(panic_of(|| set_source.set(5)), "odd");
    assert_eq!(panic_of(|| next.get()), "odd");
    set_source.set(8);
    assert_eq!(seen.get(), [3, 5]);
    assert_eq!(next.get(), 5);
}

#[test]
fn an_effect_that_panics_does_not_stop_the_others() {
    let (source, set_source) = signal(0);
    let (before, count_before) = counter();
    let (after, count_after) = counter();
    Effect::new(move || {
        source.track();
        bump(&count_before);
    });
    Effect::new(move || assert!(source.get() != 1, "one"));
    Effect::new(move || {
        source.track();
        bump(&count_after);
    });
    assert_eq!(panic_of(|| set_source.set(1)), "one");
    assert_eq!((before.get(), after.get()), (2, 2));
    set_source.set(2);
    assert_eq!((before.get(), after.get()), (3, 3));
}

#[test]
fn a_batch_that_panics_still_runs_its_effects() {
    let (source, set_source) = signal(0);
    let (runs, count) = counter();
    Effect::new(move || {
        source.track();
        bump(&count);
    });
    let message = panic_of(|| {
        batch(|| {
            set_source.set(1);
            panic!("inside");
        })
    });
    assert_eq!(message, "inside");
    assert_eq!(runs.get(), 2);
    set_source.set(2);
    assert_eq!(runs.get(), 3);
}

#[test]
fn a_comparison_that_panics_keeps_the_old_value() {
    #[derive(Clone)]
    struct Picky(i32);
    impl PartialEq for Picky {
        fn eq(&self, other: &Self) -> bool {
            assert!(other.0 != 13, "thirteen");
            self.0 == other.0
        }
    }
    let (source, set_source) = signal(1);
    let memo = Memo::new(move || Picky(source.get()));
    assert_eq!(memo.get().0, 1);
    set_source.set(13);
    assert_eq!(panic_of(|| memo.get()), "thirteen");
    set_source.set(2);
    assert_eq!(memo.get().0, 2);
}

#[test]
fn a_panic_restores_observer_and_owner() {
    let (source, set_source) = signal(0);
    let owner = Owner::new();
    let (runs, count) = counter();
    Effect::new(move || {
        bump(&count);
        panic_of(|| untrack(|| panic!("untracked")));
        panic_of(|| owner.with(|| panic!("owned")));
        assert!(Owner::current().is_some_and(|current| current != owner));
        source.track();
    });
    set_source.set(1);
    assert_eq!(runs.get(), 2);
    assert_eq!(Owner::current(), None);
}

#[test]
fn everything_is_disposed_even_if_a_cleanup_and_a_drop_panic() {
    struct Bad;
    impl Drop for Bad {
        fn drop(&mut self) {
            panic!("drop");
        }
    }
    let (cleaned, count) = counter();
    let again = Rc::clone(&count);
    let root = Owner::new_root();
    root.with(|| {
        on_cleanup(move || bump(&count));
        on_cleanup(|| panic!("cleanup"));
        StoredValue::new(Bad).with(|_| ());
        on_cleanup(move || bump(&again));
    });
    assert_eq!(panic_of(|| root.dispose()), "drop");
    assert_eq!(cleaned.get(), 2);
    assert!(root.is_disposed());
}

#[test]
fn a_memo_that_reads_itself_is_named() {
    let itself = Rc::new(Cell::new(None::<Memo<i32>>));
    let through = Rc::clone(&itself);
    let first = Memo::new(move || through.get().map_or(0, Memo::get) + 1);
    let second = Memo::new(move || first.get() + 1);
    itself.set(Some(second));
    let message = panic_of(|| second.get());
    assert!(message.contains("depends on itself"), "{message}");
    assert!(message.contains("panics.rs"), "{message}");
    itself.set(None);
    assert_eq!(second.get(), 2);
}

#[test]
fn a_cycle_that_closes_later_is_found() {
    let (closed, set_closed) = signal(false);
    let itself = Rc::new(Cell::new(None::<Memo<i32>>));
    let through = Rc::clone(&itself);
    let first = Memo::new(move || {
        if closed.get() {
            through.get().map_or(0, Memo::get)
        } else {
            0
        }
    });
    let second = Memo::new(move || first.get() + 1);
    itself.set(Some(second));
    assert_eq!(second.get(), 1);
    set_closed.set(true);
    assert!(panic_of(|| second.get()).contains("depends on itself"));
    set_closed.set(false);
    assert_eq!(second.get(), 1);
}

#[test]
fn endless_effects_are_stopped_and_named() {
    let root = Owner::new_root();
    let (count, other) = root.with(|| (RwSignal::new(0_u64), RwSignal::new(0_u64)));
    let alone = Owner::new_root();
    let endless = || panic_of(|| Effect::new(move || count.set(count.get() + 1)));
    assert!(alone.with(endless).contains("keep each other running"));
    alone.dispose();
    let message = root.with(|| {
        RenderEffect::new(move || other.set(count.get() + 1));
        panic_of(|| RenderEffect::new(move || count.set(other.get() + 1)))
    });
    assert!(message.contains("keep each other running"), "{message}");
    assert!(message.contains("panics.rs"), "{message}");
    root.dispose();
    assert_eq!(Memo::new(|| 1).get(), 1);
}

#[test]
fn a_write_inside_a_memo_names_both() {
    let written = RwSignal::new(0);
    let memo = Memo::new(move || {
        untrack(|| written.set(1));
        2
    });
    let message = panic_of(|| memo.get());
    assert_eq!(message.matches("panics.rs").count(), 3, "{message}");
    let private = Memo::new(|| {
        let own = RwSignal::new(0);
        own.set(3);
        own.get()
    });
    assert_eq!(private.get(), 3);
    written.set(2);
    assert_eq!(written.get(), 2);
}

#[test]
fn a_value_in_use_cannot_be_changed() {
    let (count, set_count) = signal(1);
    let message = panic_of(|| count.with(|_| set_count.set(2)));
    assert!(message.contains("while a closure"), "{message}");
    let message = panic_of(|| set_count.update(|_| count.get()));
    assert!(message.contains("while a closure"), "{message}");
    set_count.set(5);
    assert_eq!(count.get(), 5);
}

#[test]
fn writes_inside_a_read_take_effect_after_it() {
    let (list, set_list) = signal(vec![1, 2]);
    let sum = Memo::new(move || list.with(|list| list.iter().sum::<i32>()));
    let (other, set_other) = signal(0);
    let seen = StoredValue::new(vec![]);
    Effect::new(move || seen.update(|seen| seen.push(sum.get() + other.get())));
    sum.with(|sum| set_other.set(*sum));
    set_list.update(|list| {
        list.push(3);
        set_other.set(0);
    });
    assert_eq!(seen.get(), [3, 6, 6]);
}

#[test]
fn a_first_read_too_deep_for_the_stack_names_a_memo() {
    let (source, _) = signal(0_usize);
    let root = Owner::new_root();
    let last = root.with(|| {
        let mut last = Memo::new(move || source.get());
        for _ in 1..100_000 {
            let previous = last;
            last = Memo::new(move || previous.get() + 1);
        }
        last
    });
    let message = panic_of(|| last.get());
    assert!(message.contains("panics.rs"), "{message}");
    root.dispose();
}

#[test]
fn a_later_read_too_deep_for_the_stack_names_a_memo_too() {
    let (source, set_source) = signal(0_usize);
    let root = Owner::new_root();
    let last = root.with(|| {
        let mut last = Memo::new(move || source.get());
        for _ in 1..100_000 {
            let previous = last;
            // All of them are out of date at once, so that each is run by the next.
            last = Memo::new(move || source.get() + previous.get());
            last.with(|_| ());
        }
        last
    });
    set_source.set(1);
    let message = panic_of(|| last.get());
    assert!(message.contains("panics.rs"), "{message}");
    root.dispose();
}
