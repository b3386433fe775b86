//! JSON in few bytes: what the browser reads and writes.
//!
//! It reads and writes the same texts as `serde_json`, whose errors tell what was expected where. Nobody reads them in a
//! browser, and the text formatting they need, with a way of reading a struct from an array, is more than half of its code.
//! Floating point numbers are left to the engine.

mod compound;
mod key;
mod malformed;
mod parts;
mod read;
mod skip;
#[cfg(test)]
mod tests;
mod texts;
mod write;

use serde::{Deserialize, Serialize};

pub use self::malformed::Malformed;
use self::read::Reader;
use self::write::Writer;

/// What `serde_json::value::RawValue` calls itself.
const RAW: &str = "$serde_json::private::RawValue";

/// Reads a value that makes up the whole of `text`.
///
/// ```
/// assert_eq!(limosa_router::json::read::<(u8, String)>(r#"[3, "a\n"]"#), Ok((3, "a\n".to_owned())));
/// assert!(limosa_router::json::read::<u8>("256").is_err());
/// ```
///
/// # Errors
/// When it is not JSON, or not JSON of that type.
pub fn read<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Malformed> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Writes a value.
///
/// ```
/// assert_eq!(limosa_router::json::write(&(3, "a\n")).as_deref(), Ok(r#"[3,"a\n"]"#));
/// ```
///
/// # Errors
/// When JSON has no text for it: a map whose keys are neither texts nor numbers.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Malformed> {
    let mut writer = Writer::default();
    value.serialize(&mut writer)?;
    Ok(writer.text)
}
