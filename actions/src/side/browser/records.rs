//! The submissions of this tab, each for itself: what lists show, and what is done for them.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use limosa_reactive::{Owner, RwSignal, batch};
use limosa_router::CallError;

use super::{ahead, lanes, slots};
use crate::concurrency::Concurrency;
use crate::submission::{Recorded, Slot, message_prefix};
use crate::wire::ReplyFrame;

/// How many submissions that have ended are kept at most.
const KEPT: usize = 100;

thread_local! {
    static RECORDS: RefCell<Records> = RefCell::default();
}

#[derive(Default)]
struct Records {
    started: u32,
    /// How often one began, for the first time or again.
    begun: u32,
    records: Vec<Record>,
    /// Who waits for the end of a submission, also of one that is not on the list any more.
    waiters: Vec<(Running, Waiter)>,
    /// Notified when the list changes; made when somebody asks for the list.
    changed: Option<RwSignal<()>>,
}

struct Record {
    number: u32,
    action: Rc<str>,
    bound: Rc<str>,
    input: Rc<str>,
    /// Those of its action, of its form, and its own.
    slots: [Slot; 3],
    owner: Owner,
    /// When it began for the last time, in the order of all.
    begun: u32,
    over: bool,
    /// Whether the server has said how it ended.
    answered: bool,
    work: Rc<dyn Work>,
}

/// What a submission does.
pub(super) trait Work {
    /// Its turn has come.
    fn begin(&self, running: Running);

    /// It is to be done again.
    fn again(self: Rc<Self>, running: Running, is_answered: bool);

    /// It is given up, before its turn or meanwhile.
    fn stop(&self, running: Running);
}

/// Called with the end of a submission.
type Waiter = Box<dyn FnOnce(&Rc<ReplyFrame>)>;

/// A submission. `Copy`; does nothing once it is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Running(u32);

/// Begins a submission: it and both slots of its action are pending from now on, and data looks as if it had been done.
pub(super) fn begin(action: &str, bound: &str, input: &str, work: Rc<dyn Work>) -> Running {
    let owner = Owner::new_root();
    let own = owner.with(|| Slot::new(message_prefix(action, Some(bound)), None).with_progress());
    let slots = [
        slots::slot(action, None),
        slots::slot(action, Some(bound)),
        own,
    ];
    let running = RECORDS.with_borrow_mut(|records| {
        records.started += 1;
        records.records.push(Record {
            number: records.started,
            action: action.into(),
            bound: bound.into(),
            input: input.into(),
            slots,
            owner,
            begun: 0,
            over: true,
            answered: false,
            work,
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
            slot: record.slots[2],
        })
        .collect()
    })
}

/// The submissions under way, of an action or of all.
pub(super) fn under_way(action: Option<&str>) -> Vec<Running> {
    RECORDS.with_borrow(|records| {
        let wanted = |record: &&Record| {
            !record.over && action.is_none_or(|action| *record.action == *action)
        };
        let all = records.records.iter().filter(wanted);
        all.map(|record| Running(record.number)).collect()
    })
}

/// The slot of the last submission of a form that the server has answered.
pub(super) fn last_answered(action: &str, bound: &str) -> Option<Slot> {
    RECORDS.with_borrow(|records| {
        let all = records.records.iter();
        let of_form = all.filter(|record| {
            record.over && record.answered && (&*record.action, &*record.bound) == (action, bound)
        });
        let last = of_form.max_by_key(|record| record.begun)?;
        Some(last.slots[2])
    })
}

/// Forgets how the submission that a slot shows has ended.
pub(crate) fn clear(slot: Slot) {
    let Some(running) = shown(slot) else {
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
    let Some(running) = shown(slot) else {
        return;
    };
    let again = running.of(|record| {
        record
            .over
            .then(|| (Rc::clone(&record.work), record.answered))
    });
    if let Some((work, is_answered)) = again.flatten() {
        lanes::set_up();
        running.start();
        work.again(running, is_answered);
        running.enter(Some(Concurrency::Queue));
    }
}

/// Gives up the submission that a slot shows, if it is under way.
pub(crate) fn abort(slot: Slot) {
    if let Some(running) = shown(slot) {
        running.give_up();
    }
}

fn shown(slot: Slot) -> Option<Running> {
    slot.latest().map(|(number, _)| Running(number))
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

    /// Id of its action and its bound arguments.
    pub(super) fn form(self) -> Option<(Rc<str>, Rc<str>)> {
        self.of(|record| (Rc::clone(&record.action), Rc::clone(&record.bound)))
    }

    /// What was sent with it.
    pub(super) fn input(self) -> Option<Rc<str>> {
        self.of(|record| Rc::clone(&record.input))
    }

    /// When it began for the last time, in the order of all.
    pub(super) fn begun(self) -> Option<u32> {
        self.of(|record| record.begun)
    }

    /// Makes it pending, for the first time or again.
    fn start(self) {
        let begun = RECORDS.with_borrow_mut(|records| {
            records.begun += 1;
            records.begun
        });
        let about = self.of(|record| {
            (record.begun, record.over, record.answered) = (begun, false, false);
            let (bound, input) = (Rc::clone(&record.bound), Rc::clone(&record.input));
            (bound, input, record.slots)
        });
        let Some((bound, input, slots)) = about else {
            return;
        };
        batch(|| {
            slots[2].settled.set(None);
            for slot in slots {
                slot.set_latest(self.0, Rc::clone(&bound));
                slot.pending.update(|pending| *pending += 1);
                slot.input.set(Some(input.as_ref().to_owned()));
            }
            ahead::begin(self);
            changed();
        });
    }

    /// It begins when its turn comes; see [`lanes::enter`].
    pub(super) fn enter(self, policy: Option<Concurrency>) {
        if !self.is_over() && lanes::enter(self, policy) {
            self.go();
        }
    }

    /// Its turn has come.
    pub(super) fn go(self) {
        if let Some(work) = self.work() {
            work.begin(self);
        }
    }

    /// Whether it has ended: answered, given up, or forgotten.
    pub(super) fn is_over(self) -> bool {
        self.work().is_none()
    }

    /// What it does, if it has not ended.
    fn work(self) -> Option<Rc<dyn Work>> {
        self.of(|record| (!record.over).then(|| Rc::clone(&record.work)))
            .flatten()
    }

    /// Somebody waits for its end.
    pub(super) fn wait(self, waiter: impl FnOnce(&Rc<ReplyFrame>) + 'static) {
        RECORDS.with_borrow_mut(|records| records.waiters.push((self, Box::new(waiter))));
    }

    /// Tells who waits for its end.
    pub(super) fn tell(self, reply: &Rc<ReplyFrame>) {
        let waiter = RECORDS.with_borrow_mut(|records| {
            let place = records.waiters.iter().position(|(of, _)| *of == self)?;
            Some(records.waiters.swap_remove(place).1)
        });
        if let Some(waiter) = waiter {
            waiter(reply);
        }
    }

    /// Ends it before it is answered.
    pub(super) fn give_up(self) {
        if let Some(work) = self.work() {
            let aborted = Rc::new(ReplyFrame::failed(CallError::Aborted));
            self.settle(&aborted, false);
            work.stop(self);
            self.tell(&aborted);
        }
    }

    /// How much of it has left, from 0 to 1.
    pub(super) fn uploaded(self, part: f64) {
        for progress in self.shown_by().filter_map(|slot| slot.progress) {
            progress.set(Some(part));
        }
    }

    /// Ends it. What is laid over data for it goes, or stays until what the server has done is there. A later submission of
    /// the same form keeps the word. Does nothing if it is over.
    pub(super) fn settle(self, reply: &Rc<ReplyFrame>, answered: bool) {
        let slots = self.of(|record| {
            let is_first = !mem::replace(&mut record.over, true);
            is_first.then(|| {
                record.answered = answered;
                record.slots
            })
        });
        let Some(slots) = slots.flatten() else {
            return;
        };
        batch(|| {
            for slot in slots {
                let ended = |pending: &mut u32| *pending = pending.saturating_sub(1);
                slot.pending.update(ended);
                if shown(slot) == Some(self) {
                    slot.settled.set(Some(Rc::clone(reply)));
                    if let Some(progress) = slot.progress {
                        progress.set(None);
                    }
                }
            }
            ahead::end(self, reply);
            changed();
        });
        lanes::leave(self);
        trim();
    }

    /// All slots that show it: those for which no later one has begun.
    fn shown_by(self) -> impl Iterator<Item = Slot> {
        let slots = self.of(|record| record.slots);
        let all = slots.into_iter().flatten();
        all.filter(move |slot| shown(*slot) == Some(self))
    }

    fn of<R>(self, run: impl FnOnce(&mut Record) -> R) -> Option<R> {
        RECORDS.with_borrow_mut(|records| {
            let mut all = records.records.iter_mut();
            all.find(|record| record.number == self.0).map(run)
        })
    }
}

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
