//! How the submission before ended, for actions that go on from there.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::state::ServerState;

/// The value that the visitor's last submission of the same form ended with, if there was one: for a `#[server]` argument
/// of an action (React calls it `useActionState`).
///
/// An action with such an argument runs its calls one after the other, so that each sees what the one before has given. It works
/// without script as well, from submission to submission on the page of the form. It comes from the browser, like any
/// argument, and may be anything of its type: keep what must be trusted in the session or the database.
///
/// ```
/// use limosa::prelude::*;
/// use limosa::server::Previous;
///
/// /// How often the visitor has guessed.
/// #[action]
/// pub async fn guess(#[server] last: Previous<u32>) -> Result<u32, CallError> {
///     Ok(last.0.unwrap_or_default() + 1)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Previous<T>(pub Option<T>);

/// The JSON that came with the form.
#[derive(Debug, Clone)]
pub(crate) struct PreviousText(pub(crate) String);

/// What came is no value of the type.
#[derive(Debug, Clone, Copy)]
pub struct MalformedPrevious;

impl IntoResponse for MalformedPrevious {
    fn into_response(self) -> Response {
        StatusCode::BAD_REQUEST.into_response()
    }
}

impl<T: DeserializeOwned> FromRequestParts<ServerState> for Previous<T> {
    type Rejection = MalformedPrevious;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &ServerState,
    ) -> Result<Self, MalformedPrevious> {
        let text = parts.extensions.get::<PreviousText>();
        let value = text.map(|text| serde_json::from_str(&text.0));
        value.transpose().map(Self).map_err(|_| MalformedPrevious)
    }
}
