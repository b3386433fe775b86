//! Sealed arguments: open in their action and session alone.

use std::sync::Arc;

use futures::executor::block_on;
use limosa_actions::server::{RawCall, Sealer, find_action};
use limosa_actions::{Action, AsAction, BindOne, FormEntries, Sealed};
use limosa_macros::{Form, action};
use limosa_router::CallError;
use limosa_router::server::RequestContext;

#[action]
async fn delete(id: Sealed<u32>) -> Result<u32, CallError> {
    Ok(*id.get()?)
}

#[derive(Form)]
struct Archive {
    id: Sealed<u32>,
}

#[action]
async fn archive(form: Archive) -> Result<u32, CallError> {
    Ok(*form.id.get()?)
}

/// A sealer of a session: readable, so that tests can forge.
struct Readable(&'static str);

impl Sealer for Readable {
    fn seal(&self, purpose: &str, plain: &[u8]) -> String {
        [self.0, purpose, str::from_utf8(plain).unwrap()].join("|")
    }

    fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut parts = sealed.split('|');
        let same = parts.next() == Some(self.0) && parts.next() == Some(purpose);
        let plain = parts.next().filter(|_| same)?;
        Some(plain.as_bytes().to_vec())
    }
}

fn request(session: &'static str) -> Arc<RequestContext> {
    let mut parts = http::Request::new(()).into_parts().0;
    let sealer: Arc<dyn Sealer> = Arc::new(Readable(session));
    parts.extensions.insert(sealer);
    RequestContext::new(parts)
}

fn sealed<Kind, A: AsAction<Kind>>(action: A, id: u32) -> Sealed<u32> {
    block_on(request("ada").scope(async { Sealed::new(action, id) })).unwrap()
}

fn status(id: &str, bound: String, form: &str, session: &'static str) -> (u16, Option<String>) {
    let entries = FormEntries::from_urlencoded(form);
    let prepared = find_action(id)
        .unwrap()
        .prepare(RawCall { bound, entries }, request(session));
    let outcome = match block_on(prepared) {
        Ok(call) => block_on(call.run(request(session))),
        Err(refusal) => refusal.outcome,
    };
    (
        outcome.status,
        outcome.reply.value.map(|value| value.get().to_owned()),
    )
}

fn id_of<Kind, A: AsAction<Kind>>(_: A) -> &'static str {
    A::Action::ID
}

#[test]
fn a_seal_opens_in_its_action_and_session() {
    let bound = delete.with(sealed(delete, 3)).bound_json().unwrap();
    assert_eq!(
        status(id_of(delete), bound.clone(), "", "ada"),
        (200, Some("3".to_owned()))
    );
    assert_eq!(status(id_of(delete), bound.clone(), "", "eve").0, 400);
    assert_eq!(
        status(id_of(delete), bound.replace('3', "4x"), "", "ada").0,
        400
    );
    let of_other = delete.with(sealed(archive, 3)).bound_json().unwrap();
    assert_eq!(status(id_of(delete), of_other, "", "ada").0, 400);
    assert_eq!(status(id_of(delete), "[\"\"]".to_owned(), "", "ada").0, 400);
    assert_eq!(status(id_of(delete), "[3]".to_owned(), "", "ada").0, 400);
}

#[test]
fn a_seal_can_be_a_hidden_field() {
    let mut entries = FormEntries::new();
    entries.push_text("id", sealed(archive, 5).token());
    let form = entries.to_urlencoded();
    assert_eq!(
        status(id_of(archive), String::new(), &form, "ada"),
        (200, Some("5".to_owned()))
    );
    assert_eq!(status(id_of(archive), String::new(), &form, "eve").0, 400);
    assert_eq!(status(id_of(archive), String::new(), "id=5", "ada").0, 400);
    assert_eq!(
        Archive::ID.attributes(),
        [("required", ""), ("type", "hidden")]
    );
}

#[test]
fn server_code_can_pass_a_seal_on() {
    let seal = sealed(delete, 7);
    // As it is after a trip through JSON: closed.
    let closed: Sealed<u32> = serde_json::from_str(&serde_json::to_string(&seal).unwrap()).unwrap();
    assert_eq!(closed.get(), Err(CallError::Malformed));
    assert_eq!(format!("{closed:?}"), "Sealed(..)");
    let direct =
        |session, seal| block_on(request(session).scope(async move { delete(seal).await }));
    assert_eq!(direct("ada", closed.clone()), Ok(7));
    assert_eq!(direct("eve", closed), Err(CallError::Malformed));
}

#[test]
fn without_a_server_nothing_is_sealed() {
    assert_eq!(Sealed::new(delete, 3).unwrap_err(), CallError::Internal);
}
