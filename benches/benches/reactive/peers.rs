//! Other cores, for comparison; only compiled with the feature `peers`.

use std::cell::Cell;
use std::rc::Rc;

use alien_signals as alien;
use sycamore_reactive as sycamore;

use crate::core::Core;

/// The crate `alien-signals`. It never frees a node.
pub(crate) struct Alien;

impl Core for Alien {
    const NAME: &'static str = "alien-signals";
    type Signal = alien::Signal<i64>;
    type Memo = alien::Computed<i64>;
    type Root = alien::EffectScope;

    fn signal(value: i64) -> Self::Signal {
        alien::Signal::new(value)
    }

    fn get(signal: &Self::Signal) -> i64 {
        signal.get()
    }

    fn set(signal: &Self::Signal, value: i64) {
        signal.set(value);
    }

    fn memo(compute: impl Fn() -> i64 + 'static) -> Self::Memo {
        alien::Computed::new(move |_| compute())
    }

    fn read(memo: &Self::Memo) -> i64 {
        memo.get()
    }

    fn effect(run: impl Fn() + 'static) {
        alien::Effect::new(run);
    }

    fn batch(run: impl FnOnce()) {
        alien::start_batch();
        run();
        alien::end_batch();
    }

    fn root<R: 'static>(run: impl FnOnce() -> R + 'static) -> (Self::Root, R) {
        let result = Rc::new(Cell::new(None));
        let out = Rc::clone(&result);
        let scope = alien::EffectScope::new(move || out.set(Some(run())));
        (scope, result.take().expect("a scope runs at once"))
    }

    fn dispose(root: Self::Root) {
        root.dispose();
    }

    fn scope(run: impl FnOnce() + 'static) {
        alien::EffectScope::new(run);
    }
}

/// `sycamore-reactive`. Its selector is the memo that is cut off by equality.
pub(crate) struct Sycamore;

impl Core for Sycamore {
    const NAME: &'static str = "sycamore";
    type Signal = sycamore::Signal<i64>;
    type Memo = sycamore::ReadSignal<i64>;
    type Root = sycamore::RootHandle;

    fn signal(value: i64) -> Self::Signal {
        sycamore::create_signal(value)
    }

    fn get(signal: &Self::Signal) -> i64 {
        signal.get()
    }

    fn set(signal: &Self::Signal, value: i64) {
        signal.set(value);
    }

    fn memo(compute: impl Fn() -> i64 + 'static) -> Self::Memo {
        sycamore::create_selector(compute)
    }

    fn read(memo: &Self::Memo) -> i64 {
        memo.get()
    }

    fn effect(run: impl Fn() + 'static) {
        sycamore::create_effect(run);
    }

    fn batch(run: impl FnOnce()) {
        sycamore::batch(run);
    }

    fn root<R: 'static>(run: impl FnOnce() -> R + 'static) -> (Self::Root, R) {
        let mut result = None;
        let root = sycamore::create_root(|| result = Some(run()));
        (root, result.expect("a root runs at once"))
    }

    fn enter<R>(root: &Self::Root, run: impl FnOnce() -> R) -> R {
        root.run_in(run)
    }

    fn dispose(root: Self::Root) {
        root.dispose();
    }

    fn scope(run: impl FnOnce() + 'static) {
        sycamore::create_child_scope(run);
    }
}
