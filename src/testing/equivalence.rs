//! One submission, three ways: a direct call, a script's post, and a form without script end in the same for the visitor.

use limosa_actions::server::{ActionBody, answer};
use limosa_actions::{ActionCall, Reply as ActionReply};
use limosa_router::{AppError, CallError};
use serde_json::Value;

use super::client::Client;
use super::form::Form;
use super::page::Page;
use super::reply::Reply;

/// Where messages beside fields are, and those of the form as a whole.
const MESSAGES: [&str; 2] = ["[data-error]", "[data-action-error]"];

/// The longest text that is compared where two values differ: a seal is another each time, and longer.
const SHORTER_THAN_SEALS: usize = 38;

/// What a visitor sees in the end. Owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The status: of the page, or of the refusal.
    pub status: u16,
    /// Path and search of the page.
    pub url: String,
    /// The first message beside each field that was refused, by name.
    pub messages: Vec<(String, String)>,
    /// What is said of the submission as a whole; empty if nothing went wrong.
    pub failure: String,
    /// The words of the page, without messages and without what is typed into fields.
    pub words: String,
}

/// Runs one submission as a direct call, as a script's post and as a form without script, and compares what the visitor sees
/// in the end; gives it. The flight of the script's post must carry what the page shows afterwards. Blocks.
///
/// `visitor` makes a visitor of a server of its own who is about to fill in the form, and is called for each way; `fill` takes
/// the form from the page; `call` is the same as a call, for which it may ask the visitor's queries.
///
/// ```
/// use limosa::{prelude::*, server::Server, testing::{Client, assert_equivalent}};
///
/// #[derive(Form, Clone)]
/// struct Name {
///     #[field(min = 1)]
///     name: String,
/// }
///
/// #[action]
/// async fn greet(form: Name) -> Result<String, CallError> {
///     Ok(form.name)
/// }
///
/// #[derive(Debug, Clone, Default, PartialEq, Page)]
/// #[page("/")]
/// struct Home;
///
/// impl Page for Home {
///     fn view(_: Memo<Self>) -> impl IntoView {
///         view! { <form id="greet" action=greet><input name=Name::NAME/></form> }
///     }
/// }
///
/// let ending = assert_equivalent(
///     || Client::new(Server::new(|| App::new(|| view! { <Outlet/> }).page::<Home>())),
///     "/",
///     |page| page.form("#greet").set("name", "Ada"),
///     |_| greet(Name { name: "Ada".to_owned() }),
/// );
/// assert_eq!((ending.status, ending.url.as_str()), (200, "/"));
/// ```
///
/// # Panics
///
/// When the three ways do not end in the same.
#[track_caller]
pub fn assert_equivalent<M: ActionBody>(
    visitor: impl Fn() -> Client,
    page: &str,
    fill: impl Fn(&Page) -> Form,
    call: impl FnOnce(&mut Client) -> ActionCall<M>,
) -> Ending {
    let mut plain = visitor();
    let form = fill(&plain.get(page));
    let plain = without_script(&plain.submit(form));

    let mut scripted = visitor();
    let form = fill(&scripted.get(page));
    let reply = scripted.send(&form);
    let scripted = with_script::<M>(&reply, &mut scripted, page);
    assert_same(&plain, &scripted, "without script (left) and with (right)");

    let mut direct = visitor();
    let _page = direct.get(page);
    let call = call(&mut direct);
    let result = direct.call(page, answer(call));
    let direct = called::<M>(result, &mut direct, page);
    assert_same(&plain, &direct, "without script (left) and called (right)");
    plain
}

/// Late content stands at the end of a page, or in its place if it was fast: the order of words may differ.
#[track_caller]
fn assert_same(left: &Ending, right: &Ending, which: &str) {
    let sorted = |ending: &Ending| {
        let mut words: Vec<String> = ending.words.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    if sorted(left) != sorted(right) {
        assert_eq!(left.words, right.words, "{which}");
    }
    let [left, right] = [left, right].map(|ending| Ending {
        words: String::new(),
        ..ending.clone()
    });
    assert_eq!(left, right, "{which}");
}

/// The names of all actions of the program, so that a test sees that it leaves none out.
#[must_use]
pub fn actions() -> Vec<&'static str> {
    let mut names: Vec<_> = limosa_actions::server::actions().map(|action| action.name).collect();
    names.sort_unstable();
    names
}

fn without_script(page: &Page) -> Ending {
    let said = page.named_texts(MESSAGES[0], "data-error");
    let failures = page.texts(MESSAGES[1]);
    let mut messages: Vec<_> = said.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    messages.sort();
    messages.dedup();
    Ending {
        status: page.status(),
        url: page.url().to_owned(),
        messages,
        failure: failures.into_iter().find(|text| !text.is_empty()).unwrap_or_default(),
        words: page.words(&MESSAGES),
    }
}

fn with_script<M: ActionBody>(reply: &Reply, visitor: &mut Client, page: &str) -> Ending {
    let frame = reply.frame();
    assert!(reply.is_whole(), "the stream ends: {reply:?}");
    if frame.succeeded() {
        assert_eq!(reply.status(), 200, "a success is one for a script too");
        let ending = succeeded(frame.location.as_deref(), visitor, page);
        check_flight(reply, &visitor.get(&ending.url));
        return ending;
    }
    failed(&frame.error_as::<M::Error>(), visitor, page)
}

fn called<M: ActionBody>(
    result: Result<ActionReply<M::Value>, M::Error>,
    visitor: &mut Client,
    page: &str,
) -> Ending {
    match result {
        Ok(reply) => succeeded(reply.location(), visitor, page),
        Err(error) => failed(&error, visitor, page),
    }
}

fn succeeded(location: Option<&str>, visitor: &mut Client, page: &str) -> Ending {
    let url = location.unwrap_or(page);
    without_script(&visitor.get(url))
}

fn failed<E: AppError>(error: &E, visitor: &mut Client, page: &str) -> Ending {
    if let Some(location) = error.call().and_then(CallError::location) {
        return succeeded(Some(location), visitor, page);
    }
    let fields = error.fields().into_iter().flat_map(|fields| fields.iter());
    let first = fields.filter_map(|(name, said)| Some((name.to_owned(), said.first()?.clone())));
    let mut messages: Vec<_> = first.collect();
    messages.sort();
    let failure = match messages.is_empty() {
        true => error.to_string(),
        false => String::new(),
    };
    Ending {
        status: error.status(),
        messages,
        failure,
        ..without_script(&visitor.get(page))
    }
}

/// What a flight brought is what the page shows when it is asked for anew.
#[track_caller]
fn check_flight(reply: &Reply, page: &Page) {
    let data = page.data();
    let shown: Vec<&Value> = data.iter().filter_map(|frame| frame.get("query")).collect();
    for frame in reply.queries() {
        if let Some(shown) = shown.iter().find(|shown| shown["key"] == frame["key"]) {
            assert!(
                is_same(&shown["value"], &frame["value"]),
                "the flight brought (right) what the page does not show (left):\n{shown}\n{frame}"
            );
        }
    }
}

/// Whether two values are the same but for their seals.
fn is_same(left: &Value, right: &Value) -> bool {
    let is_seal = |text: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        text.len() > SHORTER_THAN_SEALS && text.bytes().all(is_plain)
    };
    match (left, right) {
        (Value::String(left), Value::String(right)) => {
            left == right || is_seal(left) && is_seal(right)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| is_same(left, right)))
        }
        _ => left == right,
    }
}
