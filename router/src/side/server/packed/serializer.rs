//! The serializer: scalars at once, the rest through `compound`.

use limosa_dom::__private::push_integer;
use serde::{Serialize, Serializer};

use super::compound::{Fields, Map, Rows, Sequence};
use super::text::push_string;
use super::{Packed, SHORTEST, Unpackable};

/// Names under which types of `serde_json` tell it, and nobody else, what they are.
const PRIVATE: &str = "$serde_json";

/// Writes one value.
pub(super) struct Packer<'a> {
    pub(super) packed: &'a mut Packed,
    /// The list whose part it is, if that may be of rows.
    rows: Option<&'a mut Rows>,
}

impl<'a> Packer<'a> {
    pub(super) fn new(packed: &'a mut Packed) -> Self {
        Self { packed, rows: None }
    }

    pub(super) fn part(packed: &'a mut Packed, rows: &'a mut Rows) -> Self {
        let rows = Some(rows);
        Self { packed, rows }
    }

    /// What is no struct with fields is no row.
    fn written_out(self) -> Result<&'a mut Packed, Unpackable> {
        match self.rows {
            Some(Rows::Keys(_)) => Err(Unpackable::OtherKeys),
            _ => Ok(self.packed),
        }
    }

    fn push(self, text: &str) -> Result<(), Unpackable> {
        self.written_out()?.text.push_str(text);
        Ok(())
    }

    /// `{"variant":`, the key of a value that follows.
    fn variant(self, variant: &str) -> Result<&'a mut Packed, Unpackable> {
        let packed = self.written_out()?;
        packed.text.push('{');
        push_string(&mut packed.text, variant);
        packed.text.push(':');
        Ok(packed)
    }
}

macro_rules! integers {
    ($($method:ident $ty:ty)*) => {
        $(#[allow(unused_comparisons, clippy::cast_lossless, clippy::cast_sign_loss, reason = "one body for all integers")]
        fn $method(self, value: $ty) -> Result<(), Unpackable> {
            push_integer(&mut self.written_out()?.text, value < 0, value.abs_diff(0) as u64);
            Ok(())
        })*
    };
}

macro_rules! displayed {
    ($($method:ident $ty:ty)*) => {
        $(fn $method(self, value: $ty) -> Result<(), Unpackable> {
            let text = serde_json::to_string(&value).map_err(|_| Unpackable::Whole)?;
            self.push(&text)
        })*
    };
}

impl<'a> Serializer for Packer<'a> {
    type Ok = ();
    type Error = Unpackable;
    type SerializeSeq = Sequence<'a>;
    type SerializeTuple = Sequence<'a>;
    type SerializeTupleStruct = Sequence<'a>;
    type SerializeTupleVariant = Sequence<'a>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Fields<'a>;

    integers! {
        serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64
        serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
    }

    displayed! { serialize_i128 i128 serialize_u128 u128 serialize_f32 f32 serialize_f64 f64 }

    fn serialize_bool(self, value: bool) -> Result<(), Unpackable> {
        self.push(if value { "true" } else { "false" })
    }

    fn serialize_char(self, value: char) -> Result<(), Unpackable> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unpackable> {
        let packed = self.written_out()?;
        let start = packed.text.len() + 1;
        let is_plain = push_string(&mut packed.text, value);
        if is_plain && value.len() >= SHORTEST && !packed.is_json {
            packed.strings.push(start..start + value.len());
        }
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unpackable> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unpackable> {
        self.push("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unpackable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unpackable> {
        self.push("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unpackable> {
        self.push("null")
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unpackable> {
        push_string(&mut self.written_out()?.text, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unpackable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unpackable> {
        let packed = self.variant(variant)?;
        value.serialize(Packer::new(packed))?;
        packed.text.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Sequence<'a>, Unpackable> {
        Ok(Sequence::rows(self.written_out()?))
    }

    fn serialize_tuple(self, _: usize) -> Result<Sequence<'a>, Unpackable> {
        Ok(Sequence::mixed(self.written_out()?, "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Sequence<'a>, Unpackable> {
        Ok(Sequence::mixed(self.written_out()?, "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Sequence<'a>, Unpackable> {
        Ok(Sequence::mixed(self.variant(variant)?, "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map<'a>, Unpackable> {
        Ok(Map::new(self.written_out()?))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'a>, Unpackable> {
        if name.starts_with(PRIVATE) {
            return Err(Unpackable::Whole);
        }
        Ok(Fields::of_part(self.packed, self.rows))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'a>, Unpackable> {
        Ok(Fields::of_variant(self.variant(variant)?))
    }
}
