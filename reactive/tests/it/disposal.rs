//! Owners, cleanups, contexts, and what happens to handles of things that are gone.

use std::rc::Rc;

use limosa_reactive::{
    Callback, Effect, Memo, Owner, RenderEffect, RwSignal, Selector, StoredValue, batch,
    on_cleanup, provide_context, signal, use_context, with_context,
};

use crate::support::{bump, counter, panic_of};

#[test]
fn an_owner_disposes_in_reverse_children_before_parents() {
    let log = StoredValue::new(vec![]);
    let note = move |name: &'static str| on_cleanup(move || log.update(|log| log.push(name)));
    let root = Owner::new_root();
    root.with(|| {
        note("first");
        Owner::new().with(|| {
            note("child");
            Owner::new().with(|| note("grandchild"));
        });
        note("last");
    });
    root.dispose();
    assert_eq!(log.get(), ["last", "grandchild", "child", "first"]);
    root.dispose();
    assert_eq!(log.get().len(), 4);
    assert!(root.is_disposed());
}

#[test]
fn a_signal_goes_with_the_owner_it_was_moved_to() {
    let (from, to) = (Owner::new_root(), Owner::new_root());
    let made: Vec<RwSignal<i32>> = from.with(|| (0..3).map(RwSignal::new).collect());
    // From the middle, from the end, and twice.
    made[1].move_here();
    to.with(|| [made[1], made[2], made[2]].map(RwSignal::move_here));
    from.dispose();
    assert!(made[0].is_disposed());
    assert_eq!((made[1].get(), made[2].get()), (1, 2));
    to.with(|| made[0].move_here());
    to.dispose();
    assert!(made.iter().all(|signal| signal.is_disposed()));
}

#[test]
fn a_signal_moved_into_an_effect_goes_before_its_next_run() {
    let source = RwSignal::new(0);
    let moved = RwSignal::new(7);
    let root = Owner::new_root();
    root.with(|| {
        RenderEffect::new(move || {
            if source.get() == 0 {
                moved.move_here();
            }
        });
    });
    assert!(!moved.is_disposed());
    source.set(1);
    assert!(moved.is_disposed());
    root.dispose();
}

#[test]
fn a_cleanup_still_reads_what_is_older_than_itself() {
    let root = Owner::new_root();
    let seen = StoredValue::new(0);
    root.with(|| {
        let older = RwSignal::new(7);
        on_cleanup(move || seen.set(older.get()));
        RwSignal::new(8).track();
    });
    root.dispose();
    assert_eq!(seen.get(), 7);
}

#[test]
fn reading_what_is_gone_names_where_it_was_made_and_read() {
    let root = Owner::new_root();
    let (read, memo) = root.with(|| (RwSignal::new(1), Memo::new(|| 1)));
    root.dispose();
    let message = panic_of(|| read.get());
    assert_eq!(message.matches("disposal.rs").count(), 2, "{message}");
    assert!(message.contains("signal"), "{message}");
    assert!(panic_of(|| memo.get()).contains("memo"));
    assert_eq!(read.try_get(), None);
    assert_eq!(memo.try_with(|value| *value), None);
    assert!(read.is_disposed());
    read.track();
}

#[test]
fn writing_what_is_gone_does_nothing() {
    let root = Owner::new_root();
    let gone = root.with(|| RwSignal::new(1));
    root.dispose();
    gone.set(2);
    assert_eq!(gone.try_set(3), Some(3));
    assert_eq!(gone.try_update(|value| *value), None);
    gone.notify();
    gone.dispose();
}

#[test]
fn a_stale_handle_never_reaches_another_value() {
    let root = Owner::new_root();
    let number = root.with(|| RwSignal::new(1_u64));
    let text = root.with(|| Memo::new(|| String::from("text")));
    root.dispose();
    for round in 0..1_000_000_u64 {
        let owner = Owner::new_root();
        owner.with(|| {
            if round % 2 == 0 {
                StoredValue::new(String::from("another type")).with(|_| ());
            } else {
                RwSignal::new(round).track();
            }
        });
        assert_eq!(number.try_get_untracked(), None);
        assert_eq!(text.try_with_untracked(String::len), None);
        owner.dispose();
    }
}

#[test]
fn what_stays_is_right_whenever_the_room_of_others_is_given_back() {
    let lasting = Owner::new_root();
    let (runs, count) = counter();
    let mut stay: Vec<(RwSignal<u32>, Memo<u32>)> = Vec::new();
    let mut gone: Vec<RwSignal<u32>> = Vec::new();
    for round in 0..20_u32 {
        let root = Owner::new_root();
        for number in 0..4_000_u32 {
            // Some are made among those that go.
            let stays = number % 1_000 == round;
            let owner = if stays { lasting } else { root };
            let (signal, memo) = owner.with(|| {
                let signal = RwSignal::new(number);
                let memo = Memo::new(move || signal.get() + 1);
                (signal, memo)
            });
            if stays {
                let count = Rc::clone(&count);
                lasting.with(|| {
                    RenderEffect::new(move || {
                        bump(&count);
                        memo.track();
                    })
                });
                stay.push((signal, memo));
            } else if number % 500 == 0 {
                gone.push(signal);
            }
        }
        root.dispose();
        runs.set(0);
        for (signal, memo) in &stay {
            signal.update(|value| *value += 1);
            assert_eq!(memo.get(), signal.get() + 1);
        }
        assert_eq!(runs.get() as usize, stay.len());
        assert!(gone.iter().all(|signal| signal.try_get().is_none()));
    }
    lasting.dispose();
    assert!(stay.iter().all(|(_, memo)| memo.try_get().is_none()));
}

#[test]
fn an_effect_may_dispose_itself_its_parent_and_its_source() {
    let (source, set_source) = signal(0);
    let (runs, count) = counter();
    let root = Owner::new_root();
    let extra = root.with(|| RwSignal::new(1));
    root.with(|| {
        Owner::new().with(|| {
            Effect::new(move || {
                bump(&count);
                if source.get() == 1 {
                    extra.dispose();
                }
                if source.get() == 2 {
                    root.dispose();
                    Effect::new(|| panic!("its owner is gone"));
                    on_cleanup(|| ());
                }
            });
        });
    });
    set_source.set(1);
    set_source.set(2);
    set_source.set(3);
    assert_eq!(runs.get(), 3);
}

#[test]
fn a_queued_effect_whose_owner_goes_does_not_run() {
    let (source, set_source) = signal(0);
    let child = StoredValue::new(Owner::new());
    let (runs, count) = counter();
    RenderEffect::new(move || {
        if source.get() == 1 {
            child.get().dispose();
        }
    });
    child.get().with(|| {
        Effect::new(move || {
            source.track();
            bump(&count);
        });
    });
    set_source.set(1);
    assert_eq!(runs.get(), 1);
}

#[test]
fn what_an_effect_made_goes_before_it_runs_again() {
    let (source, set_source) = signal(0);
    let (drops, count) = counter();
    struct Noisy(Rc<std::cell::Cell<u32>>);
    impl Drop for Noisy {
        fn drop(&mut self) {
            bump(&self.0);
        }
    }
    let effect = RenderEffect::new(move || {
        source.track();
        RwSignal::new(Noisy(Rc::clone(&count))).track();
    });
    set_source.set(1);
    assert_eq!(drops.get(), 1);
    effect.dispose();
    assert_eq!(drops.get(), 2);
}

#[test]
fn a_value_may_use_the_runtime_when_it_is_dropped() {
    struct Writes(RwSignal<u32>);
    impl Drop for Writes {
        fn drop(&mut self) {
            self.0.update(|count| *count += 1);
        }
    }
    let drops = RwSignal::new(0);
    let (runs, count) = counter();
    Effect::new(move || {
        drops.track();
        bump(&count);
    });
    let root = Owner::new_root();
    let held = root.with(|| RwSignal::new(Writes(drops)));
    held.set(Writes(drops));
    assert_eq!(drops.get(), 1);
    root.dispose();
    assert_eq!(drops.get(), 2);
    assert_eq!(runs.get(), 3);
}

#[test]
fn contexts_are_found_upwards_and_shadowed_downwards() {
    let root = Owner::new_root();
    root.with(|| {
        provide_context(1_u8);
        provide_context("outer");
        let child = Owner::new();
        child.with(|| {
            provide_context("inner");
            assert_eq!(use_context::<u8>(), Some(1));
            assert_eq!(use_context::<&str>(), Some("inner"));
            assert_eq!(with_context::<u16, _>(|value| *value), None);
        });
        assert_eq!(use_context::<&str>(), Some("outer"));
        provide_context("replaced");
        assert_eq!(use_context::<&str>(), Some("replaced"));
        let memo = Memo::new(use_context::<&str>);
        assert_eq!(memo.get(), Some("replaced"));
    });
    root.dispose();
    assert_eq!(use_context::<u8>(), None);
}

#[test]
fn callbacks_and_stored_values_end_with_their_owner() {
    let root = Owner::new_root();
    let (double, stored) =
        root.with(|| (Callback::new(|number: i32| number * 2), StoredValue::new(1)));
    assert_eq!(double.call(2), 4);
    root.dispose();
    assert_eq!(double.try_call(2), None);
    assert_eq!(stored.try_with(|value| *value), None);
    assert!(panic_of(|| stored.get()).contains("stored value"));
    stored.set(2);
}

#[test]
fn a_selector_forgets_keys_nobody_reads() {
    let (selected, select) = signal(0);
    let selector = Selector::new(move || selected.get());
    let (runs, count) = counter();
    for round in 0..1_000 {
        let row = Owner::new();
        let count = Rc::clone(&count);
        row.with(|| {
            RenderEffect::new(move || {
                selector.selected(&round);
                bump(&count);
            });
        });
        row.dispose();
    }
    assert_eq!(runs.get(), 1_000);
    select.set(999);
    assert_eq!(runs.get(), 1_000);
    batch(|| {
        select.set(1);
        assert!(selector.selected(&1));
        assert!(!selector.selected(&999));
    });
}
