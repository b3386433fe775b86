//! A bound and no core: what boxed closures cost when they are called in the order they were made, all of them after each
//! batch. It tracks, compares and decides nothing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Core, Value};

type Step = Box<dyn Fn()>;

thread_local! {
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// Boxed closures in a fixed order.
#[derive(Debug)]
pub struct Scheduled;

/// A value that is moved out and back to be copied.
pub struct Slot<T>(Rc<Cell<Option<T>>>);

impl<T> std::fmt::Debug for Slot<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Slot")
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: Clone> Slot<T> {
    fn value(&self) -> T {
        let value = self.0.take();
        self.0.set(value.clone());
        value.expect("it is set when it is made")
    }
}

impl Core for Scheduled {
    const NAME: &'static str = "sched";
    const HAS_OWNERS: bool = false;
    type Signal<T: Value> = Slot<T>;
    type Memo<T: Value> = Slot<T>;
    type Root = ();

    fn signal<T: Value>(value: T) -> Slot<T> {
        Slot(Rc::new(Cell::new(Some(value))))
    }

    fn get<T: Value>(signal: &Slot<T>) -> T {
        signal.value()
    }

    fn set<T: Value>(signal: &Slot<T>, value: T) {
        signal.0.set(Some(value));
    }

    fn memo<T: Value>(compute: impl Fn() -> T + 'static) -> Slot<T> {
        let slot = Self::signal(compute());
        let place = slot.clone();
        let step = Box::new(move || place.0.set(Some(compute())));
        STEPS.with_borrow_mut(|steps| steps.push(step));
        slot
    }

    fn read<T: Value>(memo: &Slot<T>) -> T {
        memo.value()
    }

    fn effect(run: impl Fn() + 'static) {
        run();
        STEPS.with_borrow_mut(|steps| steps.push(Box::new(run)));
    }

    fn batch(write: impl FnOnce()) {
        write();
        STEPS.with_borrow(|steps| steps.iter().for_each(|step| step()));
    }

    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> ((), R) {
        ((), build())
    }

    fn enter<R>(_: &(), run: impl FnOnce() -> R) -> R {
        run()
    }

    fn dispose(_: ()) {
        drop(STEPS.take());
    }

    fn scope(build: impl FnOnce() + 'static) {
        build();
    }
}
