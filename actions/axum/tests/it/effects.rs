//! What a body does beside its reply: values it gives, what it touches, and where it goes on from.

use limosa::testing::Client;
use limosa_axum::{Previous, Server, State};
use limosa_dom::{IntoView, ResourceView};
use limosa_macros::{Form, Page, action, query, view};
use limosa_reactive::{Memo, resource};
use limosa_router::{App, CallError, Mounted, Outlet, Preload, QueryFn, touch};

use limosa_actions::submission;

use crate::app::{World, key_of};

const KEYS: [&str; 1] = ["a key for tests of more than thirty-two letters"];

#[query]
async fn price(id: u32, #[server] world: State<World>) -> Result<u32, CallError> {
    world.note(format!("price {id}"));
    Ok(id * 100)
}

#[query]
async fn total(#[server] world: State<World>) -> Result<u32, CallError> {
    world.note("total".to_owned());
    Ok(300)
}

#[query]
async fn unseen() -> Result<u32, CallError> {
    Ok(7)
}

#[derive(Form, Clone)]
struct What {
    what: String,
}

#[action]
async fn act(form: What) -> Result<(), CallError> {
    match form.what.as_str() {
        "give" => price(3).set(&999),
        "refresh" => unseen().refresh(),
        "touch" => touch(&price(3)),
        "touch all prices" => touch(&price.all()),
        "give and fail" => {
            price(3).set(&999);
            return Err(CallError::Internal);
        }
        _ => {}
    }
    Ok(())
}

#[action]
async fn guess(#[server] last: Previous<u32>) -> Result<u32, CallError> {
    Ok(last.0.unwrap_or_default() + 1)
}

#[derive(Page, Debug, Clone, PartialEq, Default)]
#[page("/")]
struct Prices;

impl limosa_router::Page for Prices {
    fn preload(&self) -> impl Preload {
        (price(3), total())
    }

    fn view(_: Memo<Self>) -> impl IntoView {
        let (price, total) = (resource(|| price(3)), resource(total));
        let guessing = submission(guess);
        view! {
            <p id="price">{price.map(u32::to_string)}</p>
            <p id="total">{total.map(u32::to_string)}</p>
            <p id="guesses">{move || guessing.value()}</p>
            <form id="act" action=act><input name=What::WHAT/><button>"Act"</button></form>
            <form id="guess" action=guess><button>"Guess"</button></form>
        }
    }
}

fn app() -> App {
    App::new(|| view! { <main><Outlet/></main> }).page::<Prices>()
}

fn server(world: &World) -> Server {
    Server::new(app).state(world.clone()).keys(KEYS)
}

/// Does something, and gives the queries that ran for it and those that came with the reply.
fn acted(what: &str) -> (Vec<String>, Vec<(String, String)>) {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let form = visitor.get("/").form("#act").set("what", what);
    world.ran();
    let reply = visitor.send(&form);
    assert!(reply.is_whole());
    let came = reply.queries().map(|query| {
        let key = query["key"].as_str().unwrap().to_owned();
        (key, query["value"].to_string())
    });
    let mut came: Vec<_> = came.collect();
    came.sort();
    (world.ran(), came)
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}

#[test]
fn without_a_word_everything_is_read_again() {
    let (ran, came) = acted("nothing");
    assert_eq!(ran, ["price 3", "total"]);
    assert_eq!(came.len(), 2);
}

#[test]
fn a_value_that_is_given_is_not_read() {
    let (ran, came) = acted("give");
    assert_eq!(ran, ["total"]);
    let expected = vec![
        (key_of(&price(3)), "999".to_owned()),
        (key_of(&total()), "300".to_owned()),
    ];
    assert_eq!(came, sorted(expected));
}

#[test]
fn what_fails_gives_nothing() {
    let (ran, came) = acted("give and fail");
    assert_eq!((ran.len(), came.len()), (0, 0));
}

#[test]
fn what_the_page_does_not_show_is_sent_along_when_asked_for() {
    let (_, came) = acted("refresh");
    assert!(
        came.contains(&(key_of(&unseen()), "7".to_owned())),
        "{came:?}"
    );
}

#[test]
fn only_what_was_touched_is_read_again() {
    for what in ["touch", "touch all prices"] {
        let world = World::default();
        let mut visitor = Client::new(server(&world));
        let page = visitor.get("/");
        let form = page.form("#act").set("what", what);
        world.ran();
        let held = [key_of(&price(3)), key_of(&total())].map(|key| Mounted {
            key,
            tag: None,
            depth: 1,
        });
        let reply = visitor.send_mounted(&form, &held);
        assert_eq!(world.ran(), ["price 3"], "{what}");
        let report = reply.report().expect("a report in a debug build");
        assert!(report.contains("price(3): sent"), "{report}");
        assert!(
            report.contains("total(): not sent: neither"),
            "why it is not there: {report}"
        );
    }
}

#[test]
fn an_action_goes_on_from_its_last_result_with_and_without_script() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let mut page = visitor.get("/");
    for wanted in ["1", "2", "3"] {
        page = visitor.submit(page.form("#guess"));
        assert_eq!(page.text("#guesses").as_deref(), Some(wanted));
    }
    let reply = visitor.send(&page.form("#guess"));
    assert_eq!(reply.value(), 4, "from the hidden field of the page");
    let broken = page.form("#guess").set("_limosa_previous", "{");
    assert_eq!(visitor.send(&broken).status(), 400);
}

#[test]
fn an_unknown_id_is_answered_with_what_is_known() {
    let world = World::default();
    let mut visitor = Client::new(server(&world));
    let head = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("limosa-build", "other"),
        ("limosa-report", "1"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = visitor.raw("POST", "/_limosa/a/gone?p=/", &head, "");
    assert_eq!(answer.status(), 404);
    assert!(
        answer.html().contains("guess") && answer.html().contains("gone"),
        "{}",
        answer.html()
    );
}
