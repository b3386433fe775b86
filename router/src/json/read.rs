//! Reads JSON, one value after the other.

use std::borrow::Cow;

use serde::de::{Deserializer, Visitor};

use super::RAW;
use super::malformed::Malformed;
use super::parts::{Choice, Entries, Items, Raw};
use crate::side;

/// Arrays and objects in each other that are read: more would be too much for the stack.
const DEPTH: u8 = 128;

/// A text and how far it has been read.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    depth: u8,
}

/// A number as it is told to a visitor.
enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let (at, depth) = (0, 0);
        Self { text, at, depth }
    }

    /// The next byte that is no space; 0 at the end.
    #[inline(never)]
    pub(super) fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Goes past a byte, if it is the next one.
    #[inline(never)]
    pub(super) fn passes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        self.passes(byte).then_some(()).ok_or(Malformed)
    }

    pub(super) fn end(&mut self) -> Result<(), Malformed> {
        self.peek();
        (self.at == self.text.len()).then_some(()).ok_or(Malformed)
    }

    /// Goes past a word, if it is what follows.
    #[inline(never)]
    pub(super) fn passes_word(&mut self, word: &str) -> bool {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_next = rest.starts_with(word.as_bytes());
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    /// Opens an array or an object.
    pub(super) fn open(&mut self, byte: u8) -> Result<(), Malformed> {
        self.expect(byte)?;
        self.depth += 1;
        (self.depth < DEPTH).then_some(()).ok_or(Malformed)
    }

    /// Closes one.
    pub(super) fn close(&mut self, byte: u8) -> Result<(), Malformed> {
        self.depth -= 1;
        self.expect(byte)
    }

    fn bool(&mut self) -> Result<bool, Malformed> {
        if self.passes_word("true") {
            Ok(true)
        } else if self.passes_word("false") {
            Ok(false)
        } else {
            Err(Malformed)
        }
    }

    /// The text of a number.
    #[inline(never)]
    pub(super) fn digits(&mut self) -> Result<&'t str, Malformed> {
        self.peek();
        let start = self.at;
        self.skip_number()?;
        self.text.get(start..self.at).ok_or(Malformed)
    }

    #[inline(never)]
    fn integer(&mut self) -> Result<Number, Malformed> {
        let digits = self.digits()?;
        let whole = whole_number(digits);
        whole.ok_or(Malformed)
    }

    fn number(&mut self) -> Result<Number, Malformed> {
        let digits = self.digits()?;
        match whole_number(digits) {
            Some(whole) => Ok(whole),
            None => float(digits).map(Number::Float),
        }
    }

    pub(super) fn seq<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Malformed> {
        self.open(b'[')?;
        let value = visitor.visit_seq(Items::of(self))?;
        self.close(b']')?;
        Ok(value)
    }

    pub(super) fn map<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Malformed> {
        self.open(b'{')?;
        let value = visitor.visit_map(Entries::of(self))?;
        self.close(b'}')?;
        Ok(value)
    }

    /// The JSON of the next value.
    pub(super) fn raw(&mut self) -> Result<&'t str, Malformed> {
        self.peek();
        let start = self.at;
        self.skip()?;
        self.text.get(start..self.at).ok_or(Malformed)
    }
}

fn float(digits: &str) -> Result<f64, Malformed> {
    let number = side::number(digits);
    number.is_finite().then_some(number).ok_or(Malformed)
}

/// A number without fraction and exponent that 64 bits hold. `-0` is none: it is not 0.
#[inline(never)]
fn whole_number(digits: &str) -> Option<Number> {
    let magnitude = digits.strip_prefix('-').unwrap_or(digits);
    let value = magnitude.bytes().try_fold(0_u64, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        let next = value.checked_mul(10)?.checked_add(u64::from(digit))?;
        (digit < 10).then_some(next)
    })?;
    if magnitude.len() == digits.len() {
        return Some(Number::Positive(value));
    }
    let negative = 0_i64.checked_sub_unsigned(value)?;
    (value != 0).then_some(Number::Negative(negative))
}

impl Number {
    fn visit<'t, V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self {
            Self::Positive(number) => visitor.visit_u64(number),
            Self::Negative(number) => visitor.visit_i64(number),
            Self::Float(number) => visitor.visit_f64(number),
        }
    }
}

macro_rules! integers {
    ($($name:ident)*) => {
        $(
            fn $name<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
                match self.integer()? {
                    Number::Negative(number) => visitor.visit_i64(number),
                    Number::Positive(number) => visitor.visit_u64(number),
                    Number::Float(_) => Err(Malformed),
                }
            }
        )*
    };
}

macro_rules! floats {
    ($($name:ident)*) => {
        $(
            fn $name<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
                self.number()?.visit(visitor)
            }
        )*
    };
}

macro_rules! texts {
    ($($name:ident)*) => {
        $(
            fn $name<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
                match self.string()? {
                    Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                    Cow::Owned(text) => visitor.visit_string(text),
                }
            }
        )*
    };
}

impl<'t> Deserializer<'t> for &mut Reader<'t> {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.peek() {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.map(visitor),
            b'[' => self.seq(visitor),
            b'n' => self.deserialize_unit(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            _ => self.deserialize_f64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_bool(self.bool()?)
    }

    integers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64);
    floats!(deserialize_f32 deserialize_f64);
    texts!(deserialize_char deserialize_str deserialize_string);

    fn deserialize_i128<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_i128(self.digits()?.parse().map_err(|_| Malformed)?)
    }

    fn deserialize_u128<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_u128(self.digits()?.parse().map_err(|_| Malformed)?)
    }

    fn deserialize_bytes<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.peek() {
            b'[' => self.seq(visitor),
            _ => visitor.visit_bytes(self.string()?.as_bytes()),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.passes_word("null") {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.passes_word("null") {
            visitor.visit_unit()
        } else {
            Err(Malformed)
        }
    }

    fn deserialize_unit_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        if name == RAW {
            visitor.visit_map(Raw(Some(self.raw()?)))
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.seq(visitor)
    }

    fn deserialize_tuple<V: Visitor<'t>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.seq(visitor)
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.map(visitor)
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.map(visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        let has_content = self.peek() == b'{';
        if has_content {
            self.open(b'{')?;
        }
        let value = visitor.visit_enum(Choice {
            reader: &mut *self,
            has_content,
        })?;
        if has_content {
            self.close(b'}')?;
        }
        Ok(value)
    }

    fn deserialize_identifier<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.skip()?;
        visitor.visit_unit()
    }
}
