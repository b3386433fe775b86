//! The core under test, driven by a script.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use limosa_reactive::{Effect, Memo, Owner, RenderEffect, RwSignal, batch};

use crate::script::{Kind, Op, Rule, Spec, evaluate};

#[derive(Clone, Copy)]
enum Item {
    Signal(RwSignal<i64>),
    Memo(Memo<i64>),
    /// Effects cannot be read.
    Other,
}

#[derive(Default)]
struct Log {
    items: RefCell<Vec<Item>>,
    owners: RefCell<Vec<Owner>>,
    runs: RefCell<BTreeMap<(usize, u8), u32>>,
    seen: RefCell<BTreeMap<(usize, u8), i64>>,
    reads: RefCell<Vec<i64>>,
}

impl Log {
    fn ran(&self, node: usize, part: u8) {
        *self.runs.borrow_mut().entry((node, part)).or_default() += 1;
    }

    fn read(&self, node: usize) -> i64 {
        let item = self.items.borrow()[node];
        match item {
            Item::Signal(signal) => signal.try_get().unwrap_or(0),
            Item::Memo(memo) => memo.try_get().unwrap_or(0),
            Item::Other => 0,
        }
    }

    fn evaluate(&self, rule: Rule, sources: &[usize]) -> i64 {
        evaluate(rule, sources, |source| self.read(source))
    }
}

#[derive(Default)]
pub(crate) struct World {
    log: Rc<Log>,
}

impl World {
    pub(crate) fn add(&mut self, spec: &Spec) {
        let node = self.log.items.borrow().len();
        let owner = Owner::new_root();
        self.log.owners.borrow_mut().push(owner);
        self.log.items.borrow_mut().push(Item::Other);
        let item = owner.with(|| self.make(spec, node));
        self.log.items.borrow_mut()[node] = item;
    }

    fn make(&self, spec: &Spec, node: usize) -> Item {
        let sources = spec.sources_of(node);
        let log = Rc::clone(&self.log);
        let rule = spec.rule;
        let run = move || {
            log.ran(node, 0);
            let value = log.evaluate(rule, &sources);
            log.seen.borrow_mut().insert((node, 0), value);
        };
        match spec.kind {
            Kind::Signal => return Item::Signal(RwSignal::new(spec.value)),
            Kind::Memo => return self.memo(spec, node),
            Kind::Effect => drop(Effect::new(run)),
            Kind::RenderEffect => drop(RenderEffect::new(run)),
            Kind::Nest => self.nest(spec, node),
        }
        Item::Other
    }

    fn memo(&self, spec: &Spec, node: usize) -> Item {
        let log = Rc::clone(&self.log);
        let Spec { rule, .. } = *spec;
        let sources = spec.sources_of(node);
        Item::Memo(Memo::new(move || {
            log.ran(node, 0);
            log.evaluate(rule, &sources)
        }))
    }

    fn nest(&self, spec: &Spec, node: usize) {
        let log = Rc::clone(&self.log);
        let rule = spec.rule;
        let sources = spec.sources_of(node);
        RenderEffect::new(move || {
            log.ran(node, 0);
            let (inner, outer) = (Rc::clone(&log), Rc::clone(&log));
            let reversed: Vec<usize> = sources.iter().rev().copied().collect();
            let memo = Memo::new(move || {
                inner.ran(node, 1);
                inner.evaluate(Rule::Parity, &reversed)
            });
            Effect::new(move || {
                outer.ran(node, 2);
                let value = memo.get();
                outer.seen.borrow_mut().insert((node, 2), value);
            });
            let value = log.evaluate(rule, &sources);
            log.seen.borrow_mut().insert((node, 0), value);
        });
    }

    pub(crate) fn apply(&mut self, op: &Op) {
        match op {
            Op::Set(node, value) => self.signal(*node, |signal| {
                signal.try_set(*value);
            }),
            Op::SetIfChanged(node, value) => self.signal(*node, |signal| {
                if !signal.is_disposed() {
                    signal.set_if_changed(*value);
                }
            }),
            Op::Notify(node) => self.signal(*node, RwSignal::notify),
            Op::Read(node) => {
                let node = node % self.log.items.borrow().len();
                let value = self.log.read(node);
                self.log.reads.borrow_mut().push(value);
            }
            Op::Batch(ops) => batch(|| ops.iter().for_each(|op| self.apply(op))),
            Op::Dispose(node) => {
                let owner = {
                    let owners = self.log.owners.borrow();
                    owners[node % owners.len()]
                };
                owner.dispose();
            }
            Op::Add(spec) => self.add(spec),
        }
    }

    fn signal(&self, node: usize, write: impl FnOnce(RwSignal<i64>)) {
        let item = {
            let items = self.log.items.borrow();
            items[node % items.len()]
        };
        if let Item::Signal(signal) = item {
            write(signal);
        }
    }

    pub(crate) fn dispose(&mut self) {
        self.log
            .owners
            .borrow()
            .iter()
            .for_each(|owner| owner.dispose());
    }

    /// Closures that are still there, seen by the log they share.
    pub(crate) fn living(&self) -> usize {
        Rc::strong_count(&self.log) - 1
    }

    pub(crate) fn runs(&self) -> BTreeMap<(usize, u8), u32> {
        self.log.runs.borrow().clone()
    }

    pub(crate) fn seen(&self) -> BTreeMap<(usize, u8), i64> {
        self.log.seen.borrow().clone()
    }

    pub(crate) fn reads(&self) -> Vec<i64> {
        self.log.reads.borrow().clone()
    }
}
