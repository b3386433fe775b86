//! What can be the value of an attribute.

use std::borrow::Cow;

use limosa_reactive::{Memo, ReadSignal, RwSignal, Store};

use super::TextValue;
use crate::view::IntoView;

/// Something that can stand after `=` in `view!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an attribute",
    label = "this is no attribute value",
    note = "text, numbers, `bool`, `Option` of them, closures that give one and signals of one can be"
)]
pub trait IntoAttribute {
    /// Makes the value. Closures are not called yet.
    fn into_attribute(self) -> TextValue;
}

impl IntoAttribute for TextValue {
    fn into_attribute(self) -> TextValue {
        self
    }
}

impl IntoAttribute for bool {
    fn into_attribute(self) -> TextValue {
        TextValue::Bool(self)
    }
}

macro_rules! strings {
    ($($kind:ty),*) => { $(
        impl IntoAttribute for $kind {
            fn into_attribute(self) -> TextValue {
                TextValue::Text(Cow::from(self))
            }
        }
    )* };
}

strings!(&'static str, String, Cow<'static, str>);

impl IntoAttribute for &String {
    fn into_attribute(self) -> TextValue {
        TextValue::Text(Cow::Owned(self.clone()))
    }
}

macro_rules! written {
    ($($kind:ty),*) => { $(
        impl IntoAttribute for $kind {
            fn into_attribute(self) -> TextValue {
                let mut text = String::new();
                self.write_text(&mut text);
                TextValue::Text(Cow::Owned(text))
            }
        }
    )* };
}

written!(
    u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64, u128, i128, char
);

impl<T: IntoAttribute> IntoAttribute for Option<T> {
    fn into_attribute(self) -> TextValue {
        self.map_or(TextValue::Absent, T::into_attribute)
    }
}

impl<F, T> IntoAttribute for F
where
    F: Fn() -> T + 'static,
    T: IntoAttribute,
{
    fn into_attribute(self) -> TextValue {
        TextValue::Reactive(Box::new(move || self().into_attribute()))
    }
}

macro_rules! signals {
    ($($kind:ident),*) => { $(
        impl<T: IntoAttribute + Clone + 'static> IntoAttribute for $kind<T> {
            fn into_attribute(self) -> TextValue {
                TextValue::Reactive(Box::new(move || self.get().into_attribute()))
            }
        }
    )* };
}

signals!(ReadSignal, RwSignal, Memo, Store);
