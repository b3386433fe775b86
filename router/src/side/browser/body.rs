//! The browser's half of a query: no body, unless the query runs where it is called.

use futures::future::LocalBoxFuture;

use crate::query::Query;

/// The browser's half of a query.
pub trait QueryBody: Sized {
    /// Runs the body here: only a query marked `#[query(client)]` has one.
    fn run_here(
        arguments: <Self as Query>::Arguments,
    ) -> Option<LocalBoxFuture<'static, Result<<Self as Query>::Value, <Self as Query>::Error>>>
    where
        Self: Query,
    {
        drop(arguments);
        None
    }
}

/// The future of an awaited call.
pub type CallFuture<M> = LocalBoxFuture<'static, Result<<M as Query>::Value, <M as Query>::Error>>;

/// The future of a dependent preload.
pub type PreloadFuture = LocalBoxFuture<'static, ()>;

/// What [`crate::preload::then`] takes.
pub trait PreloadTask: Future<Output = ()> + 'static {}

impl<F: Future<Output = ()> + 'static> PreloadTask for F {}

/// Warms the cache of a call: the browser needs no types for it.
pub type Starter = ();
