//! Keys of objects: strings, in which numbers and flags may stand.

use std::borrow::Cow;

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::malformed::Malformed;
use super::parts::Choice;
use super::read::Reader;

/// What stands before the colon.
pub(super) struct Key<'r, 't>(pub(super) &'r mut Reader<'t>);

impl Reader<'_> {
    /// Goes to what stands between quotes, which is no space.
    fn open_quote(&mut self) -> Result<(), Malformed> {
        self.expect(b'"')?;
        let here = self.at;
        self.peek();
        (self.at == here).then_some(()).ok_or(Malformed)
    }

    fn close_quote(&mut self) -> Result<(), Malformed> {
        let here = self.at;
        self.expect(b'"')?;
        (self.at == here + 1).then_some(()).ok_or(Malformed)
    }
}

macro_rules! quoted {
    ($($name:ident)*) => {
        $(
            fn $name<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
                self.0.open_quote()?;
                let value = self.0.$name(visitor)?;
                self.0.close_quote()?;
                Ok(value)
            }
        )*
    };
}

impl<'t> Deserializer<'t> for Key<'_, 't> {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.0.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    quoted!(
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
    );

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_enum(Choice {
            reader: self.0,
            has_content: false,
        })
    }

    fn deserialize_identifier<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.0.deserialize_identifier(visitor)
    }

    fn deserialize_bytes<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_bytes(self.0.string()?.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_bytes(visitor)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        char str string unit unit_struct seq tuple tuple_struct map struct ignored_any
    }
}
