//! `leptos_reactive` 0.6, the last Leptos core with a runtime of its own; render effects, as they run at once.

use leptos_reactive::{
    Memo, Owner, RuntimeId, RwSignal, SignalGet, SignalSet, batch, create_memo,
    create_render_effect, create_runtime, create_rw_signal, run_as_child,
};

use super::{Core, Value};

/// `leptos_reactive` 0.6.
#[derive(Debug)]
pub struct Leptos;

impl Core for Leptos {
    const NAME: &'static str = "leptos_reactive";
    type Signal<T: Value> = RwSignal<T>;
    type Memo<T: Value> = Memo<T>;
    type Root = RuntimeId;

    fn signal<T: Value>(value: T) -> RwSignal<T> {
        create_rw_signal(value)
    }

    fn get<T: Value>(signal: &RwSignal<T>) -> T {
        signal.get()
    }

    fn set<T: Value>(signal: &RwSignal<T>, value: T) {
        signal.set(value);
    }

    fn memo<T: Value>(compute: impl Fn() -> T + 'static) -> Memo<T> {
        create_memo(move |_| compute())
    }

    fn read<T: Value>(memo: &Memo<T>) -> T {
        memo.get()
    }

    fn effect(run: impl Fn() + 'static) {
        create_render_effect(move |_| run());
    }

    fn batch(write: impl FnOnce()) {
        batch(write);
    }

    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> (RuntimeId, R) {
        (create_runtime(), build())
    }

    fn enter<R>(_: &RuntimeId, run: impl FnOnce() -> R) -> R {
        run()
    }

    fn dispose(root: RuntimeId) {
        root.dispose();
    }

    fn scope(build: impl FnOnce() + 'static) {
        // The runtime itself is no owner; what is made outside of one lives as long as the runtime.
        if Owner::current().is_some() {
            run_as_child(build);
        } else {
            create_render_effect(once(build));
        }
    }
}

/// An effect that reads nothing and runs once.
fn once(build: impl FnOnce() + 'static) -> impl Fn(Option<()>) + 'static {
    let build = std::cell::Cell::new(Some(build));
    move |_| {
        if let Some(build) = build.take() {
            build();
        }
    }
}
