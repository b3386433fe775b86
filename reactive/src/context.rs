//! Contexts: values that owners hand down to everything made under them.

use std::any::TypeId;
use std::rc::Rc;

use crate::report;
use crate::runtime::runtime;

/// Provides a value to everything made under the current owner; it replaces one of the same type.
///
/// It is dropped with the owner. Outside every owner it is lost, with a warning.
///
/// ```
/// use limosa_reactive::{Owner, provide_context, use_context};
/// Owner::new_root().with(|| {
///     provide_context(String::from("en"));
///     Owner::new().with(|| assert_eq!(use_context::<String>().as_deref(), Some("en")));
/// });
/// ```
#[track_caller]
pub fn provide_context<T: 'static>(value: T) {
    let runtime = runtime();
    let owner = runtime.owner();
    if !runtime.is_alive(owner) {
        report::context_without_owner();
        return;
    }
    let value = Rc::new(value);
    let replaced = runtime
        .graph
        .open()
        .set_context(owner, TypeId::of::<T>(), value);
    drop(replaced);
}

/// A copy of the nearest context of a type; `None` if no owner above provides one.
#[must_use]
pub fn use_context<T: Clone + 'static>() -> Option<T> {
    with_context(T::clone)
}

/// Passes the nearest context of a type by reference to a closure; `None` if no owner above provides one.
pub fn with_context<T: 'static, R>(read: impl FnOnce(&T) -> R) -> Option<R> {
    let runtime = runtime();
    let owner = runtime.owner();
    let found = runtime.graph.open().find_context(owner, TypeId::of::<T>());
    let value: Rc<T> = found?.downcast().ok()?;
    Some(read(&value))
}

/// A copy of the nearest context of a type.
///
/// # Panics
/// If no owner above provides one.
#[track_caller]
#[must_use]
pub fn expect_context<T: Clone + 'static>() -> T {
    match use_context() {
        Some(value) => value,
        None => report::no_context(std::any::type_name::<T>()),
    }
}
