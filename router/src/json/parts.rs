//! The parts of arrays, objects, enums and raw JSON.

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::RAW;
use super::key::Key;
use super::malformed::Malformed;
use super::read::Reader;

/// The values of an array.
pub(super) struct Items<'r, 't> {
    reader: &'r mut Reader<'t>,
    is_first: bool,
}

impl<'r, 't> Items<'r, 't> {
    pub(super) fn of(reader: &'r mut Reader<'t>) -> Self {
        let is_first = true;
        Self { reader, is_first }
    }
}

impl Reader<'_> {
    /// Whether another part follows before the end of an array or an object.
    #[inline(never)]
    fn another(&mut self, is_first: &mut bool, close: u8) -> Result<bool, Malformed> {
        if self.peek() == close {
            return Ok(false);
        }
        if !std::mem::take(is_first) {
            self.expect(b',')?;
        }
        Ok(true)
    }
}

impl<'t> SeqAccess<'t> for Items<'_, 't> {
    type Error = Malformed;

    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Malformed> {
        if self.reader.another(&mut self.is_first, b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

/// The keys and values of an object.
pub(super) struct Entries<'r, 't> {
    reader: &'r mut Reader<'t>,
    is_first: bool,
}

impl<'r, 't> Entries<'r, 't> {
    pub(super) fn of(reader: &'r mut Reader<'t>) -> Self {
        let is_first = true;
        Self { reader, is_first }
    }
}

impl<'t> MapAccess<'t> for Entries<'_, 't> {
    type Error = Malformed;

    fn next_key_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Malformed> {
        if self.reader.another(&mut self.is_first, b'}')? {
            seed.deserialize(Key(&mut *self.reader)).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Malformed> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant: a string, or an object with one key.
pub(super) struct Choice<'r, 't> {
    pub(super) reader: &'r mut Reader<'t>,
    pub(super) has_content: bool,
}

impl<'t> EnumAccess<'t> for Choice<'_, 't> {
    type Error = Malformed;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Self), Malformed> {
        let value = seed.deserialize(&mut *self.reader)?;
        if self.has_content {
            self.reader.expect(b':')?;
        }
        Ok((value, self))
    }
}

impl<'t> VariantAccess<'t> for Choice<'_, 't> {
    type Error = Malformed;

    fn unit_variant(self) -> Result<(), Malformed> {
        let is_unit = !self.has_content || self.reader.passes_word("null");
        is_unit.then_some(()).ok_or(Malformed)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<S::Value, Malformed> {
        if self.has_content {
            seed.deserialize(self.reader)
        } else {
            Err(Malformed)
        }
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Malformed> {
        if self.has_content {
            self.reader.seq(visitor)
        } else {
            Err(Malformed)
        }
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        if self.has_content {
            self.reader.map(visitor)
        } else {
            Err(Malformed)
        }
    }
}

/// JSON text, as `RawValue` takes it: an object with one key of its own.
pub(super) struct Raw<'t>(pub(super) Option<&'t str>);

impl<'t> MapAccess<'t> for Raw<'t> {
    type Error = Malformed;

    fn next_key_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Malformed> {
        match self.0 {
            Some(_) => seed.deserialize(StrDeserializer::new(RAW)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Malformed> {
        let text = self.0.take().ok_or(Malformed)?;
        seed.deserialize(BorrowedStrDeserializer::new(text))
    }
}
