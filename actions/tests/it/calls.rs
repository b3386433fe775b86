//! Actions as functions: binding, preparing, running, refusing.

use std::sync::Arc;

use futures::executor::block_on;
use limosa_actions::server::{ActionBody, RawCall, RawOutcome, entries_of_json, find_action};
use limosa_actions::{
    Action, ActionCall, AsAction, BindOne, FormEntries, Reply, SiteUrl, redirect,
};
use limosa_macros::{Error, Form, action};
use limosa_router::server::RequestContext;
use limosa_router::{CallError, FieldErrors, InternalExt};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Error)]
enum ShopError {
    #[status(404)]
    NotFound,
    #[fields]
    Invalid(FieldErrors),
    #[call]
    Call(CallError),
}

#[derive(Form, Debug, Clone, PartialEq)]
struct Rename {
    #[field(min = 1, max = 8)]
    name: String,
    #[field(secret)]
    token: String,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<String, ShopError> {
    match id {
        404 => Err(ShopError::NotFound),
        13 => "x".parse::<u32>().map(|_| String::new()).internal(),
        7 => Err(Rename::NAME.error("taken").into()),
        666 => panic!("the body panics"),
        _ => Ok(format!("{id} {}", form.name)),
    }
}

#[action]
async fn create(form: Rename) -> Result<Reply<u32>, ShopError> {
    let to = SiteUrl::parse("/products/5").unwrap();
    assert!(!form.name.is_empty());
    Ok(redirect(to).revalidate(()).cookie("seen=1; Path=/"))
}

#[action]
async fn log_out() -> Result<(), CallError> {
    Ok(())
}

fn request() -> Arc<RequestContext> {
    let request = http::Request::builder().uri("/products/3").body(());
    RequestContext::new(request.unwrap().into_parts().0)
}

fn id_of<Kind, A: AsAction<Kind>>(_: A) -> &'static str {
    A::Action::ID
}

fn form(text: &str) -> FormEntries {
    FormEntries::from_urlencoded(text)
}

fn post(id: &str, bound: &str, body: &str) -> RawOutcome {
    let call = RawCall {
        bound: bound.to_owned(),
        entries: form(body),
    };
    let action = find_action(id).unwrap();
    match block_on(action.prepare(call, request())) {
        Ok(prepared) => block_on(prepared.run(request())),
        Err(refusal) => refusal.outcome,
    }
}

fn direct<M: ActionBody>(call: ActionCall<M>) -> Result<M::Output, M::Error> {
    block_on(request().scope(async move { call.await }))
}

#[test]
fn ids_are_apart_and_tell_nothing() {
    assert_ne!(id_of(rename), id_of(create));
    assert!(id_of(rename).len() >= 11);
    assert!(!id_of(rename).contains("rename"));
    assert_eq!(rename.with(3).bound_json().as_deref(), Some("[3]"));
    assert_eq!(
        (move || rename.with(4)).bound_json().as_deref(),
        Some("[4]")
    );
    assert_eq!(log_out.bound_json(), None);
}

#[test]
fn a_call_in_server_code_runs_the_body() {
    let form = Rename {
        name: "tea".to_owned(),
        token: String::new(),
    };
    assert_eq!(direct(rename(3, form.clone())), Ok("3 tea".to_owned()));
    assert_eq!(direct(rename(404, form.clone())), Err(ShopError::NotFound));
    assert_eq!(
        direct(rename(666, form.clone())),
        Err(ShopError::Call(CallError::Internal))
    );
    let reply = direct(create(form)).unwrap();
    assert_eq!(reply.location(), Some("/products/5"));
    assert_eq!(direct(log_out()), Ok(()));
}

#[test]
fn a_call_in_server_code_is_validated() {
    let empty = Rename {
        name: String::new(),
        token: String::new(),
    };
    let Err(ShopError::Invalid(fields)) = direct(rename(3, empty)) else {
        panic!("an empty name is refused")
    };
    assert_eq!(fields.get("name"), ["This field is required"]);
}

#[test]
fn a_posted_form_runs_the_body() {
    let outcome = post(id_of(rename), "[3]", "name=tea");
    assert!(outcome.succeeded());
    assert_eq!(outcome.reply.value.unwrap().get(), "\"3 tea\"");
}

#[test]
fn refusals_have_their_plane() {
    let invalid = post(id_of(rename), "[3]", "name=much+too+long");
    assert_eq!(invalid.status, 422);
    assert_eq!(
        invalid.reply.invalid.get("name"),
        ["Must have at most 8 characters"]
    );
    let taken = post(id_of(rename), "[7]", "name=tea");
    assert_eq!(taken.status, 422);
    assert_eq!(taken.reply.invalid.get("name"), ["taken"]);
    let missing = post(id_of(rename), "[404]", "name=tea");
    assert_eq!(missing.status, 404);
    assert_eq!(missing.reply.error.unwrap().get(), "\"NotFound\"");
    let internal = post(id_of(rename), "[13]", "name=tea");
    assert_eq!(internal.status, 500);
    assert_eq!(
        internal.reply.error.unwrap().get(),
        "{\"Call\":\"Internal\"}"
    );
    assert_eq!(post(id_of(rename), "[666]", "name=tea").status, 500);
}

#[test]
fn a_wrong_shape_is_malformed() {
    for bound in ["", "[]", "[\"x\"]", "[1,2]", "{}", "[-1]", "["] {
        assert_eq!(
            post(id_of(rename), bound, "name=tea").status,
            400,
            "{bound}"
        );
    }
    assert_eq!(post(id_of(log_out), "[1]", "").status, 400);
    assert_eq!(post(id_of(log_out), "", "").status, 200);
    assert!(find_action("nonsense").is_none());
}

#[test]
fn a_redirect_is_a_success_without_value() {
    let outcome = post(id_of(create), "", "name=tea");
    assert_eq!(outcome.status, 200);
    assert_eq!(outcome.location(), Some("/products/5"));
    assert_eq!(outcome.set_cookies(), ["seen=1; Path=/"]);
    assert!(outcome.reply.value.is_none());
}

#[test]
fn an_outcome_can_be_stored() {
    let outcome = post(id_of(log_out), "", "");
    assert_eq!(outcome.reply.value.as_ref().unwrap().get(), "null");
    let stored = serde_json::to_string(&outcome).unwrap();
    let read: RawOutcome = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.reply.value.unwrap().get(), "null");
}

#[test]
fn the_same_fields_are_the_same_submission() {
    let prepared = |bound: &str, entries: FormEntries| {
        let bound = bound.to_owned();
        let action = find_action(id_of(rename)).unwrap();
        block_on(action.prepare(RawCall { bound, entries }, request())).unwrap()
    };
    let same = |bound: &str, entries: FormEntries| prepared(bound, entries).canonical;
    let first = prepared("[3]", form("name=tea&token=t&other=1"));
    assert_eq!(first.canonical, same("[ 3 ]", form("token=t&name=tea")));
    let json = entries_of_json(r#"{"name":"tea","token":"t"}"#, 10, 10).unwrap();
    assert_eq!(first.canonical, same("[3]", json));
    assert_ne!(first.canonical, same("[4]", form("name=tea&token=t")));
    assert_ne!(first.canonical, same("[3]", form("name=tea&token=u")));
    let typed = Vec::<(String, String)>::from(first.typed_text);
    assert_eq!(typed, [("name".to_owned(), "tea".to_owned())]);
}
