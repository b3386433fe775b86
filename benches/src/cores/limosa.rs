//! `limosa-reactive`.

use limosa_reactive::{Memo, Owner, RenderEffect, RwSignal};

use super::{Core, Value};

/// `limosa-reactive`.
#[derive(Debug)]
pub struct Limosa;

impl Core for Limosa {
    const NAME: &'static str = "limosa";
    type Signal<T: Value> = RwSignal<T>;
    type Memo<T: Value> = Memo<T>;
    type Root = Owner;

    fn signal<T: Value>(value: T) -> RwSignal<T> {
        RwSignal::new(value)
    }

    fn get<T: Value>(signal: &RwSignal<T>) -> T {
        signal.get()
    }

    fn set<T: Value>(signal: &RwSignal<T>, value: T) {
        signal.set(value);
    }

    fn memo<T: Value>(compute: impl Fn() -> T + 'static) -> Memo<T> {
        Memo::new(compute)
    }

    fn read<T: Value>(memo: &Memo<T>) -> T {
        memo.get()
    }

    fn effect(run: impl Fn() + 'static) {
        RenderEffect::new(run);
    }

    fn batch(write: impl FnOnce()) {
        limosa_reactive::batch(write);
    }

    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> (Owner, R) {
        let root = Owner::new_root();
        (root, root.with(build))
    }

    fn enter<R>(root: &Owner, run: impl FnOnce() -> R) -> R {
        root.with(run)
    }

    fn dispose(root: Owner) {
        root.dispose();
    }

    fn scope(build: impl FnOnce() + 'static) {
        Owner::new().with(build);
    }
}
