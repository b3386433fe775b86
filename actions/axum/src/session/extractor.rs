//! The session as queries and actions see it.

use std::error::Error;
use std::fmt::{self, Debug, Display, Formatter};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::cookie::{SessionData, no_cookie};
use crate::server::ServerState;

/// The visitor's session: named values in an encrypted cookie. For `#[server]` arguments.
///
/// Cheap to clone; all clones of a request are one session. Only actions change it: what a query changes is not sent.
///
/// ```
/// use limosa::prelude::*;
///
/// #[derive(Clone, Form, Serialize, Deserialize)]
/// pub struct Login {
///     #[field(min = 1)]
///     pub user: String,
/// }
///
/// #[action]
/// pub async fn login(form: Login, #[server] session: Session) -> Result<(), CallError> {
///     session.renew(); // a new session that keeps its values: no fixation
///     session.set("user", &form.user).internal()?;
///     Ok(())
/// }
/// ```
#[derive(Clone)]
pub struct Session {
    state: ServerState,
    https: bool,
    changes: SessionChanges,
    current: Arc<Mutex<Option<SessionData>>>,
}

/// Values that do not fit into a cookie; the session is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTooLarge;

/// What happens to the session while an action runs; a request's extension.
#[derive(Clone, Default)]
pub(crate) struct SessionChanges(Arc<Mutex<Pending>>);

#[derive(Default)]
struct Pending {
    /// The one session of the request, shared by all who extract it.
    current: Option<Arc<Mutex<Option<SessionData>>>>,
    cookie: Option<HeaderValue>,
    ended: Vec<String>,
    is_another_visitor: bool,
}

/// What an action has done to the session.
#[derive(Debug, Default)]
pub(crate) struct SessionChange {
    pub(crate) cookie: Option<HeaderValue>,
    /// Sessions that are over.
    pub(crate) ended: Vec<String>,
    /// The session after the action, if anything looked at it.
    pub(crate) id: Option<String>,
    pub(crate) was_extracted: bool,
    /// Somebody logged in or out: what the browser holds belongs to somebody else.
    pub(crate) is_another_visitor: bool,
}

impl Session {
    /// A value, if the session has one of this name and type.
    #[must_use]
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let current = self.lock();
        let value = current.as_ref()?.values.get(name)?;
        T::deserialize(value).ok()
    }

    /// Keeps a value; begins a session if there is none.
    ///
    /// # Errors
    ///
    /// When everything together no longer fits into a cookie, or the value is no JSON.
    pub fn set<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<(), SessionTooLarge> {
        let value = serde_json::to_value(value).map_err(|_| SessionTooLarge)?;
        let mut current = self.lock();
        let mut next = current
            .clone()
            .unwrap_or_else(|| SessionData::new(Map::new()));
        next.values.insert(name.to_owned(), value);
        self.send(&next)?;
        *current = Some(next);
        Ok(())
    }

    /// Forgets a value.
    pub fn remove(&self, name: &str) {
        let mut current = self.lock();
        if let Some(session) = current.as_mut()
            && session.values.remove(name).is_some()
        {
            // Fewer values than before fit as well.
            let _ = self.send(session);
        }
    }

    /// Takes the values over into a new session and ends the old one, as logging in should.
    pub fn renew(&self) {
        let mut current = self.lock();
        let values: Map<String, Value> = current
            .take()
            .map(|old| self.note_end(old).values)
            .unwrap_or_default();
        let next = SessionData::new(values);
        // The same values fit as before.
        let _ = self.send(&next);
        self.changes.lock().is_another_visitor = true;
        *current = Some(next);
    }

    /// Ends the session with all it holds, as logging out should.
    pub fn end(&self) {
        if let Some(old) = self.lock().take() {
            self.note_end(old);
        }
        let mut changes = self.changes.lock();
        changes.cookie = Some(no_cookie(self.https));
        changes.is_another_visitor = true;
    }

    /// The session's random id; `None` where there is no session.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        self.lock().as_ref().map(|session| session.id.clone())
    }

    fn send(&self, session: &SessionData) -> Result<(), SessionTooLarge> {
        let cookie = session
            .cookie(self.state.keys(), self.https)
            .ok_or(SessionTooLarge)?;
        self.changes.lock().cookie = Some(cookie);
        Ok(())
    }

    fn note_end(&self, old: SessionData) -> SessionData {
        self.changes.lock().ended.push(old.id.clone());
        old
    }

    fn lock(&self) -> MutexGuard<'_, Option<SessionData>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SessionChanges {
    /// What has changed since the last call; whoever extracts the session next reads it from the request anew.
    pub(crate) fn take(&self) -> SessionChange {
        let Pending {
            current,
            cookie,
            ended,
            is_another_visitor,
        } = std::mem::take(&mut *self.lock());
        let was_extracted = current.is_some();
        let id = current.and_then(|current| {
            let current = current.lock().unwrap_or_else(PoisonError::into_inner);
            current.as_ref().map(|session| session.id.clone())
        });
        SessionChange {
            cookie,
            ended,
            id,
            was_extracted,
            is_another_visitor,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromRequestParts<ServerState> for Session {
    type Rejection = StatusCode;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &ServerState,
    ) -> Result<Self, StatusCode> {
        let changes = parts
            .extensions
            .get::<SessionChanges>()
            .cloned()
            .unwrap_or_default();
        let known = changes.lock().current.clone();
        let current = match known {
            Some(current) => current,
            None => {
                let opened = open(parts, state).await?;
                let mut pending = changes.lock();
                Arc::clone(
                    pending
                        .current
                        .get_or_insert_with(|| Arc::new(Mutex::new(opened))),
                )
            }
        };
        Ok(Self {
            state: state.clone(),
            https: state.is_https(parts),
            changes,
            current,
        })
    }
}

async fn open(parts: &Parts, state: &ServerState) -> Result<Option<SessionData>, StatusCode> {
    let Some(session) = SessionData::of(state, parts) else {
        return Ok(None);
    };
    match state.ended_sessions.has_ended(&session.id).await {
        Ok(true) => Ok(None),
        Ok(false) => Ok(Some(session)),
        Err(cause) => {
            tracing::error!("the store of ended sessions failed: {cause}");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

impl Debug for Session {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let names = self
            .lock()
            .as_ref()
            .map(|session| session.values.keys().cloned().collect::<Vec<_>>());
        formatter
            .debug_struct("Session")
            .field("values", &names)
            .finish_non_exhaustive()
    }
}

impl Display for SessionTooLarge {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the session does not fit into a cookie")
    }
}

impl Error for SessionTooLarge {}
