//! Effects: closures that run again when something they read has changed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::cell::{Job, NodeCell, Own};
use crate::graph::{DIRTY, FAILED, INERT, Kind, NodeId};
use crate::handle::untrack;
use crate::place::Place;
use crate::runtime::{Batch, runtime};

/// An effect for the user's purposes. `Copy`; belongs to the owner it was made under and runs after all render effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    id: Option<NodeId>,
}

impl Effect {
    /// Makes an effect and runs it as soon as no batch is open. Below an inert owner it never runs.
    ///
    /// ```
    /// use limosa_reactive::{Effect, StoredValue, signal};
    /// let (count, set_count) = signal(1);
    /// let seen = StoredValue::new(vec![]);
    /// Effect::new(move || seen.update(|seen| seen.push(count.get())));
    /// set_count.set(2);
    /// assert_eq!(seen.get(), [1, 2]);
    /// ```
    #[track_caller]
    pub fn new(run: impl FnMut() + 'static) -> Self {
        let place = Place::here();
        if is_inert() {
            return Self { id: None };
        }
        let cell = NodeCell::new((), EffectJob(run));
        let id = queue_effect(cell, place);
        Self { id: Some(id) }
    }

    /// Disposes it before its owner is; does nothing the second time.
    pub fn dispose(self) {
        if let Some(id) = self.id {
            runtime().dispose(id);
        }
    }
}

/// An effect that draws. `Copy`; runs when it is made and then before user effects, parents before children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderEffect {
    id: NodeId,
}

impl RenderEffect {
    /// Makes an effect that belongs to the current owner and runs it at once.
    ///
    /// ```
    /// use limosa_reactive::{RenderEffect, StoredValue, signal};
    /// let (name, set_name) = signal("snipe");
    /// let text = StoredValue::new("");
    /// RenderEffect::new(move || text.set(name.get()));
    /// assert_eq!(text.get(), "snipe");
    /// set_name.set("curlew");
    /// assert_eq!(text.get(), "curlew");
    /// ```
    #[track_caller]
    pub fn new(run: impl FnMut() + 'static) -> Self {
        let id = run_effect(NodeCell::new((), EffectJob(run)), Place::here());
        Self { id }
    }

    /// As [`new`](Self::new), with what the last run returned passed to the next.
    ///
    /// ```
    /// use limosa_reactive::{RenderEffect, StoredValue, signal};
    /// let (count, set_count) = signal(1);
    /// let sum = StoredValue::new(0);
    /// RenderEffect::with_previous(move |previous: Option<i32>| {
    ///     let total = previous.unwrap_or(0) + count.get();
    ///     sum.set(total);
    ///     total
    /// });
    /// set_count.set(10);
    /// assert_eq!(sum.get(), 11);
    /// ```
    #[track_caller]
    pub fn with_previous<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) -> Self {
        let mut previous = None;
        Self::new(move || previous = Some(run(previous.take())))
    }

    /// Disposes it before its owner is; does nothing the second time.
    pub fn dispose(self) {
        runtime().dispose(self.id);
    }
}

/// Calls back when a source changes: first with the value and nothing, then with the new and the old value.
///
/// The source is tracked, the callback is not. It is an [`Effect`]: it belongs to the current owner, runs after all
/// render effects and never below an inert owner.
///
/// ```
/// use limosa_reactive::{StoredValue, signal, watch};
/// let (count, set_count) = signal(1);
/// let seen = StoredValue::new(vec![]);
/// watch(move || count.get(), move |new, old| seen.update(|seen| seen.push((*new, old.copied()))));
/// set_count.set(2);
/// assert_eq!(seen.get(), [(1, None), (2, Some(1))]);
/// ```
#[track_caller]
pub fn watch<T: 'static>(
    source: impl Fn() -> T + 'static,
    callback: impl Fn(&T, Option<&T>) + 'static,
) -> Effect {
    let mut previous: Option<T> = None;
    Effect::new(move || {
        let value = source();
        untrack(|| callback(&value, previous.as_ref()));
        previous = Some(value);
    })
}

struct EffectJob<F>(F);

impl<F: FnMut() + 'static> Job<()> for EffectJob<F> {
    fn run(&mut self, _: Own<'_, ()>) -> bool {
        (self.0)();
        false
    }
}

/// Whether user effects of the current owner never run: it is inert, or gone already.
pub(crate) fn is_inert() -> bool {
    let runtime = runtime();
    let graph = runtime.graph.open();
    match graph.nodes.get(runtime.owner()) {
        Some(owner) => owner.flags & INERT != 0,
        None => !runtime.owner().is_null(),
    }
}

fn queue_effect(cell: NodeCell, place: Place) -> NodeId {
    let runtime = runtime();
    let id = runtime.insert(Kind::UserEffect, DIRTY, Some(cell), place);
    runtime.graph.open().enqueue(id.index());
    runtime.flush_unless_batched();
    id
}

fn run_effect(cell: NodeCell, place: Place) -> NodeId {
    let runtime = runtime();
    let id = runtime.insert(Kind::RenderEffect, FAILED, Some(cell), place);
    let batch = Batch::open();
    runtime.start(id);
    batch.close();
    id
}

/// Runs a closure once in a render effect of its own; says which, and how it ended.
#[track_caller]
pub(crate) fn run_apart(run: impl FnMut() + 'static) -> (NodeId, std::thread::Result<()>) {
    let runtime = runtime();
    let cell = NodeCell::new((), EffectJob(run));
    let id = runtime.insert(Kind::RenderEffect, FAILED, Some(cell), Place::here());
    let result = catch_unwind(AssertUnwindSafe(|| runtime.start(id)));
    (id, result)
}
