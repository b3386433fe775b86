//! Resources, pending boundaries and error boundaries.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;

use futures::channel::oneshot;
use limosa_reactive::{
    Effect, ErrorBoundary, Memo, Owner, PendingBoundary, RenderEffect, StoredValue, host, pending,
    raise, resource, signal, spawn_scoped,
};

type Answers = Rc<RefCell<Vec<oneshot::Sender<Result<i32, String>>>>>;

/// A resource whose answers the test gives by hand, in any order.
fn by_hand() -> (
    limosa_reactive::Resource<i32, String>,
    Answers,
    limosa_reactive::WriteSignal<i32>,
) {
    let answers = Answers::default();
    let (id, set_id) = signal(0);
    let asked = Rc::clone(&answers);
    let found = resource(move || {
        id.track();
        let (sender, receiver) = oneshot::channel();
        asked.borrow_mut().push(sender);
        async move { receiver.await.expect("the test answers") }
    });
    (found, answers, set_id)
}

fn answer(answers: &Answers, index: usize, value: Result<i32, String>) -> bool {
    let mut senders = answers.borrow_mut();
    let (unused, _) = oneshot::channel();
    let sender = std::mem::replace(&mut senders[index], unused);
    drop(senders);
    let taken = sender.send(value).is_ok();
    host::run_until_stalled();
    taken
}

#[test]
fn the_last_value_stays_while_the_next_loads() {
    let (found, answers, set_id) = by_hand();
    assert!(found.loading());
    assert_eq!(found.get(), None);
    host::run_until_stalled();
    assert!(answer(&answers, 0, Ok(1)));
    assert_eq!(found.get(), Some(Ok(1)));
    assert!(!found.loading());
    set_id.set(1);
    assert_eq!(found.latest(), Some(1));
    assert!(found.loading());
    host::run_until_stalled();
    assert!(answer(&answers, 1, Err("gone".into())));
    assert_eq!(found.error().as_deref(), Some("gone"));
    assert_eq!(found.latest(), None);
}

#[test]
fn the_last_request_wins_and_the_others_are_dropped() {
    let (found, answers, set_id) = by_hand();
    host::run_until_stalled();
    set_id.set(1);
    host::run_until_stalled();
    assert!(answer(&answers, 1, Ok(2)));
    assert!(!answer(&answers, 0, Ok(1)), "the first future is gone");
    assert_eq!(found.get(), Some(Ok(2)));
}

#[test]
fn refetching_a_future_runs_the_closure_again() {
    let (found, answers, _) = by_hand();
    host::run_until_stalled();
    answer(&answers, 0, Ok(1));
    found.refetch();
    assert!(found.loading());
    host::run_until_stalled();
    answer(&answers, 1, Ok(2));
    assert_eq!(found.get(), Some(Ok(2)));
}

#[test]
fn a_resource_is_dropped_with_its_owner() {
    let owner = Owner::new_root();
    let (found, answers, _) = owner.with(by_hand);
    host::run_until_stalled();
    owner.dispose();
    assert!(!answer(&answers, 0, Ok(1)));
    assert!(!found.is_settled_untracked());
}

#[test]
fn a_boundary_waits_for_its_readers() {
    let owner = Owner::new_root();
    let (found, answers, _) = owner.with(by_hand);
    let log = StoredValue::new(vec![]);
    let (boundary, reader) = owner.with(|| {
        let boundary = PendingBoundary::provide();
        RenderEffect::new(move || log.update(|log| log.push(boundary.waiting())));
        let reader = Owner::new();
        reader.with(|| {
            let doubled =
                Memo::new(move || found.get().map(|answer| answer.map(|value| value * 2)));
            RenderEffect::new(move || drop(doubled.get()));
            RenderEffect::new(move || drop(found.get()));
        });
        (boundary, reader)
    });
    assert!(boundary.waiting());
    host::run_until_stalled();
    answer(&answers, 0, Ok(1));
    assert!(!boundary.waiting());
    assert_eq!(log.get(), [false, true, false]);
    reader.dispose();
    assert!(!boundary.waiting());
}

#[test]
fn collecting_lists_what_was_found_unsettled() {
    let (found, answers, _) = by_hand();
    host::run_until_stalled();
    let (_, mut waits) = pending::collect(|| {
        RenderEffect::new(move || drop((found.get(), found.get())));
    });
    assert_eq!(waits.len(), 1);
    let done = Rc::new(RefCell::new(false));
    let flag = Rc::clone(&done);
    let wait = waits.remove(0);
    host::spawn(async move {
        wait.await;
        *flag.borrow_mut() = true;
    });
    host::run_until_stalled();
    assert!(!*done.borrow());
    answer(&answers, 0, Ok(1));
    assert!(*done.borrow());
}

#[test]
fn waiting_ends_when_the_resource_goes() {
    let owner = Owner::new_root();
    let (found, _answers, _) = owner.with(by_hand);
    let (_, mut waits) =
        pending::collect(|| RenderEffect::new(move || assert!(found.get().is_none())));
    let wait = waits.remove(0);
    let done = Rc::new(RefCell::new(false));
    let flag = Rc::clone(&done);
    host::spawn(async move {
        wait.await;
        *flag.borrow_mut() = true;
    });
    host::run_until_stalled();
    owner.dispose();
    host::run_until_stalled();
    assert!(*done.borrow());
}

#[test]
fn plain_futures_do_not_run_below_an_inert_root() {
    let root = Owner::new_inert_root();
    let (boundary, waits) = root.with(|| {
        let boundary = PendingBoundary::provide();
        let found = resource(|| async { Ok::<_, ()>(1) });
        let (_, waits) =
            pending::collect(|| RenderEffect::new(move || assert!(found.get().is_none())));
        (boundary, waits)
    });
    host::run_until_stalled();
    assert!(waits.is_empty());
    assert!(boundary.waiting());
    root.dispose();
}

#[test]
fn errors_stay_at_the_boundary_until_their_reader_runs_again() {
    let owner = Owner::new_root();
    let (broken, set_broken) = signal(true);
    let boundary = owner.with(|| {
        let boundary = ErrorBoundary::provide();
        Effect::new(move || {
            if broken.get() {
                assert!(raise(std::fmt::Error));
            }
        });
        boundary
    });
    assert_eq!(boundary.errors().with(Vec::len), 1);
    set_broken.set(false);
    assert_eq!(boundary.errors().with(Vec::len), 0);
    assert!(!raise(std::fmt::Error));
}

#[test]
fn a_scoped_future_dies_with_its_owner_even_while_it_runs() {
    let owner = Owner::new_root();
    let alive = Rc::new(());
    let held = Rc::clone(&alive);
    owner.with(|| {
        spawn_scoped(async move {
            owner.dispose();
            std::future::poll_fn(|_| Poll::<()>::Pending).await;
            drop(held);
        });
    });
    host::run_until_stalled();
    assert_eq!(Rc::strong_count(&alive), 1);
}
