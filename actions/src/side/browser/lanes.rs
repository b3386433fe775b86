//! Actions that are not like any other: whose submissions wait for those before them in their lane, are dropped or replaced,
//! go on from the last result, or are broken off. An app without such actions links none of this: the first one sets it up.

use std::cell::{Cell, RefCell};

use limosa_reactive::browser;
use wasm_bindgen::JsValue;

use super::records::{self, Running};
use super::{script, slots};
use crate::action::Action;
use crate::concurrency::{Concurrency, Entry, Lane, Lanes};
use crate::form::Form;
use crate::options::ActionOptions;
use crate::submission::Slot;
use crate::wire::PREVIOUS_FIELD;

thread_local! {
    static SPECIAL: Cell<Option<&'static Special>> = const { Cell::new(None) };
    static STATE: RefCell<State> = RefCell::default();
}

#[derive(Default)]
struct State {
    options: Vec<(&'static str, ActionOptions)>,
    lanes: Lanes,
}

/// What is done for them, reached by pointers alone.
struct Special {
    has_policy: fn(&str) -> bool,
    is_taken: fn(&str, &str) -> bool,
    enter: fn(Running, Option<Concurrency>) -> bool,
    leave: fn(Running),
    prepare: fn(Running, &JsValue),
    is_broken_off: fn(Running) -> bool,
}

static ALL: Special = Special {
    has_policy: |id| options(id).concurrency.is_some(),
    is_taken: |id, bound| {
        let options = options(id);
        options.concurrency == Some(Concurrency::Drop)
            && STATE.with_borrow(|state| state.lanes.is_used(&options.lane.name(id, bound)))
    },
    enter: enter_lane,
    leave: leave_lane,
    prepare: set_previous,
    is_broken_off: |running| running.form().is_some_and(|(id, _)| options(&id).abort),
};

/// Notes what an action is like, for its forms are sent by its id.
pub(crate) fn note_options<M: Action>() {
    if const { is_special(&M::OPTIONS) } {
        set_up();
        note(M::ID, M::OPTIONS);
    }
    if const { M::Form::HAS_FILES } {
        script::uploads();
    }
}

const fn is_special(options: &ActionOptions) -> bool {
    let is_usual = options.concurrency.is_none() && matches!(options.lane, Lane::Bound);
    !is_usual || options.abort || options.previous
}

/// From now on submissions enter lanes; those that are under way have done so.
pub(super) fn set_up() {
    if SPECIAL.replace(Some(&ALL)).is_none() {
        for running in records::under_way(None) {
            enter_lane(running, Some(Concurrency::Parallel));
        }
    }
}

/// Whether an action says what is to become of submissions while others are under way.
pub(super) fn has_policy(id: &str) -> bool {
    SPECIAL.get().is_some_and(|all| (all.has_policy)(id))
}

/// Whether a submission that came now would never be sent.
pub(super) fn is_taken(id: &str, bound: &str) -> bool {
    SPECIAL.get().is_some_and(|all| (all.is_taken)(id, bound))
}

/// Says whether a submission goes at once; else it does when its turn comes. `policy` is for one whose action has none.
pub(super) fn enter(running: Running, policy: Option<Concurrency>) -> bool {
    SPECIAL.get().is_none_or(|all| (all.enter)(running, policy))
}

/// A submission is over.
pub(super) fn leave(running: Running) {
    if let Some(all) = SPECIAL.get() {
        (all.leave)(running);
    }
}

/// Adds to a body what its action wants to know beside it.
pub(super) fn prepare(running: Running, body: &JsValue) {
    if let Some(all) = SPECIAL.get() {
        (all.prepare)(running, body);
    }
}

/// Whether the request of a submission is broken off when it is given up.
pub(super) fn is_broken_off(running: Running) -> bool {
    SPECIAL
        .get()
        .is_some_and(|all| (all.is_broken_off)(running))
}

fn note(id: &'static str, options: ActionOptions) {
    STATE.with_borrow_mut(|state| {
        if state.options.iter().all(|(known, _)| *known != id) {
            state.options.push((id, options));
        }
    });
}

fn options(id: &str) -> ActionOptions {
    let known = STATE.with_borrow(|state| {
        let mut all = state.options.iter();
        all.find_map(|(known, options)| (*known == id).then_some(*options))
    });
    known.unwrap_or(ActionOptions::DEFAULT)
}

fn lane(running: Running) -> Option<(String, Option<Concurrency>)> {
    let (id, bound) = running.form()?;
    let options = options(&id);
    Some((options.lane.name(&id, &bound), options.concurrency))
}

fn enter_lane(running: Running, policy: Option<Concurrency>) -> bool {
    let Some((lane, own)) = lane(running) else {
        return false;
    };
    // What would be dropped has not come this far, unless it is sent again: then it waits.
    let own = own.filter(|own| *own != Concurrency::Drop);
    let policy = own.or(policy).unwrap_or(Concurrency::Parallel);
    let (entry, replaced) =
        STATE.with_borrow_mut(|state| state.lanes.enter(&lane, policy, running.number()));
    for earlier in replaced {
        Running::numbered(earlier).give_up();
    }
    if let Entry::WaitFor(time) = entry {
        let due = move || {
            if STATE.with_borrow_mut(|state| state.lanes.due(&lane, running.number())) {
                running.go();
            }
        };
        browser::after(time.as_secs_f64() * 1000.0, Box::new(due));
    }
    entry == Entry::Go
}

fn leave_lane(running: Running) {
    let next = lane(running).and_then(|(lane, _)| {
        STATE.with_borrow_mut(|state| state.lanes.leave(&lane, running.number()))
    });
    if let Some(next) = next {
        Running::numbered(next).go();
    }
}

/// How the call before this one ended goes with it.
fn set_previous(running: Running, body: &JsValue) {
    let form = running.form().filter(|(id, _)| options(id).previous);
    let Some((id, bound)) = form else {
        return;
    };
    // The slot of the form may speak of one that waits behind this, or of the document's.
    let last = records::last_answered(&id, &bound)
        .or_else(|| Some(slots::slot(&id, Some(&bound))))
        .and_then(Slot::answered);
    let value = last.as_ref().and_then(|reply| reply.value.as_ref());
    script::set(body, PREVIOUS_FIELD, value.map(|value| value.get()));
}
