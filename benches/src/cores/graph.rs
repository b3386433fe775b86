//! `reactive_graph`, the core of Leptos since 0.7: handles into its arena and render effects, as its views use them. Their
//! reruns are tasks, which a pool on this thread runs at the end of each batch.

use any_spawner::Executor;
use reactive_graph::computed::Memo;
use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::{Owner, on_cleanup};
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, Set};
use send_wrapper::SendWrapper;

use super::{Core, Value};

/// `reactive_graph`.
#[derive(Debug)]
pub struct ReactiveGraph;

impl Core for ReactiveGraph {
    const NAME: &'static str = "reactive_graph";
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
        let compute = SendWrapper::new(compute);
        Memo::new(move |_| compute())
    }

    fn read<T: Value>(memo: &Memo<T>) -> T {
        memo.get()
    }

    fn effect(run: impl Fn() + 'static) {
        // A render effect is owned by whoever holds it.
        let effect = SendWrapper::new(RenderEffect::new(move |_: Option<()>| run()));
        on_cleanup(move || drop(effect));
    }

    fn batch(write: impl FnOnce()) {
        write();
        Executor::poll_local();
    }

    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> (Owner, R) {
        // Fails from the second time on, as there is one per process.
        drop(Executor::init_futures_executor());
        let root = Owner::new();
        let built = root.with(build);
        Executor::poll_local();
        (root, built)
    }

    fn enter<R>(root: &Owner, run: impl FnOnce() -> R) -> R {
        root.with(run)
    }

    fn dispose(root: Owner) {
        root.cleanup();
    }

    fn scope(build: impl FnOnce() + 'static) {
        let scope = Owner::new();
        scope.with(build);
        // The parent holds it weakly.
        on_cleanup(move || drop(scope));
    }
}
