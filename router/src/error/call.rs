//! What can go wrong with a call itself, whatever its body would have said.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use crate::error::{AppError, FieldErrors, Internal};

/// Why a query or an action could not be asked or could not answer. Owned; nothing in it is secret.
///
/// ```
/// use limosa_router::{AppError, CallError};
///
/// let refused = CallError::Refused { status: 403, message: None };
/// assert_eq!(refused.status(), 403);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum CallError {
    /// The server could not be reached, or its answer broke off.
    Network,
    /// No answer came in time.
    Timeout,
    /// The server does not know the function any more: the page is older than the deployed build.
    StaleBuild,
    /// An extractor or a guard refused the request; a status of 3xx carries where to go in `message`.
    Refused {
        /// HTTP status of the refusal.
        status: u16,
        /// Text for the visitor, or the location of a redirect.
        message: Option<String>,
    },
    /// The body failed for a reason that was logged on the server and is not told.
    Internal,
    /// The request or the answer could not be read.
    Malformed,
    /// The server was interrupted while an action ran: it is not known whether it took effect.
    OutcomeUnknown,
    /// Nobody waited for the answer any more.
    Aborted,
}

impl CallError {
    /// A refusal that sends the visitor to another place.
    ///
    /// ```
    /// # use limosa_router::CallError;
    /// assert_eq!(CallError::redirect("/account").location(), Some("/account"));
    /// ```
    #[must_use]
    pub fn redirect(to: impl Into<String>) -> Self {
        Self::Refused {
            status: 303,
            message: Some(to.into()),
        }
    }

    /// Where a refusal of status 3xx sends the visitor.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        match self {
            Self::Refused {
                status: 300..=399,
                message,
            } => message.as_deref(),
            _ => None,
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Network => "The server could not be reached",
            Self::Timeout => "The server took too long to answer",
            Self::StaleBuild => "This page is out of date, please reload it",
            Self::Refused {
                status: 300..=399, ..
            } => "This has moved",
            Self::Refused {
                message: Some(message),
                ..
            } => message,
            Self::Refused { status: 401, .. } => "Please log in",
            Self::Refused { .. } => "Not allowed",
            Self::Internal | Self::Malformed => "Something went wrong",
            Self::OutcomeUnknown => "It is not known whether this was done",
            Self::Aborted => "Cancelled",
        }
    }
}

impl Display for CallError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
}

impl Error for CallError {}

impl From<Internal> for CallError {
    fn from(_: Internal) -> Self {
        Self::Internal
    }
}

impl AppError for CallError {
    fn status(&self) -> u16 {
        match self {
            Self::Network | Self::Internal => 500,
            Self::Timeout => 504,
            Self::StaleBuild | Self::OutcomeUnknown => 409,
            Self::Refused { status, .. } => *status,
            Self::Malformed => 400,
            Self::Aborted => 499,
        }
    }

    fn fields(&self) -> Option<&FieldErrors> {
        None
    }

    fn call(&self) -> Option<&CallError> {
        Some(self)
    }
}
