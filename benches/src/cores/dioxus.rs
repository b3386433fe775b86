//! `dioxus-signals` inside a `VirtualDom` without components: memos are its tasks, effects are reactive contexts that
//! queue themselves when something they read has changed.

use std::cell::{Cell, RefCell};
use std::panic::Location;
use std::rc::Rc;

use dioxus_core::{
    Element, ReactiveContext, RuntimeGuard, ScopeId, VNode, VirtualDom, current_scope_id,
};
use dioxus_signals::{Memo, ReadableExt, Signal, WritableExt};

use super::{Core, Value};

/// `dioxus-signals`.
#[derive(Debug)]
pub struct Dioxus;

/// The page that the current root lives in.
type Page = Rc<RefCell<VirtualDom>>;

struct Effect {
    context: Cell<Option<ReactiveContext>>,
    run: Box<dyn Fn()>,
    is_queued: Cell<bool>,
}

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
    static EFFECTS: RefCell<Vec<Rc<Effect>>> = const { RefCell::new(Vec::new()) };
    static QUEUE: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn nothing() -> Element {
    VNode::empty()
}

/// Runs what is queued until nothing is.
fn settle() {
    loop {
        if let Some(page) = PAGE.with_borrow(Clone::clone) {
            page.borrow_mut().process_events();
        }
        let queue = QUEUE.take();
        if queue.is_empty() {
            return;
        }
        for index in queue {
            let effect = EFFECTS.with_borrow(|effects| Rc::clone(&effects[index]));
            effect.is_queued.set(false);
            run(&effect);
        }
    }
}

fn run(effect: &Effect) {
    if let Some(context) = effect.context.get() {
        context.reset_and_run_in(|| (effect.run)());
    }
}

impl Core for Dioxus {
    const NAME: &'static str = "dioxus-signals";
    const IS_EAGER: bool = true;
    const HAS_OWNERS: bool = false;
    type Signal<T: Value> = Signal<T>;
    type Memo<T: Value> = Memo<T>;
    type Root = Page;

    fn signal<T: Value>(value: T) -> Signal<T> {
        Signal::new(value)
    }

    fn get<T: Value>(signal: &Signal<T>) -> T {
        signal.read().clone()
    }

    fn set<T: Value>(signal: &Signal<T>, value: T) {
        let mut signal = *signal;
        signal.set(value);
    }

    fn memo<T: Value>(compute: impl Fn() -> T + 'static) -> Memo<T> {
        Memo::new(compute)
    }

    fn read<T: Value>(memo: &Memo<T>) -> T {
        memo.read().clone()
    }

    fn effect(run_effect: impl Fn() + 'static) {
        let effect = Rc::new(Effect {
            context: Cell::new(None),
            run: Box::new(run_effect),
            is_queued: Cell::new(false),
        });
        let index = EFFECTS.with_borrow_mut(|effects| {
            effects.push(Rc::clone(&effect));
            effects.len() - 1
        });
        let wake = move || {
            let is_new = EFFECTS.with_borrow(|effects| !effects[index].is_queued.replace(true));
            if is_new {
                QUEUE.with_borrow_mut(|queue| queue.push(index));
            }
        };
        let context =
            ReactiveContext::new_with_callback(wake, current_scope_id(), Location::caller());
        effect.context.set(Some(context));
        run(&effect);
    }

    fn batch(write: impl FnOnce()) {
        write();
        settle();
    }

    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> (Page, R) {
        let mut page = VirtualDom::new(nothing);
        page.rebuild_in_place();
        let built = page.in_scope(ScopeId::APP, build);
        let page = Rc::new(RefCell::new(page));
        PAGE.set(Some(Rc::clone(&page)));
        settle();
        (page, built)
    }

    fn enter<R>(root: &Page, run: impl FnOnce() -> R) -> R {
        let runtime = root.borrow().runtime();
        let _current = RuntimeGuard::new(Rc::clone(&runtime));
        runtime.in_scope(ScopeId::APP, run)
    }

    fn dispose(root: Page) {
        drop((EFFECTS.take(), QUEUE.take(), PAGE.take()));
        drop(root);
    }

    fn scope(build: impl FnOnce() + 'static) {
        build();
    }
}
