//! The crate `alien-signals`. It never frees a node.

use std::cell::Cell;
use std::rc::Rc;

use alien_signals::{Computed, Effect, EffectScope, Signal, end_batch, start_batch};

use super::{Core, Value};

/// The crate `alien-signals`.
#[derive(Debug)]
pub struct Alien;

impl Core for Alien {
    const NAME: &'static str = "alien-signals";
    type Signal<T: Value> = Signal<T>;
    type Memo<T: Value> = Computed<T>;
    type Root = EffectScope;

    fn signal<T: Value>(value: T) -> Signal<T> {
        Signal::new(value)
    }

    fn get<T: Value>(signal: &Signal<T>) -> T {
        signal.get()
    }

    fn set<T: Value>(signal: &Signal<T>, value: T) {
        signal.set(value);
    }

    fn memo<T: Value>(compute: impl Fn() -> T + 'static) -> Computed<T> {
        Computed::new(move |_| compute())
    }

    fn read<T: Value>(memo: &Computed<T>) -> T {
        memo.get()
    }

    fn effect(run: impl Fn() + 'static) {
        Effect::new(run);
    }

    fn batch(write: impl FnOnce()) {
        start_batch();
        write();
        end_batch();
    }

    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> (EffectScope, R) {
        let built = Rc::new(Cell::new(None));
        let place = Rc::clone(&built);
        let scope = EffectScope::new(move || place.set(Some(build())));
        (scope, built.take().expect("a scope runs at once"))
    }

    fn enter<R>(_: &EffectScope, run: impl FnOnce() -> R) -> R {
        run()
    }

    fn dispose(root: EffectScope) {
        root.dispose();
    }

    fn scope(build: impl FnOnce() + 'static) {
        EffectScope::new(build);
    }
}
