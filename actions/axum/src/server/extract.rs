//! Extractors of queries and actions: state of the app, and everything axum can take from a request's head.

use std::any::type_name;
use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::LOCATION;
use http::request::Parts;
use http_body_util::{BodyExt, Limited};
use limosa_router::CallError;
use limosa_router::server::RequestContext;

use super::page_url::PageUrl;
use super::state::ServerState;
use crate::security::logged;

const LONGEST_MESSAGE: usize = 1024;

/// A value that the app put in with `Server::state`, by its type.
///
/// Owned clone; for `#[server]` arguments of queries and actions.
///
/// ```
/// use std::sync::Arc;
///
/// use limosa::prelude::*;
///
/// #[query]
/// pub async fn name(id: usize, #[server] names: State<Arc<[String]>>) -> Result<String, CallError> {
///     Ok(names.get(id).cloned().unwrap_or_default())
/// }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// No value of the type was given to the server.
#[derive(Debug, Clone, Copy)]
pub struct MissingState;

impl IntoResponse for MissingState {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

impl<T: Clone + Send + Sync + 'static> FromRequestParts<ServerState> for State<T> {
    type Rejection = MissingState;

    async fn from_request_parts(_: &mut Parts, state: &ServerState) -> Result<Self, MissingState> {
        state.value().map(State).ok_or_else(|| {
            tracing::error!(
                "no `.state(..)` of the type `{}` was given to the server",
                type_name::<T>()
            );
            MissingState
        })
    }
}

impl FromRequestParts<Self> for ServerState {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &Self) -> Result<Self, Infallible> {
        Ok(state.clone())
    }
}

/// Extracts a `#[server]` argument from the request that a query or an action runs for.
///
/// # Errors
///
/// The status of the extractor's rejection, with its text where that is meant for the visitor (4xx) and its location where
/// it redirects; what it says with 5xx is logged and not told.
pub async fn extract<T: FromRequestParts<ServerState>>(
    request: &Arc<RequestContext>,
) -> Result<T, CallError> {
    let Some(state) = request.parts().extensions.get::<ServerState>() else {
        tracing::error!("a `#[server]` argument was asked for outside of a server");
        return Err(CallError::Internal);
    };
    let mut parts = request.parts().clone();
    parts
        .extensions
        .insert(PageUrl(request.page_url().to_owned()));
    match T::from_request_parts(&mut parts, state).await {
        Ok(value) => Ok(value),
        Err(rejection) => {
            let refusal = refusal::<T>(rejection.into_response()).await;
            match refusal.location() {
                Some(to) if !state.may_send_to(to) => Err(CallError::Internal),
                _ => Err(refusal),
            }
        }
    }
}

async fn refusal<T>(response: Response) -> CallError {
    let (parts, body) = response.into_parts();
    let status = parts.status;
    if status.is_redirection() {
        let location = parts.headers.get(LOCATION).and_then(|to| to.to_str().ok());
        return CallError::redirect(location.unwrap_or("/"));
    }
    let text = Limited::new(body, LONGEST_MESSAGE).collect().await.ok();
    let text = text.and_then(|text| String::from_utf8(text.to_bytes().into()).ok());
    if status.is_client_error() {
        let message = text.filter(|text| !text.is_empty());
        return CallError::Refused {
            status: status.as_u16(),
            message,
        };
    }
    let text = logged(&text.unwrap_or_default());
    tracing::error!(%status, extractor = type_name::<T>(), "an extractor failed {text}");
    CallError::Internal
}
