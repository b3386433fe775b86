//! Values that the server gives out and wants back unchanged.

use std::fmt::{self, Debug, Formatter};

use limosa_router::CallError;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::form::{Rules, Scalar};
use crate::side;

/// A value sealed by the server for one action and one session: an argument of an action that a visitor can send but
/// neither read nor make.
///
/// Owned. It is made in server code with `Sealed::new(action, value)`, reaches the browser as part of a query's value or
/// in a hidden field, and is open again in the body of its action. A seal that was changed, is of another session or
/// action, or too old, ends the call with 400 before the body runs.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed<T> {
    pub(crate) token: String,
    /// What is inside; only ever there on the server.
    pub(crate) open: Option<T>,
}

impl<T> Sealed<T> {
    /// The value, in the body of the action it was sealed for.
    ///
    /// # Errors
    /// If the seal was not opened, as in the browser.
    pub fn get(&self) -> Result<&T, CallError> {
        self.open.as_ref().ok_or(CallError::Malformed)
    }

    /// The sealed text, as it is sent.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl<T> Debug for Sealed<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sealed(..)")
    }
}

impl<T> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        side::seal_seen();
        serializer.serialize_str(&self.token)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = String::deserialize(deserializer)?;
        let open = side::open_seal(&token).map_err(|()| D::Error::custom("a broken seal"))?;
        Ok(Self { token, open })
    }
}

/// In a form a seal is a hidden field.
impl<T: DeserializeOwned> Scalar for Sealed<T> {
    fn parse(text: &str) -> Result<Self, String> {
        let open = side::open_seal(text).map_err(|()| "Something went wrong".to_owned())?;
        Ok(Self {
            token: text.to_owned(),
            open,
        })
    }

    fn print(&self) -> String {
        self.token.clone()
    }

    fn attributes(_: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        into.push(("type", "hidden"));
    }
}
