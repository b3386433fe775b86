//! What a reactive core must offer to be measured, and Limosa's own.

use limosa_reactive::{Memo, Owner, RenderEffect, RwSignal};

/// One reactive core; memos are cut off by equality, effects have run when a batch returns.
pub(crate) trait Core: 'static {
    const NAME: &'static str;
    type Signal: Clone + 'static;
    type Memo: Clone + 'static;
    type Root;

    fn signal(value: i64) -> Self::Signal;
    fn get(signal: &Self::Signal) -> i64;
    fn set(signal: &Self::Signal, value: i64);
    fn memo(compute: impl Fn() -> i64 + 'static) -> Self::Memo;
    fn read(memo: &Self::Memo) -> i64;
    fn effect(run: impl Fn() + 'static);
    fn batch(run: impl FnOnce());
    fn root<R: 'static>(run: impl FnOnce() -> R + 'static) -> (Self::Root, R);
    /// Runs with a root current, for cores that need one.
    fn enter<R>(_: &Self::Root, run: impl FnOnce() -> R) -> R {
        run()
    }
    fn dispose(root: Self::Root);
    /// An owner below the current one.
    fn scope(run: impl FnOnce() + 'static);
}

/// `limosa-reactive`.
pub(crate) struct Limosa;

impl Core for Limosa {
    const NAME: &'static str = "limosa";
    type Signal = RwSignal<i64>;
    type Memo = Memo<i64>;
    type Root = Owner;

    fn signal(value: i64) -> Self::Signal {
        RwSignal::new(value)
    }

    fn get(signal: &Self::Signal) -> i64 {
        signal.get()
    }

    fn set(signal: &Self::Signal, value: i64) {
        signal.set(value);
    }

    fn memo(compute: impl Fn() -> i64 + 'static) -> Self::Memo {
        Memo::new(compute)
    }

    fn read(memo: &Self::Memo) -> i64 {
        memo.get()
    }

    fn effect(run: impl Fn() + 'static) {
        RenderEffect::new(run);
    }

    fn batch(run: impl FnOnce()) {
        limosa_reactive::batch(run);
    }

    fn root<R: 'static>(run: impl FnOnce() -> R + 'static) -> (Self::Root, R) {
        let root = Owner::new_root();
        (root, root.with(run))
    }

    fn dispose(root: Self::Root) {
        root.dispose();
    }

    fn scope(run: impl FnOnce() + 'static) {
        Owner::new().with(run);
    }
}
