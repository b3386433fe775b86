//! What submissions under way lay over data, by the rules of the app; one without rules links none of this.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limosa_reactive::batch;

use super::records::{self, Running};
use crate::submission::{Laid, Lay, Rule};
use crate::wire::ReplyFrame;

thread_local! {
    static HOOKS: Cell<Option<&'static Hooks>> = const { Cell::new(None) };
    static STATE: RefCell<State> = RefCell::default();
}

/// What is done when a submission begins and when it ends, reached by pointers alone.
struct Hooks {
    begun: fn(Running),
    ended: fn(Running, &ReplyFrame),
}

static ALL: Hooks = Hooks { begun, ended };

#[derive(Default)]
struct State {
    numbers: u32,
    rules: Vec<(u32, Rule)>,
    /// With the submission it is for and the number of the rule that laid it.
    laid: Vec<(Running, u32, Box<dyn Laid>)>,
}

/// Lays what the rules say over data for a submission that begins, or begins again.
pub(super) fn begin(running: Running) {
    if let Some(hooks) = HOOKS.get() {
        (hooks.begun)(running);
    }
}

/// What was laid for a submission goes, or stays until what the server has done is there.
pub(super) fn end(running: Running, reply: &ReplyFrame) {
    if let Some(hooks) = HOOKS.get() {
        (hooks.ended)(running, reply);
    }
}

/// Lays a rule over every submission from now on, and over those under way; gives what ends it.
pub(crate) fn watch_submissions(rule: Rule) -> impl FnOnce() + 'static {
    HOOKS.set(Some(&ALL));
    let (action, lay) = (rule.action, Rc::clone(&rule.lay));
    let number = STATE.with_borrow_mut(|state| {
        state.numbers += 1;
        state.rules.push((state.numbers, rule));
        state.numbers
    });
    for running in records::under_way(Some(action)) {
        put(running, number, &lay);
    }
    move || {
        let gone: Vec<_> = STATE.with_borrow_mut(|state| {
            state.rules.retain(|(other, _)| *other != number);
            state
                .laid
                .extract_if(.., |(_, rule, _)| *rule == number)
                .collect()
        });
        batch(|| drop(gone));
    }
}

fn begun(running: Running) {
    let Some((action, _)) = running.form() else {
        return;
    };
    let rules: Vec<_> = STATE.with_borrow(|state| {
        let rules = state.rules.iter();
        rules
            .filter(|(_, rule)| *rule.action == *action)
            .map(|(number, rule)| (*number, Rc::clone(&rule.lay)))
            .collect()
    });
    for (number, lay) in rules {
        put(running, number, &lay);
    }
}

fn put(running: Running, rule: u32, lay: &Lay) {
    let about = running.form().zip(running.input()).zip(running.begun());
    let laid = about.and_then(|(((_, bound), input), begun)| {
        let order = u64::from(begun) << 32 | u64::from(rule);
        lay(order, running.number(), &bound, &input)
    });
    if let Some(laid) = laid {
        STATE.with_borrow_mut(|state| state.laid.push((running, rule, laid)));
    }
}

fn ended(running: Running, reply: &ReplyFrame) {
    let laid: Vec<_> = STATE.with_borrow_mut(|state| {
        state
            .laid
            .extract_if(.., |(of, _, _)| *of == running)
            .collect()
    });
    for (_, _, laid) in laid {
        if reply.succeeded() {
            laid.land(reply.stamp.clone());
        }
    }
}
