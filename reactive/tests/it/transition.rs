//! Transitions: what is on show stays until what replaces it is ready.

use std::sync::Arc;

use limosa_reactive::{
    Callback, Connection, Effect, Owner, PendingBoundary, RenderEffect, Resource, RwSignal, Source,
    StoredValue, Transition, batch, on_cleanup, resource, signal, transition,
};

use crate::support::panic_of;

/// A source whose answer the test sets.
#[derive(Clone, Copy)]
struct Given(RwSignal<Option<Arc<Result<i32, ()>>>>);

impl Given {
    fn new() -> Self {
        Self(RwSignal::new(None))
    }

    fn answer(self, value: i32) {
        self.0.set(Some(Arc::new(Ok(value))));
    }
}

impl Source for Given {
    type Value = i32;
    type Error = ();

    fn connect(self) -> Connection<i32, ()> {
        Connection {
            settled: self.0.read_only(),
            loading: signal(false).0,
            refetch: Callback::new(|()| ()),
        }
    }
}

/// Two pages of which each reads a resource of its own when it is built, and what happened to them.
struct Pages {
    page: RwSignal<usize>,
    given: [Given; 3],
    transition: Transition,
    boundary: PendingBoundary,
    log: StoredValue<Vec<String>>,
    owner: Owner,
}

impl Pages {
    /// The first page is there.
    fn new() -> Self {
        let owner = Owner::new_root();
        let given = [Given::new(), Given::new(), Given::new()];
        given[0].answer(0);
        let page = RwSignal::new(0);
        let log = StoredValue::new(vec![]);
        let (transition, boundary) = owner.with(|| {
            let transition = Transition::new();
            let boundary = PendingBoundary::provide();
            transition::swap(
                move || {
                    let page = page.get();
                    on_cleanup(move || log.update(|log| log.push(format!("{page} goes"))));
                    let item = resource(move || given[page]);
                    RenderEffect::new(move || assert!(item.get() != Some(Err(()))));
                    (page, item)
                },
                move |(page, item): (usize, Resource<i32, ()>)| {
                    let value = item.latest();
                    log.update(|log| log.push(format!("{page} shows {value:?}")));
                },
            );
            (transition, boundary)
        });
        let pages = Self {
            page,
            given,
            transition,
            boundary,
            log,
            owner,
        };
        pages.logged(&["0 shows Some(0)"]);
        pages
    }

    fn go(&self, to: usize) {
        let page = self.page;
        self.transition.start(move || page.set(to));
    }

    #[track_caller]
    fn logged(&self, expected: &[&str]) {
        let log = self.log.try_update(std::mem::take).unwrap_or_default();
        assert_eq!(log, expected);
    }

    #[track_caller]
    fn is(&self, pending: bool, fallback: bool) {
        assert_eq!(
            (self.transition.is_pending(), self.boundary.waiting()),
            (pending, fallback)
        );
    }
}

#[test]
fn the_old_content_stays_until_the_new_is_ready() {
    let pages = Pages::new();
    pages.go(1);
    pages.logged(&[]);
    pages.is(true, false);
    assert_eq!(pages.page.get(), 1, "values are not held back");
    pages.given[1].answer(10);
    pages.logged(&["1 shows Some(10)", "0 goes"]);
    pages.is(false, false);
}

#[test]
fn without_a_transition_the_fallback_shows_at_once() {
    let pages = Pages::new();
    pages.page.set(1);
    pages.logged(&["1 shows None", "0 goes"]);
    pages.is(false, true);
    pages.given[1].answer(10);
    pages.is(false, false);
}

#[test]
fn what_is_ready_commits_with_the_wave() {
    let pages = Pages::new();
    pages.given[1].answer(10);
    let flickers = StoredValue::new(vec![]);
    let transition = pages.transition;
    RenderEffect::new(move || {
        let pending = transition.is_pending();
        flickers.update(|flickers| flickers.push(pending));
    });
    pages.go(1);
    pages.logged(&["1 shows Some(10)", "0 goes"]);
    assert_eq!(flickers.get(), [false]);
}

#[test]
fn a_second_start_joins_and_takes_the_place_of_what_waits() {
    let pages = Pages::new();
    pages.go(1);
    pages.go(2);
    pages.logged(&["1 goes"]);
    pages.given[1].answer(10);
    pages.logged(&[]);
    pages.is(true, false);
    pages.given[2].answer(20);
    pages.logged(&["2 shows Some(20)", "0 goes"]);
    pages.is(false, false);
    pages.go(0);
    pages.logged(&["0 shows Some(0)", "2 goes"]);
}

#[test]
fn a_write_outside_shows_what_it_leads_to_at_once() {
    let pages = Pages::new();
    pages.go(1);
    pages.page.set(2);
    pages.logged(&["1 goes", "2 shows None", "0 goes"]);
    pages.is(false, true);
    pages.given[1].answer(10);
    pages.logged(&[]);
}

#[test]
fn all_content_of_a_transition_commits_together() {
    let pages = Pages::new();
    let quick = pages.owner.with(|| {
        let (page, shown) = (pages.page, StoredValue::new(0));
        transition::swap(move || page.get(), move |page| shown.set(page));
        shown
    });
    pages.go(1);
    assert_eq!(quick.get(), 0);
    pages.given[1].answer(10);
    assert_eq!(quick.get(), 1);
}

#[test]
fn a_boundary_that_shows_its_content_goes_on_and_a_new_one_falls_back() {
    let owner = Owner::new_root();
    let (old, new) = (Given::new(), Given::new());
    let step = RwSignal::new(0);
    let inner = StoredValue::new(None);
    let (transition, outer) = owner.with(|| {
        let transition = Transition::new();
        let outer = PendingBoundary::provide();
        let reads = move |given: Given| {
            let item = resource(move || given);
            RenderEffect::new(move || assert!(item.get() != Some(Err(()))));
        };
        RenderEffect::new(move || match step.get() {
            0 => {}
            1 => reads(old),
            _ => Owner::new().with(|| {
                inner.set(Some(PendingBoundary::provide()));
                reads(new);
            }),
        });
        (transition, outer)
    });
    transition.start(move || step.set(1));
    assert!(transition.is_pending() && !outer.waiting());
    old.answer(1);
    assert!(!transition.is_pending());
    transition.start(move || step.set(2));
    assert!(!transition.is_pending() && !outer.waiting());
    assert!(inner.get().expect("it is made").waiting());
    owner.dispose();
}

#[test]
fn what_waits_for_one_thing_after_another_stays_back_until_the_last() {
    let owner = Owner::new_root();
    let given = [Given::new(), Given::new()];
    let (page, shown) = (RwSignal::new(0), StoredValue::new(0));
    let transition = owner.with(|| {
        let transition = Transition::new();
        transition::swap(
            move || {
                let page = page.get();
                let [first, second] = given.map(|given| resource(move || given));
                RenderEffect::new(move || {
                    if page == 1 && first.get().is_some() {
                        assert!(second.get().is_none_or(|answer| answer.is_ok()));
                    }
                });
                page
            },
            move |page| shown.set(page),
        );
        transition
    });
    transition.start(move || page.set(1));
    assert!(transition.is_pending(), "also without a boundary");
    given[0].answer(1);
    assert!(transition.is_pending());
    assert_eq!(shown.get(), 0);
    given[1].answer(2);
    assert_eq!((transition.is_pending(), shown.get()), (false, 1));
    owner.dispose();
}

#[test]
fn a_transition_starts_when_no_batch_is_open() {
    let pages = Pages::new();
    let (urgent, set_urgent) = signal(0);
    let log = pages.log;
    Effect::new(move || {
        let urgent = urgent.get();
        log.update(|log| log.push(format!("urgent {urgent}")));
    });
    pages.logged(&["urgent 0"]);
    pages.given[1].answer(10);
    batch(|| {
        pages.go(1);
        set_urgent.set(1);
        assert_eq!(pages.page.get(), 0);
    });
    pages.logged(&["urgent 1", "1 shows Some(10)", "0 goes"]);
    assert_eq!(pages.page.get(), 1);
}

#[test]
fn a_transition_that_is_disposed_commits_and_content_that_is_disposed_does_not() {
    let pages = Pages::new();
    pages.go(1);
    let child = pages.owner.with(Owner::new);
    let transition = child.with(Transition::new);
    let page = pages.page;
    transition.start(move || page.set(2));
    pages.logged(&["1 goes"]);
    assert!(!pages.transition.is_pending() && transition.is_pending());
    child.dispose();
    pages.logged(&["2 shows None", "0 goes"]);
    assert!(!transition.is_pending());
    pages.go(1);
    pages.owner.dispose();
    pages.logged(&["1 goes", "2 goes"]);
    transition.start(move || page.set(0));
    assert_eq!(page.get(), 0);
}

#[test]
fn content_that_panics_leaves_the_old_and_is_built_again() {
    let (page, set_page) = signal(0);
    let (shown, gone) = (StoredValue::new(vec![]), StoredValue::new(vec![]));
    transition::swap(
        move || {
            let page = page.get();
            on_cleanup(move || gone.update(|gone| gone.push(page)));
            assert!(page != 1, "one");
            page
        },
        move |page| shown.update(|shown| shown.push(page)),
    );
    assert_eq!(panic_of(|| set_page.set(1)), "one");
    assert_eq!((shown.get(), gone.get()), (vec![0], vec![1]));
    let transition = Transition::new();
    let message = panic_of(|| transition.start(move || set_page.set(1)));
    assert_eq!(message, "one");
    set_page.set(2);
    assert_eq!((shown.get(), gone.get()), (vec![0, 2], vec![1, 1, 0]));
    assert!(!transition.is_pending());
}

#[test]
fn content_that_writes_what_it_read_is_built_again() {
    let (page, set_page) = signal(0);
    let shown = StoredValue::new(vec![]);
    transition::swap(
        move || {
            let now = page.get();
            if now == 1 {
                set_page.set(2);
            }
            now
        },
        move |page| shown.update(|shown| shown.push(page)),
    );
    set_page.set(1);
    assert_eq!(shown.get(), [0, 1, 2]);
    set_page.set(3);
    assert_eq!(shown.get(), [0, 1, 2, 3]);
}

#[test]
fn below_an_inert_root_a_transition_is_a_batch() {
    let root = Owner::new_inert_root();
    let (page, set_page) = signal(0);
    root.with(|| {
        let transition = Transition::new();
        let runs = StoredValue::new(0);
        RenderEffect::new(move || {
            page.track();
            runs.update(|runs| *runs += 1);
        });
        transition.start(move || {
            set_page.set(1);
            set_page.set(2);
        });
        assert_eq!((runs.get(), transition.is_pending()), (2, false));
    });
    root.dispose();
}
