//! What a reactive core must offer to be measured, and the cores that do.

#[cfg(feature = "peers")]
mod alien;
#[cfg(feature = "peers")]
mod dioxus;
#[cfg(feature = "peers")]
mod graph;
#[cfg(feature = "peers")]
mod leptos;
mod limosa;
mod scheduled;
#[cfg(feature = "peers")]
mod sycamore;

#[cfg(feature = "peers")]
pub use alien::Alien;
#[cfg(feature = "peers")]
pub use dioxus::Dioxus;
#[cfg(feature = "peers")]
pub use graph::ReactiveGraph;
#[cfg(feature = "peers")]
pub use leptos::Leptos;
pub use limosa::Limosa;
pub use scheduled::Scheduled;
#[cfg(feature = "peers")]
pub use sycamore::Sycamore;

/// What a signal or a memo holds; `Send` and `Sync` because some cores ask for it.
pub trait Value: Clone + PartialEq + Send + Sync + 'static {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Value for T {}

/// One reactive core. Everything is reached through the type, so that workloads are compiled for each core by itself.
///
/// Memos are cut off by equality. Effects have run when they are made, and when a batch returns.
pub trait Core: 'static {
    /// Its name in tables.
    const NAME: &'static str;
    /// Whether it also computes memos that nobody reads.
    const IS_EAGER: bool = false;
    /// Whether owners can be nested.
    const HAS_OWNERS: bool = true;
    /// What is written.
    type Signal<T: Value>: Clone + 'static;
    /// What is computed.
    type Memo<T: Value>: Clone + 'static;
    /// What everything is made in.
    type Root;

    /// Makes a signal.
    fn signal<T: Value>(value: T) -> Self::Signal<T>;
    /// Reads a signal.
    fn get<T: Value>(signal: &Self::Signal<T>) -> T;
    /// Writes a signal.
    fn set<T: Value>(signal: &Self::Signal<T>, value: T);
    /// Makes a memo.
    fn memo<T: Value>(compute: impl Fn() -> T + 'static) -> Self::Memo<T>;
    /// Reads a memo.
    fn read<T: Value>(memo: &Self::Memo<T>) -> T;
    /// Makes an effect.
    fn effect(run: impl Fn() + 'static);
    /// Makes one wave of several writes.
    fn batch(write: impl FnOnce());
    /// Makes a root and runs a closure in it.
    fn root<R: 'static>(build: impl FnOnce() -> R + 'static) -> (Self::Root, R);
    /// Runs a closure with a root current.
    fn enter<R>(root: &Self::Root, run: impl FnOnce() -> R) -> R;
    /// Disposes a root and everything made in it.
    fn dispose(root: Self::Root);
    /// Runs a closure in an owner below the current one.
    fn scope(build: impl FnOnce() + 'static);
}

/// A signal or a memo, where a graph has either.
pub(crate) trait Source<T>: Clone + 'static {
    /// Reads it.
    fn value(&self) -> T;
}

/// A signal as a source.
pub(crate) struct Written<C: Core, T: Value>(pub(crate) C::Signal<T>);

/// A memo as a source.
pub(crate) struct Derived<C: Core, T: Value>(pub(crate) C::Memo<T>);

impl<C: Core, T: Value> Clone for Written<C, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: Core, T: Value> Clone for Derived<C, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: Core, T: Value> Source<T> for Written<C, T> {
    fn value(&self) -> T {
        C::get(&self.0)
    }
}

impl<C: Core, T: Value> Source<T> for Derived<C, T> {
    fn value(&self) -> T {
        C::read(&self.0)
    }
}
