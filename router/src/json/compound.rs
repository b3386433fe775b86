//! Writes the parts of arrays and objects.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::malformed::Malformed;
use super::texts::{Text, Use};
use super::write::Writer;

/// An array or an object that is being written.
pub(super) struct Compound<'w> {
    writer: &'w mut Writer,
    close: &'static str,
    is_first: bool,
    is_raw: bool,
}

impl<'w> Compound<'w> {
    pub(super) fn new(writer: &'w mut Writer, open: &str, close: &'static str) -> Self {
        writer.push(open);
        Self {
            writer,
            close,
            is_first: true,
            is_raw: false,
        }
    }

    /// What is no object but JSON text, which comes as its only part.
    pub(super) fn raw(writer: &'w mut Writer) -> Self {
        Self {
            is_raw: true,
            ..Self::new(writer, "", "")
        }
    }

    #[inline(never)]
    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.writer.push(",");
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        self.separate();
        value.serialize(&mut *self.writer)
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Malformed> {
        if self.is_raw {
            return value.serialize(Text(self.writer, Use::Raw));
        }
        self.separate();
        self.writer.string(key);
        self.writer.push(":");
        value.serialize(&mut *self.writer)
    }

    fn finish(self) {
        self.writer.push(self.close);
    }
}

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Malformed> {
        self.separate();
        key.serialize(Text(self.writer, Use::Key))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        self.writer.push(":");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Malformed> {
        self.finish();
        Ok(())
    }
}

macro_rules! parts {
    ($($class:ident $method:ident($($key:ident)?) $by:ident;)*) => {
        $(
            impl $class for Compound<'_> {
                type Ok = ();
                type Error = Malformed;

                fn $method<T: Serialize + ?Sized>(
                    &mut self,
                    $($key: &'static str,)?
                    value: &T,
                ) -> Result<(), Malformed> {
                    self.$by($($key,)? value)
                }

                fn end(self) -> Result<(), Malformed> {
                    self.finish();
                    Ok(())
                }
            }
        )*
    };
}

parts! {
    SerializeSeq serialize_element() item;
    SerializeTuple serialize_element() item;
    SerializeTupleStruct serialize_field() item;
    SerializeTupleVariant serialize_field() item;
    SerializeStruct serialize_field(key) field;
    SerializeStructVariant serialize_field(key) field;
}
