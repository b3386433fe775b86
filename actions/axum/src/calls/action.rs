//! The action endpoint: every step of a call, in the order that lets nothing unchecked get further.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use futures::FutureExt;
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use limosa_actions::server::{
    ActionRegistration, PreparedCall, RawCall, RawOutcome, Refusal, actions, find_action,
};
use limosa_actions::wire::{REPORT_HEADER, parse_action_url};
use limosa_actions::{FormEntries, SiteUrl};
use limosa_router::CallError;
use limosa_router::server::RequestContext;
use limosa_router::wire::{BUILD_HEADER, KEY_HEADER};
use tracing::Instrument;

use super::answer::{ascii, labelled, refused};
use super::commit::CommitPoint;
use super::run::{Submission, run};
use super::{scripted, unscripted};
use crate::body::{self, BodyRefusal};
use crate::idempotency::Running;
use crate::pages;
use crate::security::{Visitor, check_origin, logged};
use crate::server::{PreviousText, ServerState};
use crate::session::{SessionChanges, SessionSealer};

const LONGEST_KEY: usize = 128;

/// One call of an action on its way through the server.
pub(super) struct Call {
    pub(super) parts: Parts,
    pub(super) is_scripted: bool,
    pub(super) https: bool,
    pub(super) visitor: Option<Visitor>,
    /// Path and search of the page the form is on.
    pub(super) page: String,
    /// The bound arguments as they came.
    pub(super) bound: String,
}

/// How a call ended, and what an answer without script needs besides.
pub(super) struct Ended {
    pub(super) outcome: RawOutcome,
    pub(super) bound: String,
    pub(super) typed_text: FormEntries,
    pub(super) showing: Showing,
}

/// How an answer without script shows the end of a call.
pub(super) enum Showing {
    /// By itself: no form of ours sent this, so that there is nothing to show beside its fields.
    Alone,
    /// On the form's page, at once: its sender may not do it, and sending it again does nothing either.
    InPlace,
    /// On the page that comes next.
    Next,
}

impl Showing {
    /// Of a call that was refused before its body.
    fn of_refusal(status: u16) -> Self {
        match status {
            400 => Self::Alone,
            401 | 403 => Self::InPlace,
            _ => Self::Next,
        }
    }
}

/// Handles `POST /_limosa/a/<id>?p=<page>&a=<bound arguments>`.
pub(crate) async fn action(
    State(state): State<ServerState>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let call = match Call::read(&state, parts) {
        Ok(call) => call,
        Err(parts) => {
            body::discard(&parts.headers, body).await;
            return pages::refuse(StatusCode::BAD_REQUEST);
        }
    };
    match admit(&state, &call, &id) {
        Ok(action) => {
            let span = tracing::info_span!("action", name = action.name);
            handle(&state, action, call, body).instrument(span).await
        }
        Err(no) => {
            body::discard(&call.parts.headers, body).await;
            no.answer(&call)
        }
    }
}

/// A refusal before the body was read.
struct No {
    status: StatusCode,
    error: CallError,
    reason: &'static str,
}

impl No {
    /// For who develops the app.
    fn report(&self, call: &Call) -> String {
        let address = call.parts.uri.path();
        [
            "no action has the address ",
            address,
            "; known are ",
            &known_actions(),
        ]
        .concat()
    }

    fn answer(self, call: &Call) -> Response {
        let mut response = if call.is_scripted {
            let is_told = call.wants_report() && self.error == CallError::StaleBuild;
            let report = is_told.then(|| self.report(call));
            refused(self.status, self.error, self.reason, report)
        } else {
            labelled(pages::refuse(self.status), self.reason)
        };
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            response
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("POST"));
        }
        response
    }
}

/// Names and ids of all actions.
fn known_actions() -> String {
    let known = actions().map(|action| [action.name, " (", action.id, ")"].concat());
    let mut known: Vec<String> = known.collect();
    known.sort();
    known.join(", ")
}

fn admit(state: &ServerState, call: &Call, id: &str) -> Result<&'static ActionRegistration, No> {
    let refusal = |status: StatusCode| CallError::Refused {
        status: status.as_u16(),
        message: None,
    };
    if call.parts.method != Method::POST {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        return Err(No {
            status,
            error: refusal(status),
            reason: "method",
        });
    }
    let site = state.site_of(&call.parts);
    let decision = check_origin(
        &call.parts.headers,
        site.as_ref(),
        &state.settings.allowed_origins,
    );
    if let Err(cause) = decision {
        tracing::warn!(?cause, "a post from elsewhere was refused");
        let status = StatusCode::FORBIDDEN;
        return Err(No {
            status,
            error: refusal(status),
            reason: "origin",
        });
    }
    let unknown = No {
        status: StatusCode::NOT_FOUND,
        error: CallError::StaleBuild,
        reason: "unknown-function",
    };
    find_action(id).ok_or_else(|| {
        let id = logged(id);
        if cfg!(debug_assertions) {
            tracing::warn!("no action has the id `{id}`; known are {}", known_actions());
        } else {
            tracing::warn!("no action has the id `{id}`");
        }
        unknown
    })
}

async fn handle(
    state: &ServerState,
    action: &'static ActionRegistration,
    mut call: Call,
    body: Body,
) -> Response {
    call.parts.extensions.insert(state.clone());
    call.parts.extensions.insert(SessionChanges::default());
    call.parts.extensions.insert(Running::default());
    if action.options.abort {
        call.parts.extensions.insert(CommitPoint::default());
    }
    let sealer = SessionSealer::insert(state, &mut call.parts, call.visitor.as_ref());
    let taken = body::take(&call.parts.headers, body, &state.settings.limits).await;
    if let Ok(entries) = &taken
        && let Some(previous) = entries.previous()
    {
        let previous = PreviousText(previous.to_owned());
        call.parts.extensions.insert(previous);
    }
    let context = ServerState::context(call.parts.clone(), call.page.clone());
    let ended = match taken {
        Ok(entries) => call.proceed(state, action, entries, &context).await,
        Err(refusal) => Ended {
            outcome: RawOutcome::refused(refusal_of(refusal)),
            bound: call.bound.clone(),
            typed_text: FormEntries::new(),
            showing: Showing::Alone,
        },
    };
    sealer.follow(
        &ended.outcome.set_cookies(),
        call.https,
        call.visitor.as_ref(),
    );
    if call.is_scripted {
        scripted::answer(state, call, action.name, ended, context).await
    } else {
        unscripted::answer(state, action.id, &call, ended).await
    }
}

fn refusal_of(refusal: BodyRefusal) -> CallError {
    match refusal {
        BodyRefusal::Malformed => CallError::Malformed,
        BodyRefusal::NoRoom => CallError::Internal,
        other => CallError::Refused {
            status: other.status().as_u16(),
            message: None,
        },
    }
}

impl Call {
    /// Whether who develops the app is to be told what a flight does: only between debug builds.
    pub(super) fn wants_report(&self) -> bool {
        cfg!(debug_assertions) && self.parts.headers.contains_key(REPORT_HEADER)
    }

    fn read(state: &ServerState, parts: Parts) -> Result<Self, Box<Parts>> {
        let url = parts.uri.path_and_query().map_or("", |url| url.as_str());
        let read = if url.len() > state.settings.limits.url {
            None
        } else {
            parse_action_url(url)
        };
        let Some((_, page, bound)) = read else {
            return Err(Box::new(parts));
        };
        let https = state.is_https(&parts);
        Ok(Self {
            is_scripted: parts.headers.contains_key(BUILD_HEADER)
                || parts.headers.contains_key(KEY_HEADER),
            https,
            visitor: Visitor::of(&parts.headers, https),
            page: SiteUrl::parse(&page).map_or_else(|| "/".to_owned(), |page| ascii(page.as_str())),
            bound,
            parts,
        })
    }

    async fn proceed(
        &self,
        state: &ServerState,
        action: &'static ActionRegistration,
        entries: FormEntries,
        context: &Arc<RequestContext>,
    ) -> Ended {
        let key = self.key(&entries);
        let raw = RawCall {
            bound: self.bound.clone(),
            entries,
        };
        match prepare(action, raw, context).await {
            Ok(prepared) => {
                let (bound, typed_text) = (prepared.bound.clone(), prepared.typed_text.clone());
                let submission =
                    Submission::new(self.visitor.as_ref(), key.as_deref(), &prepared.canonical);
                let outcome = run(state, action, prepared, submission, context).await;
                Ended {
                    outcome,
                    bound,
                    typed_text,
                    showing: Showing::Next,
                }
            }
            Err(refusal) => {
                let Refusal {
                    outcome,
                    typed_text,
                } = *refusal;
                Ended {
                    showing: Showing::of_refusal(outcome.status),
                    outcome,
                    bound: self.bound.clone(),
                    typed_text,
                }
            }
        }
    }

    /// The idempotency key, from the header or the form's hidden field.
    fn key(&self, entries: &FormEntries) -> Option<String> {
        let header = self
            .parts
            .headers
            .get(KEY_HEADER)
            .and_then(|key| key.to_str().ok());
        header
            .or(entries.key())
            .filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY)
            .map(str::to_owned)
    }
}

async fn prepare(
    action: &'static ActionRegistration,
    raw: RawCall,
    context: &Arc<RequestContext>,
) -> Result<PreparedCall, Box<Refusal>> {
    let preparing = action.prepare(raw, Arc::clone(context));
    AssertUnwindSafe(preparing)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| {
            tracing::error!(
                "an extractor or the form of the action `{}` panicked",
                action.name
            );
            let outcome = RawOutcome::refused(CallError::Internal);
            Err(Box::new(Refusal {
                outcome,
                typed_text: FormEntries::new(),
            }))
        })
}
