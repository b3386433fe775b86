//! What a page wants loaded: collected synchronously, started by whoever matched the page.

use std::fmt::{self, Debug, Formatter};

use crate::query::{Query, QueryCall, QueryKey, QueryOptions};
use crate::side;

/// Things that can be preloaded: a call, `()`, options, lists and tuples of them, and [`then`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be preloaded",
    note = "return a query call, a tuple of calls, `Option`, `Vec`, `()`, or `preload::then(async move ..)`"
)]
pub trait Preload {
    /// Adds what is to be loaded to a list.
    fn collect(self, into: &mut PreloadList);
}

/// One call to load, without its types. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PreloadCall {
    /// The key of the value.
    pub key: QueryKey,
    /// Freshness and transport of the query.
    pub options: QueryOptions,
    pub(crate) starter: side::Starter,
}

/// Calls to load at once, and dependent loads.
#[derive(Default)]
pub struct PreloadList {
    pub(crate) calls: Vec<PreloadCall>,
    pub(crate) tasks: Vec<side::PreloadFuture>,
}

impl PreloadList {
    /// Nothing to load.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What `preload` wants.
    #[must_use]
    pub fn of(preload: impl Preload) -> Self {
        let mut list = Self::new();
        preload.collect(&mut list);
        list
    }

    /// The calls known at once, without those that dependent loads will make.
    #[must_use]
    pub fn calls(&self) -> &[PreloadCall] {
        &self.calls
    }

    /// Leaves out the calls whose key `keep` refuses.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.calls.retain(|call| keep(call.key.as_str()));
    }

    /// Whether there is nothing to load.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.tasks.is_empty()
    }
}

impl Debug for PreloadList {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PreloadList")
            .field("calls", &self.calls)
            .field("tasks", &self.tasks.len())
            .finish()
    }
}

/// Loads that depend on each other: the future awaits calls one after the other.
///
/// ```
/// use limosa::prelude::*;
///
/// #[query]
/// async fn order(id: u32) -> Result<u32, CallError> {
///     Ok(id * 2) // the customer's id
/// }
///
/// #[query]
/// async fn customer(id: u32) -> Result<String, CallError> {
///     Ok(format!("customer {id}"))
/// }
///
/// fn order_and_customer(id: u32) -> impl Preload {
///     preload::then(async move {
///         if let Ok(customer_id) = order(id).await {
///             let _ = customer(customer_id).await;
///         }
///     })
/// }
/// ```
pub fn then<F: side::PreloadTask>(future: F) -> Then<F> {
    Then(future)
}

/// A dependent load, made by [`then`].
#[derive(Debug)]
pub struct Then<F>(F);

impl<F: side::PreloadTask> Preload for Then<F> {
    fn collect(self, into: &mut PreloadList) {
        into.tasks.push(Box::pin(self.0));
    }
}

impl<M: Query> Preload for QueryCall<M> {
    fn collect(self, into: &mut PreloadList) {
        let (_, key) = self.into_parts();
        if into.calls.iter().all(|call| call.key != key) {
            into.calls.push(PreloadCall {
                key,
                options: M::OPTIONS,
                starter: side::starter::<M>(),
            });
        }
    }
}

impl Preload for () {
    fn collect(self, _: &mut PreloadList) {}
}

impl<P: Preload> Preload for Option<P> {
    fn collect(self, into: &mut PreloadList) {
        if let Some(preload) = self {
            preload.collect(into);
        }
    }
}

impl<P: Preload> Preload for Vec<P> {
    fn collect(self, into: &mut PreloadList) {
        for preload in self {
            preload.collect(into);
        }
    }
}

macro_rules! preload_tuples {
    ($($name:ident)+) => {
        impl<$($name: Preload),+> Preload for ($($name,)+) {
            fn collect(self, into: &mut PreloadList) {
                #[expect(non_snake_case, reason = "the type parameters name the parts")]
                let ($($name,)+) = self;
                $($name.collect(into);)+
            }
        }
    };
}

preload_tuples!(A);
preload_tuples!(A B);
preload_tuples!(A B C);
preload_tuples!(A B C D);
preload_tuples!(A B C D E);
preload_tuples!(A B C D E F);
preload_tuples!(A B C D E F G);
preload_tuples!(A B C D E F G H);
