//! What can be shown: text, numbers, options, lists, closures, signals.

use std::borrow::Cow;
use std::error::Error;

use limosa_reactive::{Memo, ReadSignal, RwSignal, Store, raise};

use super::View;
use crate::side::push_integer;

/// Something that can stand in braces in `view!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shown in a view",
    label = "this is no view",
    note = "text, numbers, `Option`, `Vec` and tuples of views, closures that give one and signals of one can be shown; \
            a struct of your own can implement `IntoView`"
)]
pub trait IntoView: Sized {
    /// Whether it is text, which a closure then updates in place instead of building anew.
    #[doc(hidden)]
    const TEXT: bool = false;

    /// Makes the view. Nothing is built yet.
    fn into_view(self) -> View;

    /// Appends the text it is, if it is text.
    #[doc(hidden)]
    fn write_text(self, _into: &mut String) {}
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::empty()
    }
}

macro_rules! strings {
    ($($kind:ty),*) => { $(
        impl IntoView for $kind {
            const TEXT: bool = true;

            fn into_view(self) -> View {
                View::text(self)
            }

            fn write_text(self, into: &mut String) {
                into.push_str(&self);
            }
        }
    )* };
}

strings!(&'static str, String, Cow<'static, str>);

macro_rules! integers {
    ($($kind:ty),*) => { $(
        impl IntoView for $kind {
            const TEXT: bool = true;

            fn into_view(self) -> View {
                let mut text = String::new();
                self.write_text(&mut text);
                View::text(text)
            }

            #[allow(unused_comparisons, clippy::cast_lossless, clippy::cast_sign_loss, clippy::cast_possible_truncation,
                reason = "one body for all integers of up to 64 bits")]
            fn write_text(self, into: &mut String) {
                let (negative, wide) = (self < 0, self as u64);
                push_integer(into, negative, if negative { wide.wrapping_neg() } else { wide });
            }
        }
    )* };
}

integers!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

macro_rules! displayed {
    ($($kind:ty),*) => { $(
        impl IntoView for $kind {
            const TEXT: bool = true;

            fn into_view(self) -> View {
                View::text(self.to_string())
            }

            fn write_text(self, into: &mut String) {
                into.push_str(&self.to_string());
            }
        }
    )* };
}

displayed!(f32, f64, u128, i128);

impl IntoView for char {
    const TEXT: bool = true;

    fn into_view(self) -> View {
        View::text(String::from(self))
    }

    fn write_text(self, into: &mut String) {
        into.push(self);
    }
}

impl<V: IntoView> IntoView for Option<V> {
    const TEXT: bool = V::TEXT;

    fn into_view(self) -> View {
        match self {
            Some(view) => view.into_view(),
            None if V::TEXT => View::text(""),
            None => View::empty(),
        }
    }

    fn write_text(self, into: &mut String) {
        if let Some(text) = self {
            text.write_text(into);
        }
    }
}

/// An error goes to the nearest `<ErrorBoundary>`.
impl<V: IntoView, E: Error + 'static> IntoView for Result<V, E> {
    fn into_view(self) -> View {
        match self {
            Ok(view) => view.into_view(),
            Err(error) => {
                raise(error);
                View::empty()
            }
        }
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_view(self) -> View {
        View::sequence(self.into_iter().map(V::into_view).collect())
    }
}

impl<V: IntoView, const N: usize> IntoView for [V; N] {
    fn into_view(self) -> View {
        View::sequence(self.into_iter().map(V::into_view).collect())
    }
}

macro_rules! tuples {
    ($(($($name:ident)+))*) => { $(
        impl<$($name: IntoView),+> IntoView for ($($name,)+) {
            #[allow(non_snake_case, reason = "a tuple is taken apart by the names of its types")]
            fn into_view(self) -> View {
                let ($($name,)+) = self;
                View::sequence(vec![$($name.into_view()),+])
            }
        }
    )* };
}

tuples!((A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E F)(A B C D E F G)(A B C D E F G H));

/// A closure is reactive: text is updated in place, anything else is built anew.
impl<F, V> IntoView for F
where
    F: Fn() -> V + 'static,
    V: IntoView,
{
    fn into_view(self) -> View {
        if V::TEXT {
            View::reactive_text(move |into| self().write_text(into))
        } else {
            View::block(move || self().into_view())
        }
    }
}

macro_rules! signals {
    ($($kind:ident),*) => { $(
        impl<V: IntoView + Clone + 'static> IntoView for $kind<V> {
            fn into_view(self) -> View {
                (move || self.get()).into_view()
            }
        }
    )* };
}

signals!(ReadSignal, RwSignal, Memo, Store);
