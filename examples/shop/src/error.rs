//! What can go wrong in the shop, as visitors may know it.

use limosa::prelude::*;

/// Why a query or an action failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, limosa::Error)]
pub enum ShopError {
    /// There is no such product or page of the list.
    #[status(404)]
    #[message("not found")]
    NotFound,
    /// Some fields of a form have wrong values.
    #[fields]
    Invalid(FieldErrors),
    /// The call itself failed.
    #[call]
    Call(CallError),
}

/// Why nobody was logged in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, limosa::Error)]
pub enum LoginError {
    /// The fields of the form do not fit, or not together.
    #[status(401)]
    #[fields]
    Wrong(FieldErrors),
    /// The call itself failed.
    #[call]
    Call(CallError),
}
