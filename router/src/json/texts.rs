//! Writes what has to be a text: a key of a map, or JSON as it stands.

use serde::ser::{Impossible, Serialize, Serializer};

use super::malformed::Malformed;
use super::write::Writer;

/// Where a text is written.
pub(super) struct Text<'w>(pub(super) &'w mut Writer, pub(super) Use);

/// What for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Between quotes; so are numbers and flags.
    Key,
    /// As it stands.
    Raw,
}

impl Text<'_> {
    fn quoted<T: Serialize>(self, value: T) -> Result<(), Malformed> {
        if self.1 == Use::Raw {
            return Err(Malformed);
        }
        self.0.push("\"");
        value.serialize(&mut *self.0)?;
        self.0.push("\"");
        Ok(())
    }

    fn finite<T: Serialize>(self, value: T, is_finite: bool) -> Result<(), Malformed> {
        if is_finite {
            self.quoted(value)
        } else {
            Err(Malformed)
        }
    }
}

macro_rules! quoted {
    ($($name:ident $class:ty;)*) => {
        $(
            fn $name(self, value: $class) -> Result<(), Malformed> {
                self.quoted(value)
            }
        )*
    };
}

type Refused = Result<Impossible<(), Malformed>, Malformed>;

impl Serializer for Text<'_> {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Impossible<(), Malformed>;
    type SerializeTuple = Impossible<(), Malformed>;
    type SerializeTupleStruct = Impossible<(), Malformed>;
    type SerializeTupleVariant = Impossible<(), Malformed>;
    type SerializeMap = Impossible<(), Malformed>;
    type SerializeStruct = Impossible<(), Malformed>;
    type SerializeStructVariant = Impossible<(), Malformed>;

    quoted! {
        serialize_bool bool;
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_i128 i128;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_u128 u128;
    }

    fn serialize_f32(self, value: f32) -> Result<(), Malformed> {
        self.finite(value, value.is_finite())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Malformed> {
        self.finite(value, value.is_finite())
    }

    fn serialize_char(self, value: char) -> Result<(), Malformed> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Malformed> {
        match self.1 {
            Use::Key => self.0.string(value),
            Use::Raw => self.0.push(value),
        }
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Malformed> {
        self.serialize_str(variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Malformed> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        value.serialize(self)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Malformed> {
        Err(Malformed)
    }

    fn serialize_none(self) -> Result<(), Malformed> {
        Err(Malformed)
    }

    fn serialize_unit(self) -> Result<(), Malformed> {
        Err(Malformed)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Malformed> {
        Err(Malformed)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Malformed> {
        Err(Malformed)
    }

    fn serialize_seq(self, _: Option<usize>) -> Refused {
        Err(Malformed)
    }

    fn serialize_tuple(self, _: usize) -> Refused {
        Err(Malformed)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Refused {
        Err(Malformed)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Refused {
        Err(Malformed)
    }

    fn serialize_map(self, _: Option<usize>) -> Refused {
        Err(Malformed)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Refused {
        Err(Malformed)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Refused {
        Err(Malformed)
    }
}
