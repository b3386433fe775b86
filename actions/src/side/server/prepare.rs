//! The steps of a call before its body runs: shape, guards, validation, and what makes two submissions the same.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use futures::future::BoxFuture;
use limosa_router::CallError;
use limosa_router::server::{RequestContext, next_stamp};
use sha2::{Digest, Sha256};

use super::body::{ActionBody, Admitted, run_guarded};
use super::outcome::{RawOutcome, of_error, of_fields, of_result};
use super::seal::{opening, sees_seals};
use crate::bound::Bound;
use crate::form::{EntryValue, Form, FormEntries};

/// A call as it came over the wire.
#[derive(Debug, Clone, Default)]
pub struct RawCall {
    /// JSON array of the bound arguments; empty for none.
    pub bound: String,
    /// What was posted, of whatever encoding.
    pub entries: FormEntries,
}

/// A call that may run: its shape is right, its guards let it pass, its fields are valid.
pub struct PreparedCall {
    /// Hash of action, bound arguments and decoded fields: equal for submissions that are the same.
    pub canonical: String,
    /// The bound arguments as JSON, in their canonical spelling.
    pub bound: String,
    /// What the visitor typed, without secrets and files.
    pub typed_text: FormEntries,
    run: Box<dyn FnOnce(Arc<RequestContext>) -> BoxFuture<'static, RawOutcome> + Send>,
}

impl PreparedCall {
    /// Runs the body.
    #[must_use]
    pub fn run(self, request: Arc<RequestContext>) -> BoxFuture<'static, RawOutcome> {
        (self.run)(request)
    }
}

impl Debug for PreparedCall {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PreparedCall")
            .field("canonical", &self.canonical)
            .finish_non_exhaustive()
    }
}

/// A call that was refused before its body ran; it reserves no key.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What to answer.
    pub outcome: RawOutcome,
    /// What the visitor typed, without secrets and files.
    pub typed_text: FormEntries,
}

/// Takes a call through all steps but the body.
pub(super) fn prepare<M: ActionBody>(
    call: RawCall,
    request: Arc<RequestContext>,
) -> BoxFuture<'static, Result<PreparedCall, Box<Refusal>>> {
    Box::pin(async move {
        let malformed = || {
            refusal(
                RawOutcome::refused(CallError::Malformed),
                FormEntries::new(),
            )
        };
        let (bound, sealed) = sees_seals(|| M::Bound::from_json(&call.bound));
        let mut bound = bound.ok_or_else(malformed)?;
        let entries = call.entries;
        let typed_text = typed_text::<M::Form>(&entries);
        let refused = |outcome| refusal(outcome, typed_text.clone());
        let run = request.scope(M::admit(request.clone())).await;
        let run = run.map_err(|error| refused(of_error::<M>(&error.into())))?;
        if sealed {
            let opened = opening(&request, M::ID, || M::Bound::from_json(&call.bound));
            bound = opened.ok().flatten().ok_or_else(malformed)?;
        }
        let form =
            opening(&request, M::ID, || M::Form::decode(&entries)).map_err(|_| malformed())?;
        let form = form.map_err(|fields| refused(of_fields::<M>(fields)))?;
        Ok(prepared::<M>(run, bound, form, typed_text))
    })
}

fn prepared<M: ActionBody>(
    run: Admitted<M>,
    bound: M::Bound,
    form: M::Form,
    typed_text: FormEntries,
) -> PreparedCall {
    let bound_json = bound.to_json();
    PreparedCall {
        canonical: canonical(M::ID, &bound_json, &form.encode()),
        bound: bound_json,
        typed_text,
        run: Box::new(|request| {
            Box::pin(async move {
                let mut outcome =
                    of_result::<M>(run_guarded::<M>(run, bound, form, &request).await);
                // What is read from now on has in it what the body has done.
                outcome.reply.stamp = outcome.succeeded().then(next_stamp);
                outcome
            })
        }),
    }
}

/// What may be shown again: texts of known fields that are no secrets.
fn typed_text<F: Form>(entries: &FormEntries) -> FormEntries {
    let fields = F::fields();
    let shown = |name: &str| {
        fields
            .iter()
            .any(|field| field.name == name && !field.secret && !field.file)
    };
    let mut typed = entries.clone();
    typed.retain(|name, value| matches!(value, EntryValue::Text(_)) && shown(name));
    typed
}

fn canonical(id: &str, bound: &str, entries: &FormEntries) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        // Lengths keep neighbouring parts from running into each other.
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(id.as_bytes());
    part(bound.as_bytes());
    for (name, value) in entries.iter() {
        part(name.as_bytes());
        match value {
            EntryValue::Text(text) => part(text.as_bytes()),
            EntryValue::File(file) => {
                part(file.name().as_bytes());
                part(&file.content().digest());
            }
        }
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn refusal(outcome: RawOutcome, typed_text: FormEntries) -> Box<Refusal> {
    Box::new(Refusal {
        outcome,
        typed_text,
    })
}
