//! Runs the body of an action exactly once, and to its end.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use http::header::SET_COOKIE;
use http::{HeaderName, HeaderValue};
use limosa_actions::server::{ActionRegistration, PreparedCall, RawOutcome};
use limosa_router::CallError;
use limosa_router::server::RequestContext;
use limosa_router::wire::EPOCH_HEADER;
use tokio::sync::oneshot;
use tracing::Instrument;

use super::commit::CommitPoint;
use crate::idempotency::{Reservation, Running, StoredReply, SubmissionId};
use crate::security::{Visitor, random_token};
use crate::server::ServerState;
use crate::session::{SessionChanges, SessionData};

/// What makes a resent call the same; nothing where the visitor is new or there is no key.
#[derive(Clone, Copy)]
pub(super) struct Submission(Option<SubmissionId>);

impl Submission {
    pub(super) fn new(visitor: Option<&Visitor>, key: Option<&str>, canonical: &str) -> Self {
        Self(
            visitor
                .zip(key)
                .map(|(visitor, key)| SubmissionId::new(visitor, key, canonical)),
        )
    }
}

/// Runs a prepared call, or gives the outcome that the same submission had before.
///
/// All of it happens on a task of its own: a key that was reserved is run, and a body that was started ends, whatever the
/// connection does; only an action that may be aborted is dropped with it.
pub(super) async fn run(
    state: &ServerState,
    action: &'static ActionRegistration,
    call: PreparedCall,
    submission: Submission,
    context: &Arc<RequestContext>,
) -> RawOutcome {
    let time = action.options.timeout.unwrap_or(state.settings.action_time);
    if let Some(running) = context.parts().extensions.get::<Running>()
        && let Some(id) = submission.0
    {
        running.is(id);
    }
    let (held, dropped) = oneshot::channel::<()>();
    let may_abort = action.options.abort;
    let commit = context.parts().extensions.get::<CommitPoint>().cloned();
    let commit = commit.unwrap_or_default();
    let body = call.run(Arc::clone(context));
    let (owned, context) = (state.clone(), Arc::clone(context));
    let task = async move {
        let execution = async {
            let outcome = tokio::select! {
                biased;
                outcome = within(time, body) => outcome,
                () = commit.aborted(dropped), if may_abort => RawOutcome::refused(CallError::Aborted),
            };
            settle(&owned, &context, outcome).await
        };
        match submission.0 {
            Some(id) => once(&owned, id, execution).await,
            None => execution.await.0,
        }
    };
    let ended = state.bodies.spawn(task.in_current_span()).await;
    drop(held);
    ended.unwrap_or_else(|_| RawOutcome::refused(CallError::Internal))
}

async fn once(
    state: &ServerState,
    id: SubmissionId,
    execution: impl Future<Output = (RawOutcome, Option<String>)>,
) -> RawOutcome {
    match state.submissions().reserve(id).await {
        Ok(Reservation::Run) => {
            let (outcome, session) = execution.await;
            // What a body had done before it was dropped is known to nobody, as after a crash.
            let is_cut = outcome.reply.call == Some(CallError::Timeout);
            let unknown = is_cut.then(|| RawOutcome::refused(CallError::OutcomeUnknown));
            keep(state, id, unknown.as_ref().unwrap_or(&outcome), session).await;
            outcome
        }
        Ok(Reservation::Replay(reply)) => replayed(&reply),
        Ok(Reservation::Unknown) => RawOutcome::refused(CallError::OutcomeUnknown),
        Err(cause) => {
            tracing::error!("the store of submissions failed, so nothing ran: {cause}");
            RawOutcome::refused(CallError::Internal)
        }
    }
}

/// Adds what the body did beside its reply: headers, and the session, whose id comes second.
pub(super) async fn settle(
    state: &ServerState,
    context: &RequestContext,
    mut outcome: RawOutcome,
) -> (RawOutcome, Option<String>) {
    if outcome.location().is_some_and(|to| !state.may_send_to(to)) {
        outcome = RawOutcome::refused(CallError::Internal);
    }
    outcome.adopt(context.response().take());
    let changes = context.parts().extensions.get::<SessionChanges>();
    let change = changes.map(SessionChanges::take).unwrap_or_default();
    if let Some(cookie) = &change.cookie {
        outcome.push_header(&SET_COOKIE, cookie);
    }
    for ended in &change.ended {
        forget(state, ended).await;
    }
    if change.is_another_visitor {
        let epoch = HeaderValue::try_from(random_token()).expect("base64 text is a header value");
        outcome.push_header(&HeaderName::from_static(EPOCH_HEADER), &epoch);
    }
    let session = match change.was_extracted {
        true => change.id,
        false => SessionData::of(state, context.parts()).map(|session| session.id),
    };
    (outcome, session)
}

/// A session that has ended is never opened again, and no reply of it is replayed.
async fn forget(state: &ServerState, session: &str) {
    let noted = state.ended_sessions.end(session).await;
    let forgotten = state.submissions().end_session(session).await;
    if let Err(cause) = noted.and(forgotten) {
        tracing::error!("the end of a session could not be noted: {cause}");
    }
}

fn replayed(reply: &StoredReply) -> RawOutcome {
    serde_json::from_str(&reply.outcome).unwrap_or_else(|cause| {
        tracing::error!("a stored reply cannot be read: {cause}");
        RawOutcome::refused(CallError::OutcomeUnknown)
    })
}

/// The outcome of a body that may take so long; a panic is an internal error of this call alone.
async fn within(time: Duration, body: impl Future<Output = RawOutcome>) -> RawOutcome {
    let ended = AssertUnwindSafe(tokio::time::timeout(time, body))
        .catch_unwind()
        .await;
    match ended {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => {
            tracing::error!("the body of an action ran out of time");
            RawOutcome::refused(CallError::Timeout)
        }
        Err(_) => {
            tracing::error!("the body of an action panicked");
            RawOutcome::refused(CallError::Internal)
        }
    }
}

async fn keep(
    state: &ServerState,
    id: SubmissionId,
    outcome: &RawOutcome,
    session: Option<String>,
) {
    let outcome = match serde_json::to_string(outcome) {
        Ok(outcome) => outcome,
        Err(cause) => return tracing::error!("an outcome cannot be stored: {cause}"),
    };
    if let Err(cause) = state
        .submissions()
        .finish(id, StoredReply { outcome, session })
        .await
    {
        tracing::error!("an outcome was not stored, a retry will not get it: {cause}");
    }
}
