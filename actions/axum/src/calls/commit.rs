//! The point behind which an action that may be aborted is not.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use http::request::Parts;
use tokio::sync::oneshot::Receiver;

use crate::server::ServerState;

/// The point behind which an action of `#[action(abort)]` runs to its end, as a `#[server]` argument: before it the action is
/// dropped with its submission, after it the connection may do what it likes. Cheap to clone; on the server only.
///
/// ```
/// use limosa::prelude::*;
/// use limosa::server::CommitPoint;
///
/// #[action(abort)]
/// pub async fn import(#[server] commit: CommitPoint) -> Result<(), CallError> {
///     // What is read and worked out here is in vain when the visitor goes.
///     commit.pass();
///     // What is written here is written whole.
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone, Default)]
pub struct CommitPoint(Arc<AtomicBool>);

impl CommitPoint {
    /// From here on the action is not aborted.
    pub fn pass(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Ends when the submission is dropped, unless the point has been passed by then.
    pub(super) async fn aborted(&self, dropped: Receiver<()>) {
        // Its sender is dropped, never used.
        drop(dropped.await);
        if self.0.load(Ordering::Acquire) {
            pending::<()>().await;
        }
    }
}

impl FromRequestParts<ServerState> for CommitPoint {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &ServerState) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
