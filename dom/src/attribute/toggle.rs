//! Conditions: whether a class is there.

use std::fmt;

use limosa_reactive::{Memo, ReadSignal, RwSignal, Store};

/// A condition, fixed or reactive. Owned.
pub enum Toggle {
    /// It does not change.
    Fixed(bool),
    /// It changes with what the closure reads.
    Reactive(Box<dyn Fn() -> bool>),
}

impl Toggle {
    /// Whether no closure has to be called for it.
    #[doc(hidden)]
    #[must_use]
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::Fixed(_))
    }
}

impl fmt::Debug for Toggle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(value) => formatter.debug_tuple("Fixed").field(value).finish(),
            Self::Reactive(_) => formatter.write_str("Reactive"),
        }
    }
}

/// Something that can stand after `class:name=` in `view!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no condition",
    label = "a `bool`, a closure or a signal of one was expected"
)]
pub trait IntoToggle {
    /// Makes the condition. Closures are not called yet.
    fn into_toggle(self) -> Toggle;
}

impl IntoToggle for bool {
    fn into_toggle(self) -> Toggle {
        Toggle::Fixed(self)
    }
}

impl<F: Fn() -> bool + 'static> IntoToggle for F {
    fn into_toggle(self) -> Toggle {
        Toggle::Reactive(Box::new(self))
    }
}

macro_rules! signals {
    ($($kind:ident),*) => { $(
        impl IntoToggle for $kind<bool> {
            fn into_toggle(self) -> Toggle {
                Toggle::Reactive(Box::new(move || self.get()))
            }
        }
    )* };
}

signals!(ReadSignal, RwSignal, Memo, Store);
