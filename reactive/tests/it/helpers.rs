//! What is made of signals, memos and effects: selectors, watches, memos with a comparison of their own, the `try_` twins.

use limosa_reactive::{
    Callback, Effect, ErrorBoundary, Memo, Owner, RwSignal, Selector, StoredValue, batch, raise,
    signal, watch,
};

use crate::support::{bump, counter, panic_of};

#[test]
fn a_selection_runs_two_readers_however_many_there_are() {
    let (selected, select) = signal(0);
    let selector = Selector::new(move || selected.get());
    let ran = StoredValue::new(vec![]);
    for row in 0..1_000 {
        Effect::new(move || {
            let is_selected = selector.selected(&row);
            ran.update(|ran| ran.push((row, is_selected)));
        });
    }
    ran.set(vec![]);
    select.set(700);
    assert_eq!(ran.get(), [(0, false), (700, true)]);
    ran.set(vec![]);
    select.set(700);
    assert_eq!(ran.get(), []);
    select.set(5_000);
    assert_eq!(ran.get(), [(700, false)]);
    batch(|| {
        select.set(1);
        assert!(selector.selected(&1), "reads inside a batch see the write");
        select.set(2);
    });
    assert_eq!(ran.get(), [(700, false), (2, true)]);
}

#[test]
fn a_watch_tracks_its_source_alone_and_ends_with_its_owner() {
    let (source, set_source) = signal(1);
    let (other, set_other) = signal(10);
    let seen = StoredValue::new(vec![]);
    let owner = Owner::new();
    owner.with(|| {
        watch(
            move || source.get(),
            move |new, old| seen.update(|seen| seen.push((*new + other.get(), old.copied()))),
        );
    });
    set_other.set(20);
    set_source.set(2);
    assert_eq!(seen.get(), [(11, None), (22, Some(1))]);
    owner.dispose();
    set_source.set(3);
    assert_eq!(seen.get().len(), 2);
}

#[test]
fn a_memo_may_say_itself_what_a_change_is() {
    let (source, set_source) = signal(1.0_f64);
    let close = |old: &f64, new: &f64| (old - new).abs() > 0.5;
    let memo = Memo::with_comparison(move |_| source.get(), close);
    let (runs, count) = counter();
    Effect::new(move || {
        memo.track();
        bump(&count);
    });
    set_source.set(1.2);
    assert_eq!((runs.get(), memo.get()), (1, 1.0));
    set_source.set(2.0);
    assert_eq!((runs.get(), memo.get()), (2, 2.0));
    let previous = Memo::with_previous(move |last: Option<&f64>| {
        last.copied().unwrap_or(0.0).max(source.get())
    });
    assert_eq!(previous.get(), 2.0);
    set_source.set(0.0);
    assert_eq!(previous.get(), 2.0);
}

#[test]
fn a_twin_gives_nothing_where_the_other_panics() {
    let root = Owner::new_root();
    let (signal, memo, stored, call) = root.with(|| {
        let signal = RwSignal::new(1);
        let memo = Memo::new(move || signal.get() + 1);
        (signal, memo, StoredValue::new(3), Callback::new(|_: ()| 4))
    });
    let twins = || {
        [
            signal.try_get(),
            signal.try_get_untracked(),
            signal.try_with(|value| *value),
            signal.try_with_untracked(|value| *value),
            signal.try_update(|value| *value),
            memo.try_get(),
            memo.try_get_untracked(),
            memo.try_with(|value| *value),
            memo.try_with_untracked(|value| *value),
            stored.try_with(|value| *value),
            stored.try_update(|value| *value),
            call.try_call(()),
        ]
    };
    assert_eq!(twins(), [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4].map(Some));
    assert_eq!(signal.try_set(5), None);
    root.dispose();
    assert_eq!(twins(), [None; 12]);
    assert_eq!(signal.try_set(6), Some(6));
    let panics: [&dyn Fn() -> i32; 5] = [
        &|| signal.get_untracked(),
        &|| signal.with(|value| *value),
        &|| signal.update(|value| *value),
        &|| memo.with_untracked(|value| *value),
        &|| stored.update(|value| *value),
    ];
    for run in panics {
        assert!(panic_of(run).contains("is disposed"));
    }
}

#[test]
fn an_error_goes_to_the_nearest_boundary_alone() {
    let root = Owner::new_root();
    let (outer, inner) = root.with(|| {
        let outer = ErrorBoundary::provide();
        let inner = Owner::new().with(|| {
            let inner = ErrorBoundary::provide();
            Owner::new().with(|| raise(std::fmt::Error));
            inner
        });
        raise(std::fmt::Error);
        raise(std::fmt::Error);
        (outer, inner)
    });
    let count = |boundary: ErrorBoundary| boundary.errors().with(Vec::len);
    assert_eq!((count(outer), count(inner)), (2, 1));
    root.dispose();
}
