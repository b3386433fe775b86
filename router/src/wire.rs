//! Names on the wire: paths and headers that browser and server must spell alike, written once.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::side;

/// Path of the query endpoint; keys follow as repeated `k` parameters, or as a JSON array in a POST body.
pub const QUERY_PATH: &str = "/_limosa/q";

/// Path before the id of an action.
pub const ACTION_PATH: &str = "/_limosa/a/";

/// Content type of streamed answers: one JSON object per line.
pub const FRAMES: &str = "application/x-ndjson";

/// Header with the id of the browser's build. Custom, so that a cross-site request needs a preflight.
pub const BUILD_HEADER: &str = "limosa-build";

/// Header with the session epoch known to the browser, and to the answer the one the server set.
pub const EPOCH_HEADER: &str = "limosa-epoch";

/// Header with the idempotency key of a submission.
pub const KEY_HEADER: &str = "limosa-key";

/// Header with the mounted keys of the page, as [`crate::Mounted`] in percent-encoded JSON.
pub const MOUNTED_HEADER: &str = "limosa-mounted";

/// Header with path and search of the page that a call was made on, percent-encoded.
pub const PAGE_HEADER: &str = "limosa-page";

/// Name of the hidden input that carries the idempotency key of a form.
pub const KEY_FIELD: &str = "_limosa";

/// Attribute of the `<script type="application/json">` elements that carry query frames in HTML.
pub const DATA_ATTRIBUTE: &str = "data-limosa";

/// The longest URL of a query request; longer lists of keys are posted.
pub const QUERY_URL_LIMIT: usize = 2048;

/// The most bytes the header of mounted keys may have; keys beyond it are refetched.
pub const MOUNTED_LIMIT: usize = 4096;

/// Reads a JSON text; `None` if it is none of a `T`.
#[must_use]
pub fn from_json<'t, T: Deserialize<'t>>(text: &'t str) -> Option<T> {
    side::from_json(text)
}

/// Writes a value as JSON; `None` for a map whose keys JSON does not have.
#[must_use]
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    side::to_json(value)
}

/// A JSON text as a part of a frame; `None` if it is none.
#[must_use]
pub fn raw_json(text: &str) -> Option<Box<RawValue>> {
    from_json(text)
}

/// Reads an optional part of a frame so that `null` is kept apart from an absent part: `()` is a value too.
///
/// # Errors
/// When what is there is not JSON.
pub fn present_json<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}
