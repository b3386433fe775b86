//! Writes JSON into a string.

use limosa_dom::__private::push_integer;
use serde::ser::{Serialize, Serializer};

use super::RAW;
use super::compound::Compound;
use super::malformed::Malformed;

/// What has been written.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) text: String,
}

impl Writer {
    #[inline(never)]
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn integer(&mut self, negative: bool, magnitude: u64) {
        push_integer(&mut self.text, negative, magnitude);
    }

    /// A text between quotes.
    #[inline(never)]
    pub(super) fn string(&mut self, text: &str) {
        self.push("\"");
        for character in text.chars() {
            match character {
                '"' => self.push("\\\""),
                '\\' => self.push("\\\\"),
                '\u{8}' => self.push("\\b"),
                '\u{c}' => self.push("\\f"),
                '\n' => self.push("\\n"),
                '\r' => self.push("\\r"),
                '\t' => self.push("\\t"),
                '\0'..='\u{1f}' => self.control(u32::from(character)),
                _ => self.text.push(character),
            }
        }
        self.push("\"");
    }

    fn control(&mut self, number: u32) {
        self.push("\\u00");
        for digit in [number >> 4, number & 15] {
            self.text.extend(char::from_digit(digit, 16));
        }
    }

    /// The beginning of a variant with content: an object with one key.
    pub(super) fn variant(&mut self, variant: &str) {
        self.push("{");
        self.string(variant);
        self.push(":");
    }

    /// Numbers that are rare in an app come from `serde_json`, as it writes them.
    pub(super) fn rare<T: Serialize>(&mut self, number: T) -> Result<(), Malformed> {
        let text = serde_json::to_string(&number).map_err(|_| Malformed)?;
        self.push(&text);
        Ok(())
    }
}

macro_rules! integers {
    ($($name:ident $class:ty, $signed:ident $negative:ty;)*) => {
        $(
            fn $name(self, value: $class) -> Result<(), Malformed> {
                self.integer(false, u64::from(value));
                Ok(())
            }

            fn $signed(self, value: $negative) -> Result<(), Malformed> {
                self.integer(value < 0, u64::from(value.unsigned_abs()));
                Ok(())
            }
        )*
    };
}

macro_rules! rare {
    ($($name:ident $class:ty;)*) => {
        $(
            fn $name(self, value: $class) -> Result<(), Malformed> {
                self.rare(value)
            }
        )*
    };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Compound<'w>;
    type SerializeTuple = Compound<'w>;
    type SerializeTupleStruct = Compound<'w>;
    type SerializeTupleVariant = Compound<'w>;
    type SerializeMap = Compound<'w>;
    type SerializeStruct = Compound<'w>;
    type SerializeStructVariant = Compound<'w>;

    integers!(
        serialize_u8 u8, serialize_i8 i8;
        serialize_u16 u16, serialize_i16 i16;
        serialize_u32 u32, serialize_i32 i32;
        serialize_u64 u64, serialize_i64 i64;
    );
    rare!(serialize_u128 u128; serialize_i128 i128; serialize_f32 f32; serialize_f64 f64;);

    fn serialize_bool(self, value: bool) -> Result<(), Malformed> {
        self.push(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Malformed> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Malformed> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Malformed> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Malformed> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Malformed> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Malformed> {
        self.push("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Malformed> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Malformed> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        self.variant(variant);
        value.serialize(&mut *self)?;
        self.push("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'w>, Malformed> {
        Ok(Compound::new(self, "[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'w>, Malformed> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>, Malformed> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>, Malformed> {
        self.variant(variant);
        Ok(Compound::new(self, "[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'w>, Malformed> {
        Ok(Compound::new(self, "{", "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'w>, Malformed> {
        if name == RAW {
            Ok(Compound::raw(self))
        } else {
            self.serialize_map(None)
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>, Malformed> {
        self.variant(variant);
        Ok(Compound::new(self, "{", "}}"))
    }
}
