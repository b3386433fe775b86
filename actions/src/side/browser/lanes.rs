//! When a submission is sent: at once, or when those before it in its lane have ended or a pause has come.

use std::cell::RefCell;

use futures::channel::oneshot::{Receiver, Sender, channel};
use futures::future::LocalBoxFuture;
use limosa_reactive::host;
use limosa_router::CallError;
use wasm_bindgen::prelude::Closure;

use super::records::Running;
use super::script;
use crate::concurrency::{Concurrency, Entry, Lanes};
use crate::options::ActionOptions;
use crate::wire::ReplyFrame;

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

#[derive(Default)]
struct State {
    /// Of actions that are not like any other.
    options: Vec<(String, ActionOptions)>,
    lanes: Lanes,
    /// Opened when a submission that waits is to be sent; gone when it is given up.
    gates: Vec<(Running, Sender<()>)>,
}

/// The place of a submission among those of its action.
#[derive(Debug, Clone)]
pub(super) struct Place {
    lane: String,
    policy: Concurrency,
}

impl Place {
    /// Where submissions of an action with these arguments belong. `otherwise` is for actions without a policy.
    pub(super) fn new(id: &str, bound: &str, otherwise: Concurrency) -> Self {
        let options = options(id);
        Self {
            lane: options.lane.name(id, bound),
            policy: options.concurrency.unwrap_or(otherwise),
        }
    }

    /// Whether a submission that came now would never be sent.
    pub(super) fn is_taken(&self) -> bool {
        self.policy == Concurrency::Drop
            && STATE.with_borrow(|state| state.lanes.is_used(&self.lane))
    }
}

/// Notes what an action is like, for its forms are sent by its id.
pub(crate) fn note_options(id: &str, options: ActionOptions) {
    if options != ActionOptions::DEFAULT {
        STATE.with_borrow_mut(|state| {
            if state.options.iter().all(|(known, _)| known != id) {
                state.options.push((id.to_owned(), options));
            }
        });
    }
}

/// What an action is like.
pub(super) fn options(id: &str) -> ActionOptions {
    let known = STATE.with_borrow(|state| {
        let mut all = state.options.iter();
        all.find_map(|(known, options)| (known == id).then_some(*options))
    });
    known.unwrap_or(ActionOptions::DEFAULT)
}

/// Makes a call, unless its lane is taken; the future gives its end, and the call goes on whether that is polled or not.
pub(super) fn call<Make: FnOnce() -> Running>(
    place: &Place,
    make: Make,
) -> impl Future<Output = ReplyFrame> + use<Make> {
    let (waiter, ended) = channel();
    if !place.is_taken() {
        make().wait(waiter);
    }
    async {
        // An error is a call that was never made.
        let unmade = |_| ReplyFrame::failed(CallError::Aborted);
        ended.await.unwrap_or_else(unmade)
    }
}

/// Does the work of a submission when its turn comes; `given_up` is called if it is given up, before or meanwhile.
pub(super) fn run(
    place: Place,
    running: Running,
    work: LocalBoxFuture<'static, ()>,
    given_up: impl Fn() + 'static,
) {
    let lane = place.lane.clone();
    let stop = move || {
        drop(gate_of(running));
        given_up();
    };
    running.on_end(move || leave(&lane, running), stop);
    let gate = enter(place, running);
    host::spawn(async move {
        // An error is a gate that is gone.
        if let Some(gate) = gate
            && gate.await.is_err()
        {
            return;
        }
        work.await;
    });
}

/// Enters the lane; gives the gate to wait at, if there is one.
fn enter(place: Place, running: Running) -> Option<Receiver<()>> {
    let Place { lane, policy } = place;
    let (entry, replaced) =
        STATE.with_borrow_mut(|state| state.lanes.enter(&lane, policy, running.number()));
    replaced
        .into_iter()
        .for_each(|earlier| Running::numbered(earlier).give_up());
    let (open, gate) = channel();
    match entry {
        Entry::Go | Entry::Dropped => return None,
        Entry::Wait => {}
        Entry::WaitFor(time) => {
            let milliseconds = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
            let due = Closure::once_into_js(move || {
                let is_due =
                    STATE.with_borrow_mut(|state| state.lanes.due(&lane, running.number()));
                if is_due {
                    open_gate(running);
                }
            });
            script::after(milliseconds, due);
        }
    }
    STATE.with_borrow_mut(|state| state.gates.push((running, open)));
    Some(gate)
}

fn leave(lane: &str, running: Running) {
    let next = STATE.with_borrow_mut(|state| state.lanes.leave(lane, running.number()));
    if let Some(next) = next {
        open_gate(Running::numbered(next));
    }
}

fn open_gate(running: Running) {
    if let Some(gate) = gate_of(running) {
        // The receiver is gone with the page only.
        let _ = gate.send(());
    }
}

/// Takes the gate out that a submission waits at.
fn gate_of(running: Running) -> Option<Sender<()>> {
    STATE.with_borrow_mut(|state| {
        let place = state.gates.iter().position(|(of, _)| *of == running)?;
        Some(state.gates.swap_remove(place).1)
    })
}
