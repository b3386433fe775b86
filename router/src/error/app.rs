//! The trait of errors that queries and actions return.

use std::error::Error;

use serde::{Serialize, de::DeserializeOwned};

use crate::error::{CallError, FieldErrors};

/// An error of the app that crosses the wire; derive it with `limosa::Error`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a query or an action",
    label = "not an app error",
    note = "derive `limosa::Error`, `Serialize` and `Deserialize` on an enum with a `#[call] Call(CallError)` variant"
)]
pub trait AppError:
    Error + Serialize + DeserializeOwned + From<CallError> + Send + Sync + 'static
{
    /// HTTP status of the page or call that ends with this error.
    fn status(&self) -> u16;

    /// The messages beside form fields, if this error is one about fields.
    fn fields(&self) -> Option<&FieldErrors>;

    /// The failure of the call itself, if this error is one.
    fn call(&self) -> Option<&CallError>;

    /// The error of an action whose form was refused. The derive overrides it where there is a `#[fields]` variant; else
    /// it is a refusal with status 422 that says the first message.
    #[must_use]
    fn invalid(fields: FieldErrors) -> Self {
        let message = fields
            .iter()
            .find_map(|(_, messages)| messages.first().cloned());
        Self::from(CallError::Refused {
            status: 422,
            message,
        })
    }
}
