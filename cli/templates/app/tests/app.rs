//! The app as a visitor without script sees it, in process.

use limosa::server::Server;
use limosa::testing::Client;

fn visitor() -> Client {
    Client::new(Server::new({{crate}}::app).state({{crate}}::Notes::default()))
}

#[test]
fn a_note_that_is_added_is_shown() {
    let mut visitor = visitor();
    let page = visitor.get("/");
    assert_eq!((page.status(), page.count("#notes li")), (200, 0));
    let page = visitor.submit(page.form("#add").set("text", "Fly to Alaska"));
    assert_eq!(page.texts("#notes li"), ["Fly to Alaska"]);
}

#[test]
fn an_empty_note_is_refused() {
    let mut visitor = visitor();
    let page = visitor.get("/");
    let page = visitor.submit(page.form("#add").set("text", ""));
    assert_eq!((page.status(), page.count("#notes li")), (422, 0));
}
