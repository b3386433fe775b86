//! What the surroundings of a thread do for it: run futures and print warnings.

use futures::future::LocalBoxFuture;

use crate::runtime::runtime;
use crate::side;

/// Runs a future on the executor of a thread.
pub type Spawner = Box<dyn Fn(LocalBoxFuture<'static, ()>)>;

/// Sets how this thread runs futures, for example by `tokio::task::spawn_local`.
///
/// Threads without a spawner keep their futures until [`run_until_stalled`]. In the browser the event loop runs them and
/// this does nothing.
pub fn set_spawner(spawner: impl Fn(LocalBoxFuture<'static, ()>) + 'static) {
    side::set_spawner(Box::new(spawner));
}

/// Gives a future to the executor of this thread; it is not bound to any owner (see
/// [`spawn_scoped`](crate::spawn_scoped)).
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    side::spawn(Box::pin(future));
}

/// Runs the futures of a thread without a spawner until all of them wait for something.
///
/// ```
/// use limosa_reactive::{host, signal, spawn_scoped};
/// let (count, set_count) = signal(1);
/// spawn_scoped(async move { set_count.set(2) });
/// host::run_until_stalled();
/// assert_eq!(count.get(), 2);
/// ```
pub fn run_until_stalled() {
    side::run_until_stalled();
}

/// Sets what carries out the writes that render effects of this thread have prepared.
///
/// It runs whenever the outermost batch has run its render effects, before user effects, and at the end.
pub fn set_painter(paint: fn()) {
    runtime().painter.set(Some(paint));
}

/// Prints a warning: on the console of the browser, or to standard error.
pub fn warn(message: &str) {
    side::warn(message);
}

/// How many signals, memos, effects and owners live on this thread: for tests that look for what is left behind.
///
/// ```
/// use limosa_reactive::{Owner, host, signal};
/// let before = host::live_nodes();
/// let owner = Owner::new_root();
/// owner.with(|| signal(1));
/// assert!(host::live_nodes() > before);
/// owner.dispose();
/// assert_eq!(host::live_nodes(), before);
/// ```
#[must_use]
pub fn live_nodes() -> usize {
    runtime().live_nodes()
}

/// Stops everything reactive on this thread, for good: no effect runs any more, and in the browser no future is polled.
///
/// For the panic hook of the browser: a panic there unwinds nothing, so that what was under way stays half done. Whoever
/// lets the page call in asks [`is_stopped`] first. Elsewhere a panic unwinds and everything goes on.
pub fn stop() {
    runtime().stop();
}

/// Whether [`stop`] was called on this thread.
#[must_use]
pub fn is_stopped() -> bool {
    runtime().is_stopped()
}
