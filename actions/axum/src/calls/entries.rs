//! Decoded bodies as actions take them.

use limosa_actions::server::Body;
use limosa_actions::{File, FileContent, FormEntries};

use crate::body::{Decoded, Field, FieldValue};

/// The body of a call.
pub(super) fn call_body(decoded: Decoded) -> Body {
    match decoded {
        Decoded::Empty => Body::Empty,
        Decoded::Json(text) => Body::Json(text),
        Decoded::Form(fields) => Body::Form(entries(fields)),
    }
}

fn entries(fields: Vec<Field>) -> FormEntries {
    let mut entries = FormEntries::new();
    for Field { name, value } in fields {
        match value {
            FieldValue::Text(text) => entries.push_text(name, &text),
            FieldValue::File {
                name: file_name,
                content_type,
                bytes,
            } => {
                let content = FileContent::in_memory(bytes.as_ref());
                entries.push_file(name, File::new(file_name, content_type, content));
            }
        }
    }
    entries
}
