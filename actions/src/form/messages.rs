//! What visitors read beside a field that was refused.

use super::field::Limit;

pub(super) const REQUIRED: &str = "This field is required";
pub(super) const NUMBER: &str = "Must be a number";
pub(super) const WHOLE: &str = "Must be a whole number";
pub(super) const DATE: &str = "Must be a date";
/// Said of a text that is none of the choices of an enum.
pub const NO_CHOICE: &str = "Must be one of the choices";
pub(super) const EMAIL: &str = "Must be an e-mail address";

pub(super) fn too_short(limit: &Limit) -> String {
    sentence("Must have at least ", limit.text, " characters")
}

pub(super) fn too_long(limit: &Limit) -> String {
    sentence("Must have at most ", limit.text, " characters")
}

pub(super) fn too_small(limit: &str) -> String {
    sentence("Must be at least ", limit, "")
}

pub(super) fn too_large(limit: &str) -> String {
    sentence("Must be at most ", limit, "")
}

/// Concatenation instead of `format!`, which would bring its machinery into the wasm.
fn sentence(before: &str, limit: &str, after: &str) -> String {
    [before, limit, after].concat()
}
