//! What a form without script brings with it and back, and cookies that its action takes away.

use http::HeaderMap;
use limosa::testing::Client;
use limosa_actions::{FieldError, Reply, submission};
use limosa_axum::{Server, State};
use limosa_dom::{IntoView, ResourceView};
use limosa_macros::{Error, Form, Page, action, query, view};
use limosa_reactive::{Memo, resource};
use limosa_router::{App, CallError, FieldErrors, Outlet, Preload};
use serde::{Deserialize, Serialize};

use crate::app::World;

/// The most that browsers keep of a cookie.
const COOKIE: usize = 4096;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Error)]
enum LetterError {
    #[fields]
    Invalid(FieldErrors),
    #[call]
    Call(CallError),
}

#[derive(Form, Clone)]
struct Letter {
    #[field(max = 200_000)]
    text: String,
    to: Vec<String>,
    stamp: Option<String>,
}

/// Refuses letters that end in "no".
#[action]
async fn send(form: Letter, #[server] world: State<World>) -> Result<(), LetterError> {
    world.note(format!("{} to {}", form.text.len(), form.to.join("+")));
    match form.text.ends_with("no") {
        true => Err(Letter::TEXT.error("is rude").into()),
        false => Ok(()),
    }
}

#[query]
async fn theme(#[server] headers: HeaderMap) -> Result<Option<String>, CallError> {
    let cookies = headers.get_all("cookie").into_iter();
    let cookies = cookies.filter_map(|cookie| cookie.to_str().ok());
    let theme = cookies.flat_map(|line| line.split("; "));
    Ok(theme
        .filter_map(|cookie| cookie.strip_prefix("theme="))
        .map(str::to_owned)
        .next())
}

#[action]
async fn forget() -> Result<Reply<()>, CallError> {
    Ok(Reply::value(()).cookie("theme=; Max-Age=0; Path=/"))
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
struct Desk;

impl limosa_router::Page for Desk {
    fn preload(&self) -> impl Preload {
        theme()
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        let theme = resource(theme);
        let sending = submission(send);
        let other = "blue".to_owned();
        view! {
            <p id="theme">{theme.map(|theme| theme.clone().unwrap_or_else(|| "none".to_owned()))}</p>
            <form id="send" action=send>
                <textarea name=Letter::TEXT></textarea>
                <FieldError of=sending field=Letter::TEXT/>
                <input type="checkbox" name=Letter::TO value="a"/>
                <input type="checkbox" name=Letter::TO value="b"/>
                <input type="checkbox" name=Letter::TO value=move || ["c"].concat()/>
                <input type="radio" name=Letter::STAMP value="red"/>
                <input type="radio" name=Letter::STAMP value=other/>
                <button>"Send"</button>
            </form>
            <form id="forget" action=forget><button>"Forget"</button></form>
        }
    }
}

fn visitor(world: &World) -> Client {
    let server = Server::new(|| App::new(|| view! { <main><Outlet/></main> }).page::<Desk>());
    let server = server.state(world.clone());
    Client::new(server.keys(["a key for tests of more than thirty-two letters"]))
}

#[test]
fn a_cookie_that_the_action_deleted_is_gone_for_its_flight() {
    let mut visitor = visitor(&World::default());
    for is_scripted in [true, false] {
        visitor.set_cookie("theme", "dark");
        let page = visitor.get("/");
        assert_eq!(page.text("#theme").as_deref(), Some("dark"));
        if is_scripted {
            let reply = visitor.send(&page.form("#forget"));
            let themes: Vec<_> = reply.queries().map(|query| &query["value"]).collect();
            assert_eq!(themes, [&serde_json::Value::Null], "{reply:?}");
        } else {
            let page = visitor.submit(page.form("#forget"));
            assert_eq!(page.text("#theme").as_deref(), Some("none"));
        }
        assert_eq!(visitor.cookie("theme"), None);
    }
}

#[test]
fn a_large_form_that_is_refused_keeps_its_text_without_script() {
    let mut visitor = visitor(&World::default());
    let text = "<é>\n & more ".repeat(8_000) + "no";
    let page = visitor.get("/");
    let page = visitor.submit(page.form("#send").set("text", &text).set("to", "b"));
    assert_eq!((page.status(), page.url()), (422, "/"));
    assert_eq!(page.text("[data-error=text]").as_deref(), Some("is rude"));
    let kept = page.form("#send");
    assert!(kept.value("text") == Some(text.as_str()), "the text stays");
    let again = visitor.get("/");
    assert_eq!(again.status(), 200, "it is told once");
}

#[test]
fn what_carries_a_large_form_back_is_a_small_cookie() {
    let mut visitor = visitor(&World::default());
    let action = visitor.get("/").form("#send").action().to_owned();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for length in [10, 100_000] {
        let body = ["text=", &"a".repeat(length), "no&to=a"].concat();
        let answer = visitor.raw("POST", &action, &form, body);
        assert_eq!(
            (answer.status(), answer.header("location")),
            (303, Some("/"))
        );
        let cookie = answer.header("set-cookie").expect("a flash");
        assert!(cookie.len() < COOKIE, "{}", cookie.len());
    }
}

#[test]
fn repeated_fields_come_in_their_order_without_script() {
    let world = World::default();
    let mut visitor = visitor(&world);
    let action = visitor.get("/").form("#send").action().to_owned();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = visitor.raw("POST", &action, &form, "to=c&text=x&to=a&to=c");
    assert_eq!(answer.status(), 303);
    assert_eq!(world.ran(), ["1 to c+a+c"]);
}

#[test]
fn a_form_goes_back_to_its_page_whatever_the_referrer() {
    let mut visitor = visitor(&World::default());
    let action = visitor.get("/").form("#send").action().to_owned();
    let form = ("content-type", "application/x-www-form-urlencoded");
    for referrer in [None, Some("https://elsewhere.example/"), Some("/other")] {
        let headers: Vec<_> = [form]
            .into_iter()
            .chain(referrer.map(|referrer| ("referer", referrer)))
            .collect();
        let answer = visitor.raw("POST", &action, &headers, "text=x");
        let location = answer.header("location");
        assert_eq!(
            (answer.status(), location),
            (303, Some("/")),
            "{referrer:?}"
        );
    }
}

#[test]
fn boxes_keep_their_values_and_marks_without_script() {
    let mut visitor = visitor(&World::default());
    let action = visitor.get("/").form("#send").action().to_owned();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = "text=no&to=b&to=c&stamp=blue";
    assert_eq!(visitor.raw("POST", &action, &form, body).status(), 303);
    let page = visitor.get("/");
    assert_eq!(page.status(), 422);
    let of = |value: &str| {
        let selector = format!("#send input[value={value}]");
        (page.count(&selector), page.attribute(&selector, "checked"))
    };
    let (chosen, open) = ((1, Some(String::new())), (1, None));
    assert_eq!(
        [of("a"), of("b"), of("c")],
        [open.clone(), chosen.clone(), chosen.clone()]
    );
    assert_eq!([of("red"), of("blue")], [open, chosen]);
}
