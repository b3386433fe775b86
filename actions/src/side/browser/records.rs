//! The submissions of this tab, each for itself: what lists show, what is laid over data, and what sends one again.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use futures::channel::oneshot::Sender;
use limosa_reactive::{Owner, RwSignal, batch};
use limosa_router::CallError;

use super::slots;
use crate::submission::{Laid, Recorded, Rule, Slot, message_prefix};
use crate::wire::ReplyFrame;

/// How many submissions that have ended are kept at most.
const KEPT: usize = 100;

thread_local! {
    static RECORDS: RefCell<Records> = RefCell::default();
}

#[derive(Default)]
struct Records {
    started: u32,
    records: Vec<Record>,
    rules: Vec<(u32, Rule)>,
    /// Notified when the list changes; made when somebody asks for the list.
    changed: Option<RwSignal<()>>,
}

struct Record {
    number: u32,
    action: Rc<str>,
    bound: Rc<str>,
    input: Rc<str>,
    slot: Slot,
    owner: Owner,
    over: bool,
    /// Whether the server has said how it ended.
    answered: bool,
    /// With the number of the rule that laid it.
    laid: Vec<(u32, Box<dyn Laid>)>,
    again: Again,
    /// Who waits for its end.
    waiter: Option<Sender<ReplyFrame>>,
    /// Lets the next one go, when it has ended.
    on_end: Option<Rc<dyn Fn()>>,
    /// Stops what is under way for it, when it is given up.
    on_give_up: Option<Rc<dyn Fn()>>,
}

/// Sends a submission again; told whether the server has answered it before.
pub(super) type Again = Rc<dyn Fn(Running, bool)>;

/// A submission. `Copy`; does nothing once it is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Running(u32);

/// Begins a submission: it and both slots of its action are pending from now on, and data looks as if it had been done.
pub(super) fn begin(action: &str, bound: &str, input: &str, again: Again) -> Running {
    let owner = Owner::new_root();
    let slot = owner.with(|| Slot::new(message_prefix(action, Some(bound)), None).with_progress());
    let running = RECORDS.with_borrow_mut(|records| {
        records.started += 1;
        records.records.push(Record {
            number: records.started,
            action: action.into(),
            bound: bound.into(),
            input: input.into(),
            slot,
            owner,
            over: true,
            answered: false,
            laid: Vec::new(),
            again,
            waiter: None,
            on_end: None,
            on_give_up: None,
        });
        Running(records.started)
    });
    running.start();
    running
}

/// All submissions, or those of an action, in the order in which they were made. Tracked.
pub(crate) fn records(action: Option<&str>) -> Vec<Recorded> {
    let changed = RECORDS.with_borrow(|records| records.changed);
    let changed = changed.unwrap_or_else(|| {
        let made = slots::owner().with(|| RwSignal::new(()));
        RECORDS.with_borrow_mut(|records| *records.changed.get_or_insert(made))
    });
    changed.track();
    RECORDS.with_borrow(|records| {
        let wanted = |record: &&Record| action.is_none_or(|action| *record.action == *action);
        let all = records.records.iter().filter(wanted);
        all.map(|record| Recorded {
            action: Rc::clone(&record.action),
            slot: record.slot,
        })
        .collect()
    })
}

/// Lays a rule over every submission from now on, and over those under way; gives what ends it.
pub(crate) fn watch_submissions(rule: Rule) -> impl FnOnce() + 'static {
    let (number, under_way) = RECORDS.with_borrow_mut(|records| {
        records.started += 1;
        let of_action = records.records.iter();
        let under_way: Vec<Running> = of_action
            .filter(|record| !record.over && *record.action == *rule.action)
            .map(|record| Running(record.number))
            .collect();
        (records.started, under_way)
    });
    let lay = Rc::clone(&rule.lay);
    RECORDS.with_borrow_mut(|records| records.rules.push((number, rule)));
    for running in under_way {
        running.lay(number, &lay);
    }
    move || {
        let gone = RECORDS.with_borrow_mut(|records| {
            records.rules.retain(|(other, _)| *other != number);
            let laid = records.records.iter_mut();
            laid.flat_map(|record| record.laid.extract_if(.., |(rule, _)| *rule == number))
                .collect::<Vec<_>>()
        });
        batch(|| drop(gone));
    }
}

/// Forgets how the submission that a slot shows has ended.
pub(crate) fn clear(slot: Slot) {
    let number = slot.latest().map(|(number, _)| number);
    let Some(running) = number.map(Running) else {
        // How one ended that led to this page without script.
        return slot.settled.set(None);
    };
    if !running.is_over() {
        return;
    }
    batch(|| {
        for shown in running.shown_by() {
            shown.settled.set(None);
            shown.input.set(None);
        }
        forget(|record| record.number == running.0);
    });
}

/// Sends the submission that a slot shows again, once it has ended.
pub(crate) fn retry(slot: Slot) {
    let Some(running) = slot.latest().map(|(number, _)| Running(number)) else {
        return;
    };
    let again = running.of(|record| {
        record
            .over
            .then(|| (Rc::clone(&record.again), record.answered))
    });
    if let Some((again, answered)) = again.flatten() {
        running.start();
        again(running, answered);
    }
}

/// Gives up the submission that a slot shows, if it is under way.
pub(crate) fn abort(slot: Slot) {
    if let Some((number, _)) = slot.latest() {
        Running(number).give_up();
    }
}

/// Forgets the submissions that have ended: the visitor has gone to another page.
pub(super) fn forget_ended() {
    forget(|record| record.over);
}

fn forget(which: impl Fn(&Record) -> bool) {
    let gone: Vec<Record> = RECORDS.with_borrow_mut(|records| {
        records
            .records
            .extract_if(.., |record| which(record))
            .collect()
    });
    if !gone.is_empty() {
        changed();
        gone.into_iter().for_each(|record| record.owner.dispose());
    }
}

fn changed() {
    if let Some(changed) = RECORDS.with_borrow(|records| records.changed) {
        changed.notify();
    }
}

impl Running {
    pub(super) fn numbered(number: u32) -> Self {
        Self(number)
    }

    pub(super) fn number(self) -> u32 {
        self.0
    }

    /// Makes it pending, for the first time or again.
    fn start(self) {
        let about = self.of(|record| {
            (record.over, record.answered) = (false, false);
            (
                Rc::clone(&record.bound),
                Rc::clone(&record.input),
                record.slot,
            )
        });
        let Some((bound, input, own)) = about else {
            return;
        };
        batch(|| {
            own.settled.set(None);
            for slot in self.slots().into_iter().flatten().chain([own]) {
                slot.set_latest(self.0, Rc::clone(&bound));
                slot.pending.update(|pending| *pending += 1);
                slot.input.set(Some(input.as_ref().to_owned()));
            }
            for (rule, lay) in self.rules() {
                self.lay(rule, &lay);
            }
            changed();
        });
    }

    /// Whether it has ended: answered, given up, or forgotten.
    pub(super) fn is_over(self) -> bool {
        self.of(|record| record.over).unwrap_or(true)
    }

    /// Somebody waits for its end.
    pub(super) fn wait(self, waiter: Sender<ReplyFrame>) {
        self.of(|record| record.waiter = Some(waiter));
    }

    /// Tells who waits for its end.
    pub(super) fn tell(self, reply: ReplyFrame) {
        if let Some(waiter) = self.of(|record| record.waiter.take()).flatten() {
            // Nobody may wait any more.
            let _ = waiter.send(reply);
        }
    }

    /// What lets the next one go when it has ended, and what stops it when it is given up.
    pub(super) fn on_end(self, end: impl Fn() + 'static, give_up: impl Fn() + 'static) {
        self.of(|record| {
            record.on_end = Some(Rc::new(end));
            record.on_give_up = Some(Rc::new(give_up));
        });
    }

    /// Ends it before it is answered.
    pub(super) fn give_up(self) {
        let give_up = self.of(|record| record.on_give_up.take()).flatten();
        let aborted = ReplyFrame::failed(CallError::Aborted);
        self.settle(&aborted, false);
        if let Some(give_up) = give_up {
            give_up();
        }
        self.tell(aborted);
    }

    /// How much of it has left, from 0 to 1.
    pub(super) fn uploaded(self, part: f64) {
        for progress in self.shown_by().filter_map(|slot| slot.progress) {
            progress.set(Some(part));
        }
    }

    /// Ends it. What is laid over data for it goes, or stays until what the server has done is there. A later submission of
    /// the same form keeps the word. Does nothing if it is over.
    pub(super) fn settle(self, reply: &ReplyFrame, answered: bool) {
        let laid = self.of(|record| {
            (!mem::replace(&mut record.over, true)).then(|| {
                record.answered = answered;
                record.on_give_up = None;
                (mem::take(&mut record.laid), record.on_end.take())
            })
        });
        let Some((laid, end)) = laid.flatten() else {
            return;
        };
        let settled = Rc::new(reply.clone());
        batch(|| {
            for slot in self.slots().into_iter().flatten().chain(self.own()) {
                slot.pending
                    .update(|pending| *pending = pending.saturating_sub(1));
            }
            for slot in self.shown_by() {
                slot.settled.set(Some(Rc::clone(&settled)));
                if let Some(progress) = slot.progress {
                    progress.set(None);
                }
            }
            for (_, change) in laid {
                if reply.succeeded() {
                    change.land(reply.stamp.clone());
                }
            }
            changed();
        });
        if let Some(end) = end {
            end();
        }
        trim();
    }

    /// Lays a rule over data for it.
    fn lay(self, rule: u32, lay: &Lay) {
        let about = self.of(|record| (Rc::clone(&record.bound), Rc::clone(&record.input)));
        let laid = about.and_then(|(bound, input)| lay(self.0, &bound, &input));
        if let Some(laid) = laid {
            self.of(|record| record.laid.push((rule, laid)));
        }
    }

    /// The rules of its action.
    fn rules(self) -> Vec<(u32, Lay)> {
        let Some(action) = self.of(|record| Rc::clone(&record.action)) else {
            return Vec::new();
        };
        RECORDS.with_borrow(|records| {
            let rules = records.rules.iter();
            rules
                .filter(|(_, rule)| *rule.action == *action)
                .map(|(number, rule)| (*number, Rc::clone(&rule.lay)))
                .collect()
        })
    }

    /// The slots of its action and of its form.
    fn slots(self) -> Option<[Slot; 2]> {
        let (action, bound) =
            self.of(|record| (Rc::clone(&record.action), Rc::clone(&record.bound)))?;
        Some([None, Some(&*bound)].map(|bound| slots::slot(&action, bound)))
    }

    fn own(self) -> Option<Slot> {
        self.of(|record| record.slot)
    }

    /// All slots that show it: those for which no later one has begun.
    fn shown_by(self) -> impl Iterator<Item = Slot> {
        let all = self.slots().into_iter().flatten().chain(self.own());
        all.filter(move |slot| slot.latest().is_some_and(|(number, _)| number == self.0))
    }

    fn of<R>(self, run: impl FnOnce(&mut Record) -> R) -> Option<R> {
        RECORDS.with_borrow_mut(|records| {
            let mut all = records.records.iter_mut();
            all.find(|record| record.number == self.0).map(run)
        })
    }
}

/// What a rule does; see [`Rule`].
type Lay = Rc<dyn Fn(u32, &str, &str) -> Option<Box<dyn Laid>>>;

/// Of those that have ended only the latest are kept.
fn trim() {
    let oldest = RECORDS.with_borrow(|records| {
        let mut ended = records.records.iter().rev().filter(|record| record.over);
        ended.nth(KEPT).map(|record| record.number)
    });
    if let Some(oldest) = oldest {
        forget(|record| record.over && record.number <= oldest);
    }
}
