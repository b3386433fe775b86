//! Lists, maps and structs on their way into packed JSON.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::serializer::Packer;
use super::text::push_string;
use super::{Packed, Unpackable};

/// What is known of the parts of a list.
pub(super) enum Rows {
    /// Nothing: it has none yet.
    Unknown,
    /// The first is a struct with these keys.
    Keys(Vec<&'static str>),
    /// They are written out, as those of every other array.
    No,
}

/// A list.
pub(super) struct Sequence<'a> {
    packed: &'a mut Packed,
    rows: Rows,
    is_empty: bool,
    end: &'static str,
}

impl<'a> Sequence<'a> {
    /// Parts of one type.
    pub(super) fn rows(packed: &'a mut Packed) -> Self {
        packed.text.push('[');
        let rows = if packed.is_json {
            Rows::No
        } else {
            Rows::Unknown
        };
        Self {
            packed,
            rows,
            is_empty: true,
            end: "]",
        }
    }

    /// Parts of several types.
    pub(super) fn mixed(packed: &'a mut Packed, end: &'static str) -> Self {
        let rows = Rows::No;
        Self {
            rows,
            end,
            ..Self::rows(packed)
        }
    }

    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unpackable> {
        let is_first = std::mem::take(&mut self.is_empty);
        match self.rows {
            Rows::Unknown => {
                value.serialize(Packer::part(self.packed, &mut self.rows))?;
                if matches!(self.rows, Rows::Unknown) {
                    self.rows = Rows::No;
                }
                Ok(())
            }
            Rows::Keys(_) => self.row(value),
            Rows::No => {
                if !is_first {
                    self.packed.text.push(',');
                }
                value.serialize(Packer::new(self.packed))
            }
        }
    }

    fn row<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unpackable> {
        self.packed.text.push('|');
        let (text, strings) = (self.packed.text.len(), self.packed.strings.len());
        match value.serialize(Packer::part(self.packed, &mut self.rows)) {
            Err(Unpackable::OtherKeys) => {
                self.packed.text.truncate(text);
                self.packed.strings.truncate(strings);
                self.packed.text.push('=');
                value.serialize(Packer::new(self.packed))
            }
            ended => ended,
        }
    }

    fn close(self) {
        self.packed.text.push_str(self.end);
    }
}

macro_rules! sequences {
    ($($kind:ident $method:ident)*) => {
        $(impl $kind for Sequence<'_> {
            type Ok = ();
            type Error = Unpackable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unpackable> {
                self.part(value)
            }

            fn end(self) -> Result<(), Unpackable> {
                self.close();
                Ok(())
            }
        })*
    };
}

sequences! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

/// A map, whose keys are written by `serde_json`: numbers and more are keys for it.
pub(super) struct Map<'a> {
    packed: &'a mut Packed,
    is_empty: bool,
}

impl<'a> Map<'a> {
    pub(super) fn new(packed: &'a mut Packed) -> Self {
        packed.text.push('{');
        Self {
            packed,
            is_empty: true,
        }
    }
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Unpackable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unpackable> {
        if !std::mem::take(&mut self.is_empty) {
            self.packed.text.push(',');
        }
        let map = serde_json::to_string(&Lone(key)).map_err(|_| Unpackable::Whole)?;
        let key = map
            .strip_prefix('{')
            .and_then(|map| map.strip_suffix("null}"));
        let key = key.ok_or(Unpackable::Whole)?;
        self.packed.text.push_str(&key.replace('<', "\\u003c"));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unpackable> {
        value.serialize(Packer::new(self.packed))
    }

    fn end(self) -> Result<(), Unpackable> {
        self.packed.text.push('}');
        Ok(())
    }
}

/// A map with one key.
struct Lone<'a, K: ?Sized>(&'a K);

impl<K: Serialize + ?Sized> Serialize for Lone<'_, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &())?;
        map.end()
    }
}

/// The fields of a struct.
pub(super) struct Fields<'a> {
    packed: &'a mut Packed,
    place: Place<'a>,
    /// How many fields there were.
    count: usize,
}

enum Place<'a> {
    /// Written out, with what ends it.
    Out(&'static str),
    /// The first of a list: its keys are those of the rows.
    First {
        rows: &'a mut Rows,
        keys: Vec<&'static str>,
        start: usize,
        strings: usize,
    },
    /// One more row with these keys.
    Row(&'a [&'static str]),
}

impl<'a> Fields<'a> {
    pub(super) fn of_part(packed: &'a mut Packed, rows: Option<&'a mut Rows>) -> Self {
        let place = match rows {
            Some(Rows::Keys(keys)) => Place::Row(keys),
            Some(rows @ Rows::Unknown) => Place::First {
                rows,
                keys: Vec::new(),
                start: packed.text.len(),
                strings: packed.strings.len(),
            },
            _ => {
                packed.text.push('{');
                Place::Out("}")
            }
        };
        Self {
            packed,
            place,
            count: 0,
        }
    }

    pub(super) fn of_variant(packed: &'a mut Packed) -> Self {
        packed.text.push('{');
        Self {
            packed,
            place: Place::Out("}}"),
            count: 0,
        }
    }

    fn field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unpackable> {
        if self.count > 0 {
            self.packed.text.push(',');
        }
        match &mut self.place {
            Place::Out(_) => {
                push_string(&mut self.packed.text, key);
                self.packed.text.push(':');
            }
            Place::First { keys, .. } => keys.push(key),
            Place::Row(keys)
                if keys
                    .get(self.count)
                    .is_some_and(|known| is_same(known, key)) => {}
            Place::Row(_) => return Err(Unpackable::OtherKeys),
        }
        self.count += 1;
        value.serialize(Packer::new(self.packed))
    }

    fn close(self) -> Result<(), Unpackable> {
        let Self {
            packed,
            place,
            count,
        } = self;
        match place {
            Place::Out(end) => packed.text.push_str(end),
            Place::First { .. } if count == 0 => packed.text.push_str("{}"),
            Place::First {
                rows,
                keys,
                start,
                strings,
            } => {
                insert_keys(packed, &keys, start, strings);
                *rows = Rows::Keys(keys);
            }
            Place::Row(keys) if count == keys.len() => {}
            Place::Row(_) => return Err(Unpackable::OtherKeys),
        }
        Ok(())
    }
}

/// Whether two keys are equal; those of one struct are the very same.
fn is_same(known: &'static str, key: &'static str) -> bool {
    std::ptr::eq(known, key) || known == key
}

/// Writes the keys before the first row.
fn insert_keys(packed: &mut Packed, keys: &[&str], start: usize, strings: usize) {
    let mut head = String::from("*");
    for (place, key) in keys.iter().enumerate() {
        if place > 0 {
            head.push(',');
        }
        push_string(&mut head, key);
    }
    head.push('|');
    packed.text.insert_str(start, &head);
    for string in &mut packed.strings[strings..] {
        string.start += head.len();
        string.end += head.len();
    }
}

macro_rules! structs {
    ($($kind:ident)*) => {
        $(impl $kind for Fields<'_> {
            type Ok = ();
            type Error = Unpackable;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unpackable> {
                self.field(key, value)
            }

            fn end(self) -> Result<(), Unpackable> {
                self.close()
            }
        })*
    };
}

structs!(SerializeStruct SerializeStructVariant);
