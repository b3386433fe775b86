//! Form structs: one struct is HTML constraints, decoder, validation and keys of the messages.

mod date;
mod entries;
mod field;
mod file;
mod messages;
mod scalar;
mod value;

pub use date::Date;
pub use entries::{EntryValue, FormEntries};
pub use field::{Field, Limit, Rules};
pub use file::File;
pub use scalar::Scalar;
pub use value::{FieldInfo, FieldValue, joined, keep_below};

pub use messages::NO_CHOICE;

use limosa_router::FieldErrors;

use crate::side::Crossing;

/// A struct that a form fills; derive it with `#[derive(Form)]`. `()` is the form without fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a form struct",
    label = "not a form struct",
    note = "derive `Form` on a struct with named fields"
)]
pub trait Form: Crossing + Sized + 'static {
    /// Whether files are among its fields.
    const HAS_FILES: bool = false;

    /// Reads and checks all fields whose names begin with `prefix`; `None` after at least one message was added.
    fn decode_below(prefix: &str, entries: &FormEntries, errors: &mut FieldErrors) -> Option<Self>;

    /// Adds what is wrong with a value that did not come from entries.
    fn check_below(&self, prefix: &str, errors: &mut FieldErrors);

    /// Appends the entries from which `decode_below` makes this value.
    fn encode_below(&self, prefix: &str, into: &mut FormEntries);

    /// Appends what the server must know of the fields.
    fn describe_below(prefix: &str, into: &mut Vec<FieldInfo>);

    /// Reads the entries of a submitted form and checks them.
    ///
    /// # Errors
    /// The messages of all fields that are missing, unreadable or against their rules.
    fn decode(entries: &FormEntries) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::new();
        match Self::decode_below("", entries, &mut errors) {
            Some(form) if errors.is_empty() => Ok(form),
            _ => Err(errors),
        }
    }

    /// Checks a value that code has made.
    ///
    /// # Errors
    /// The messages of all fields that are against their rules.
    fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        self.check_below("", &mut errors);
        errors.or(())
    }

    /// The entries that a browser would send for this value.
    #[must_use]
    fn encode(&self) -> FormEntries {
        let mut entries = FormEntries::new();
        self.encode_below("", &mut entries);
        entries
    }

    /// All fields, those of nested structs with their full names.
    #[must_use]
    fn fields() -> Vec<FieldInfo> {
        let mut fields = Vec::new();
        Self::describe_below("", &mut fields);
        fields
    }
}

impl Form for () {
    fn decode_below(_: &str, _: &FormEntries, _: &mut FieldErrors) -> Option<Self> {
        Some(())
    }

    fn check_below(&self, _: &str, _: &mut FieldErrors) {}

    fn encode_below(&self, _: &str, _: &mut FormEntries) {}

    fn describe_below(_: &str, _: &mut Vec<FieldInfo>) {}
}

impl Form for FormEntries {
    fn decode_below(_: &str, entries: &FormEntries, _: &mut FieldErrors) -> Option<Self> {
        Some(entries.clone())
    }

    fn check_below(&self, _: &str, _: &mut FieldErrors) {}

    fn encode_below(&self, _: &str, into: &mut FormEntries) {
        *into = self.clone();
    }

    fn describe_below(_: &str, _: &mut Vec<FieldInfo>) {}
}
