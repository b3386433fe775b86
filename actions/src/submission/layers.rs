//! Changes laid over a resource.

use std::rc::Rc;
use std::sync::Arc;

use limosa_reactive::{
    Callback, Connection, Effect, RenderEffect, Resource, RwSignal, Source, pending, resource,
};
use limosa_router::Stamp;

use crate::submission::Laid;

/// A resource and what lies over it. `Copy`; belongs to the owner it was made under.
pub(crate) struct Layers<T, E> {
    base: Resource<T, E>,
    layers: RwSignal<Vec<Layer<T>>>,
}

struct Layer<T> {
    order: u64,
    change: Change<T>,
    /// Confirmed, until the resource has what was confirmed.
    landing: bool,
}

type Change<T> = Rc<dyn Fn(&mut T)>;

impl<T: Clone + 'static, E: Clone + 'static> Layers<T, E> {
    /// Nothing over a resource yet.
    pub(crate) fn over(base: Resource<T, E>) -> Self {
        let layers: RwSignal<Vec<Layer<T>>> = RwSignal::new(Vec::new());
        Effect::new(move || {
            let landed = |layer: &Layer<T>| layer.landing;
            if !base.loading() && layers.with(|layers| layers.iter().any(landed)) {
                layers.update(|layers| layers.retain(|layer| !layer.landing));
            }
        });
        Self { base, layers }
    }

    /// The resource with what lies over it.
    pub(crate) fn shown(self) -> Resource<T, E> {
        resource(move || self)
    }

    /// Lays a change over it, below those of a higher order.
    pub(crate) fn put_on(self, order: u64, change: Change<T>) -> Option<Box<dyn Laid>> {
        self.layers.try_update(|layers| {
            let place = layers.partition_point(|layer| layer.order <= order);
            let layer = Layer {
                order,
                change,
                landing: false,
            };
            layers.insert(place, layer);
        })?;
        Some(Box::new(OnResource {
            layers: self,
            order,
        }))
    }

    fn answer(self) -> Option<Arc<Result<T, E>>> {
        // Whoever reads the shown resource waits for it; this one only passes on.
        let (base, _) = pending::collect(|| self.base.shared());
        let base = base?;
        self.layers.with(|layers| match base.as_ref() {
            Ok(value) if !layers.is_empty() => {
                let mut value = value.clone();
                layers.iter().for_each(|layer| (layer.change)(&mut value));
                Some(Arc::new(Ok(value)))
            }
            _ => Some(base),
        })
    }
}

impl<T: Clone + 'static, E: Clone + 'static> Source for Layers<T, E> {
    type Value = T;
    type Error = E;

    fn connect(self) -> Connection<T, E> {
        let settled = RwSignal::new(None);
        let loading = RwSignal::new(true);
        RenderEffect::new(move || settled.set(self.answer()));
        RenderEffect::new(move || loading.set(self.base.loading()));
        Connection {
            settled: settled.read_only(),
            loading: loading.read_only(),
            refetch: Callback::new(move |()| self.base.refetch()),
        }
    }
}

impl<T, E> Clone for Layers<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, E> Copy for Layers<T, E> {}

/// One change that lies over a resource.
struct OnResource<T: 'static, E: 'static> {
    layers: Layers<T, E>,
    order: u64,
}

impl<T: 'static, E: 'static> Laid for OnResource<T, E> {
    fn land(self: Box<Self>, _: Option<Stamp>) {
        let order = self.order;
        self.layers.layers.try_update(|layers| {
            let landed = layers.iter_mut().find(|layer| layer.order == order);
            if let Some(layer) = landed {
                layer.landing = true;
            }
        });
        // The effect takes it off.
        std::mem::forget(self);
    }
}

impl<T: 'static, E: 'static> Drop for OnResource<T, E> {
    fn drop(&mut self) {
        let order = self.order;
        self.layers
            .layers
            .try_update(|layers| layers.retain(|layer| layer.order != order));
    }
}
