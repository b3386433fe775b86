//! Who may do what: extractors that let nobody else pass.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use limosa::server::{ServerState, Session};

/// Under this name the session holds the name of its user.
pub(crate) const USER: &str = "user";

/// Who is logged in, if anybody is.
#[derive(Debug)]
pub(crate) struct User(pub(crate) Option<String>);

impl FromRequestParts<ServerState> for User {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &ServerState) -> Result<Self, StatusCode> {
        let session = Session::from_request_parts(parts, state).await?;
        Ok(Self(session.get(USER)))
    }
}

impl User {
    /// Whether it is the admin.
    pub(crate) fn is_admin(&self) -> bool {
        self.0.as_deref() == Some("admin")
    }
}

/// The admin; for anybody else it is 403.
#[derive(Debug)]
pub(crate) struct Admin;

impl FromRequestParts<ServerState> for Admin {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &ServerState) -> Result<Self, StatusCode> {
        let user = User::from_request_parts(parts, state).await?;
        user.is_admin().then_some(Self).ok_or(StatusCode::FORBIDDEN)
    }
}
