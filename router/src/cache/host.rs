//! What the cache needs of its surroundings.

use std::rc::Rc;

use futures::future::LocalBoxFuture;

use crate::query::QueryFrame;

/// Number of a request under way.
pub type RequestId = u32;

/// Runs a query where it is called, from the JSON array of its arguments.
pub type LocalRun = fn(&str) -> LocalBoxFuture<'static, QueryFrame>;

/// Time, timers and network of a cache.
pub trait Host {
    /// Milliseconds since some moment; never goes back.
    fn now(&self) -> f64;

    /// Runs a job when the current one has ended.
    fn soon(&self, job: Box<dyn FnOnce()>);

    /// Runs a job after some milliseconds.
    fn after(&self, milliseconds: f64, job: Box<dyn FnOnce()>);

    /// Asks the server for keys in one request; answers go to `Cache::answered`, the end to `Cache::ended`. `page` is the URL of
    /// the page they are for, if that is neither the one that is shown nor the one under way.
    fn ask(&self, request: RequestId, keys: &[Rc<str>], page: Option<&str>);

    /// Drops a request that nobody waits for.
    fn abort(&self, request: RequestId);

    /// Sends the visitor elsewhere, as a query asked.
    fn redirect(&self, to: &str);
}
