//! Where the value of a resource comes from.

use std::cell::Cell;
use std::sync::Arc;

use crate::batch::batch;
use crate::effect::is_inert;
use crate::signal::{ReadSignal, RwSignal};
use crate::spawn::spawn_scoped;
use crate::stored::{Callback, StoredValue};

/// Something that gives a resource its value, now or later, once or again and again.
///
/// Every future of a `Result` is one: it runs in the browser, and answers once. Below an inert owner (rendering on the
/// server) a plain future does not run.
pub trait Source: 'static {
    /// What arrives when all goes well.
    type Value: 'static;
    /// What arrives otherwise.
    type Error: 'static;

    /// Begins to give. What this makes belongs to the current owner, which the resource disposes when it wants
    /// another source or nothing any more.
    fn connect(self) -> Connection<Self::Value, Self::Error>;
}

/// What a source gives to a resource. `Copy`.
#[derive(Debug)]
pub struct Connection<T, E> {
    /// The last answer; `None` until the first.
    pub settled: ReadSignal<Option<Arc<Result<T, E>>>>,
    /// Whether an answer is on its way, the first or a later one.
    pub loading: ReadSignal<bool>,
    /// Asks for a new answer.
    pub refetch: Callback<(), ()>,
}

impl<T, E> Clone for Connection<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, E> Copy for Connection<T, E> {}

impl<F, T, E> Source for F
where
    F: Future<Output = Result<T, E>> + 'static,
    T: 'static,
    E: 'static,
{
    type Value = T;
    type Error = E;

    fn connect(self) -> Connection<T, E> {
        let settled = RwSignal::new(None);
        let loading = RwSignal::new(true);
        let wiring = Wiring::current();
        if is_inert() {
            if let Some(wiring) = wiring {
                wiring.never_settles.set(true);
            }
        } else {
            spawn_scoped(async move {
                let answer = Arc::new(self.await);
                batch(|| {
                    settled.set(Some(answer));
                    loading.set(false);
                });
            });
        }
        Connection {
            settled: settled.read_only(),
            loading: loading.read_only(),
            refetch: Callback::new(move |()| {
                if let Some(wiring) = wiring {
                    wiring.reconnect.notify();
                }
            }),
        }
    }
}

/// What a resource offers to the source it connects.
#[derive(Clone, Copy)]
pub(crate) struct Wiring {
    /// Connects a new source when notified.
    pub(crate) reconnect: RwSignal<()>,
    /// Set by a source that will give nothing here.
    pub(crate) never_settles: StoredValue<bool>,
}

thread_local! {
    static CURRENT: Cell<Option<Wiring>> = const { Cell::new(None) };
}

impl Wiring {
    pub(crate) fn new() -> Self {
        Self {
            reconnect: RwSignal::new(()),
            never_settles: StoredValue::new(false),
        }
    }

    /// Offers itself to the source that connects meanwhile.
    pub(crate) fn during<R>(self, connect: impl FnOnce() -> R) -> R {
        struct Restore(Option<Wiring>);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        let _restore = Restore(CURRENT.replace(Some(self)));
        connect()
    }

    /// That of the source that connects now.
    fn current() -> Option<Self> {
        CURRENT.get()
    }
}
