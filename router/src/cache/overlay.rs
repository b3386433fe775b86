//! Overlays: what a value will be once submissions under way have done their work, laid over what the server has said.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::rc::Rc;
use std::sync::Arc;

use crate::cache::answer::{Settled, Slot, TypedSlot};
use crate::cache::state::After;
use crate::cache::{Cache, Wanted};
use crate::query::{Query, Stamp, StampOrder};

/// A typed answer of a query, shared.
type Shared<M> = Arc<Result<<M as Query>::Value, <M as Query>::Error>>;

/// A change of a value that the server has not confirmed yet. Owned; the value is as the server has it when this is dropped.
#[must_use = "the value is as the server has it when this is dropped"]
pub struct Overlay {
    cache: Cache,
    key: Rc<str>,
    slot: Rc<dyn Slot>,
    order: u64,
    /// Given to the slot, which removes it when the next answer has come.
    landing: Cell<bool>,
}

impl Overlay {
    /// Ends it as confirmed: if the server's value is on its way, it stays until that has come. `done` is a stamp of the
    /// moment at which the server had done the work: an answer that was read later has it in.
    pub fn land(self, done: Option<Stamp>) {
        let waits = {
            let state = self.cache.inner().state.borrow();
            let entry = state.entries.get(&self.key);
            entry.is_some_and(|entry| {
                let is_coming = entry.is_coming() && entry.is_needed();
                is_coming && !Arrival::Read(entry.stamp.clone()).has(done.as_ref())
            })
        };
        self.landing.set(waits);
        if waits {
            self.slot.land(self.order, done);
        }
    }
}

impl Drop for Overlay {
    fn drop(&mut self) {
        if !self.landing.get() {
            self.slot.take_off(self.order);
        }
    }
}

impl Debug for Overlay {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Overlay")
            .field(&self.key)
            .field(&self.order)
            .finish()
    }
}

impl Cache {
    /// Lays a change over the value of a key, below those of a higher order. Whoever reads the key sees it at once, and on
    /// every new answer of the server again. Errors are not changed.
    pub fn overlay<M: Query>(
        &self,
        wanted: Wanted<'_>,
        order: u64,
        change: impl Fn(&mut M::Value) + 'static,
    ) -> Overlay
    where
        M::Value: Clone,
        M::Error: Clone,
    {
        let now = self.now();
        let key = self.change(|state, _| {
            state.entry(wanted.key, wanted.options, wanted.local, now);
            state.shared_key(wanted.key)
        });
        let signal = self.slot::<M>(&key);
        let slot = self.known_slot(&key);
        let typed = slot.as_any().downcast_ref::<TypedSlot<M>>();
        let typed = typed.expect("the slot was made with these types just now");
        let layers = typed
            .layers
            .get_or_init(|| Box::new(Layers::<M>::over(signal)));
        layers.put_on(
            order,
            Rc::new(move |shown| match shown.as_ref() {
                Ok(value) => {
                    let mut value = value.clone();
                    change(&mut value);
                    Arc::new(Ok(value))
                }
                Err(_) => Arc::clone(shown),
            }),
        );
        Overlay {
            cache: self.clone(),
            key,
            slot,
            order,
            landing: Cell::new(false),
        }
    }

    fn known_slot(&self, key: &str) -> Rc<dyn Slot> {
        let state = self.inner().state.borrow();
        let entry = state.entries.get(key);
        let slot = entry.and_then(|entry| entry.slot.clone());
        slot.expect("the slot of an entry was made before")
    }
}

/// What may end overlays that have landed.
pub(super) enum Arrival {
    /// An answer whose read began then.
    Read(Option<Stamp>),
    /// The last answer that was on its way is here, or will not come.
    Last,
}

impl Arrival {
    /// Whether work that was done then is in what has come.
    fn has(&self, done: Option<&Stamp>) -> bool {
        match self {
            Self::Read(read) => read.as_ref().zip(done).is_some_and(|(read, done)| {
                matches!(read.order(done), StampOrder::Same | StampOrder::Newer)
            }),
            Self::Last => true,
        }
    }
}

impl After {
    /// Notes what has come for a slot.
    pub(super) fn arrived(&mut self, slot: Option<&Rc<dyn Slot>>, arrival: Arrival) {
        self.arrived
            .extend(slot.map(|slot| (Rc::clone(slot), arrival)));
    }
}

/// The overlays of a slot, without the bounds that only an overlay needs: a program that has none carries none of this.
pub(super) trait Layered<M: Query> {
    /// Takes the server's answer, and gives what is shown.
    fn show(&self, answer: Shared<M>) -> Shared<M>;
    fn put_on(&self, order: u64, change: Change<M>);
    fn take_off(&self, order: u64);
    fn land(&self, order: u64, done: Option<Stamp>);
    /// Takes off what was to stay until this came.
    fn arrived(&self, arrival: &Arrival);
}

/// What an overlay makes of the answer below it.
type Change<M> = Rc<dyn Fn(&Shared<M>) -> Shared<M>>;

struct Layers<M: Query> {
    signal: Settled<M>,
    /// What the server has said.
    base: RefCell<Option<Shared<M>>>,
    /// In the order of their submissions.
    layers: RefCell<Vec<Layer<M>>>,
}

struct Layer<M: Query> {
    order: u64,
    change: Change<M>,
    /// Confirmed, with a stamp of when it was done, if that is known.
    landing: Option<Option<Stamp>>,
}

impl<M: Query> Layers<M> {
    fn over(signal: Settled<M>) -> Self {
        Self {
            signal,
            base: RefCell::new(signal.get_untracked()),
            layers: RefCell::default(),
        }
    }

    fn shown(&self) -> Option<Shared<M>> {
        let base = self.base.borrow().clone()?;
        let layers = self.layers.borrow();
        Some(
            layers
                .iter()
                .fold(base, |below, layer| (layer.change)(&below)),
        )
    }

    /// Changes the layers; readers hear of it if there is something to see.
    fn change(&self, change: impl FnOnce(&mut Vec<Layer<M>>) -> bool) {
        let changed = change(&mut self.layers.borrow_mut());
        if changed && let Some(shown) = self.shown() {
            // The entry may be gone, and its signal with it.
            self.signal.try_set(Some(shown));
        }
    }
}

impl<M: Query> Layered<M> for Layers<M> {
    fn show(&self, answer: Shared<M>) -> Shared<M> {
        self.base.replace(Some(Arc::clone(&answer)));
        self.shown().unwrap_or(answer)
    }

    fn put_on(&self, order: u64, change: Change<M>) {
        self.change(|layers| {
            let place = layers.partition_point(|layer| layer.order <= order);
            let layer = Layer {
                order,
                change,
                landing: None,
            };
            layers.insert(place, layer);
            true
        });
    }

    fn take_off(&self, order: u64) {
        self.change(|layers| {
            let before = layers.len();
            layers.retain(|layer| layer.order != order);
            layers.len() < before
        });
    }

    fn land(&self, order: u64, done: Option<Stamp>) {
        let mut layers = self.layers.borrow_mut();
        let landing = layers.iter_mut().find(|layer| layer.order == order);
        if let Some(layer) = landing {
            layer.landing = Some(done);
        }
    }

    fn arrived(&self, arrival: &Arrival) {
        self.change(|layers| {
            let before = layers.len();
            let has = |done: &Option<Stamp>| arrival.has(done.as_ref());
            layers.retain(|layer| !layer.landing.as_ref().is_some_and(has));
            layers.len() < before
        });
    }
}
