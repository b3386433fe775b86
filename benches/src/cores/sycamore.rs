//! `sycamore-reactive`. Its selector is the memo that is cut off by equality.

use sycamore_reactive::{
    ReadSignal, RootHandle, Signal, batch, create_child_scope, create_effect, create_root,
    create_selector, create_signal,
};

use super::{Core, Value};

/// `sycamore-reactive`.
#[derive(Debug)]
pub struct Sycamore;

impl Core for Sycamore {
    const NAME: &'static str = "sycamore";
    const IS_EAGER: bool = true;
    type Signal<T: Value> = Signal<T>;
    type Memo<T: Value> = ReadSignal<T>;
    type Root = RootHandle;

    fn signal<T: Value>(value: T) -> Signal<T> {
        create_signal(value)
    }

    fn get<T: Value>(signal: &Signal<T>) -> T {
        signal.get_clone()
    }

    fn set<T: Value>(signal: &Signal<T>, value: T) {
        signal.set(value);
    }

    fn memo<T: Value>(compute: impl Fn() -> T + 'static) -> ReadSignal<T> {
        create_selector(compute)
    }

    fn read<T: Value>(memo: &ReadSignal<T>) -> T {
        memo.get_clone()
    }

    fn effect(run: impl Fn() + 'static) {
        create_effect(run);
    }

    fn batch(write: impl FnOnce()) {
        batch(write);
    }

    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> (RootHandle, R) {
        let mut built = None;
        let root = create_root(|| built = Some(build()));
        (root, built.expect("a root runs at once"))
    }

    fn enter<R>(root: &RootHandle, run: impl FnOnce() -> R) -> R {
        root.run_in(run)
    }

    fn dispose(root: RootHandle) {
        root.dispose();
    }

    fn scope(build: impl FnOnce() + 'static) {
        create_child_scope(build);
    }
}
