//! The way from a value to a part of it.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

/// Finds a part in the value it belongs to; `None` while it is not there.
pub(super) trait Access {
    fn get<'a>(&self, whole: &'a dyn Any, index: usize) -> Option<&'a dyn Any>;
    fn get_mut<'a>(&self, whole: &'a mut dyn Any, index: usize) -> Option<&'a mut dyn Any>;
}

/// A field of a struct, or of one variant of an enum. What `#[derive(Store)]` writes.
#[doc(hidden)]
pub struct Field<W, P> {
    get: fn(&W) -> Option<&P>,
    get_mut: fn(&mut W) -> Option<&mut P>,
}

impl<W, P> Field<W, P> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(get: fn(&W) -> Option<&P>, get_mut: fn(&mut W) -> Option<&mut P>) -> Self {
        Self { get, get_mut }
    }
}

impl<W, P> fmt::Debug for Field<W, P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Field")
    }
}

impl<W: 'static, P: 'static> Access for Field<W, P> {
    fn get<'a>(&self, whole: &'a dyn Any, _: usize) -> Option<&'a dyn Any> {
        (self.get)(whole.downcast_ref()?).map(|part| part as &dyn Any)
    }

    fn get_mut<'a>(&self, whole: &'a mut dyn Any, _: usize) -> Option<&'a mut dyn Any> {
        (self.get_mut)(whole.downcast_mut()?).map(|part| part as &mut dyn Any)
    }
}

/// An item of a list.
pub(super) struct Item<T>(PhantomData<fn() -> T>);

impl<T> Item<T> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: 'static> Access for Item<T> {
    fn get<'a>(&self, whole: &'a dyn Any, index: usize) -> Option<&'a dyn Any> {
        let item = whole.downcast_ref::<Vec<T>>()?.get(index)?;
        Some(item as &dyn Any)
    }

    fn get_mut<'a>(&self, whole: &'a mut dyn Any, index: usize) -> Option<&'a mut dyn Any> {
        let item = whole.downcast_mut::<Vec<T>>()?.get_mut(index)?;
        Some(item as &mut dyn Any)
    }
}

/// The whole of a store.
pub(super) struct Itself;

impl Access for Itself {
    fn get<'a>(&self, whole: &'a dyn Any, _: usize) -> Option<&'a dyn Any> {
        Some(whole)
    }

    fn get_mut<'a>(&self, whole: &'a mut dyn Any, _: usize) -> Option<&'a mut dyn Any> {
        Some(whole)
    }
}
