//! The texts of one parameter from values of any serde type.

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeTuple, Serializer};

use crate::url::ValueError;

/// Takes the texts of a value.
pub(super) trait Sink {
    /// The next text.
    fn text(&mut self, text: &str);

    /// The next text: an integer, in which nothing needs encoding.
    fn integer(&mut self, negative: bool, value: u64);
}

/// Gives a value as texts, one after the other: none for an absent option, one for a scalar, any number for a list.
pub(super) fn encode<T: Serialize + ?Sized>(
    value: &T,
    into: &mut dyn Sink,
) -> Result<(), ValueError> {
    value.serialize(Texts(into))
}

struct Texts<'a>(&'a mut dyn Sink);

impl Texts<'_> {
    fn push(self, text: &str) -> Result<(), ValueError> {
        self.0.text(text);
        Ok(())
    }
}

macro_rules! scalars {
    ($($method:ident $ty:ty)*) => {
        $(fn $method(self, value: $ty) -> Result<(), ValueError> {
            self.push(&value.to_string())
        })*
    };
}

macro_rules! integers {
    ($($method:ident $ty:ty)*) => {
        $(#[allow(unused_comparisons, clippy::cast_lossless, clippy::cast_sign_loss, reason = "one body for all integers")]
        fn $method(self, value: $ty) -> Result<(), ValueError> {
            self.0.integer(value < 0, value.abs_diff(0) as u64);
            Ok(())
        })*
    };
}

type No = Impossible<(), ValueError>;

impl<'a> Serializer for Texts<'a> {
    type Ok = ();
    type Error = ValueError;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    scalars! {
        serialize_bool bool serialize_i128 i128 serialize_u128 u128 serialize_f32 f32 serialize_f64 f64 serialize_char char
    }

    integers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
    }

    fn serialize_str(self, text: &str) -> Result<(), ValueError> {
        self.push(text)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), ValueError> {
        Err(ValueError::Invalid)
    }

    fn serialize_none(self) -> Result<(), ValueError> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), ValueError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), ValueError> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), ValueError> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), ValueError> {
        self.push(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), ValueError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), ValueError> {
        Err(ValueError::Invalid)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, ValueError> {
        Ok(List(self.0))
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, ValueError> {
        Ok(List(self.0))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, ValueError> {
        Err(ValueError::Invalid)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, ValueError> {
        Err(ValueError::Invalid)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, ValueError> {
        Err(ValueError::Invalid)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<No, ValueError> {
        Err(ValueError::Invalid)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, ValueError> {
        Err(ValueError::Invalid)
    }
}

struct List<'a>(&'a mut dyn Sink);

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = ValueError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        value.serialize(Texts(self.0))
    }

    fn end(self) -> Result<(), ValueError> {
        Ok(())
    }
}

impl SerializeTuple for List<'_> {
    type Ok = ();
    type Error = ValueError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        value.serialize(Texts(self.0))
    }

    fn end(self) -> Result<(), ValueError> {
        Ok(())
    }
}
